"""What the registers answer through the exchange; offered at start-up in `site/apps.py`."""

from datetime import date
from typing import Any

from toantrinh.exchange.actions import call
from toantrinh.exchange.services import Body, know_relatives, offer
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import local, today
from toantrinh.kernel.problem import Refused
from toantrinh.kernel.text import t
from toantrinh.people.queries import find_unit, open_agency, person_urn
from toantrinh.registers.actions import change_residence, enter, link_persons, register_person
from toantrinh.registers.models import Entry
from toantrinh.registers.queries import relatives_of
from toantrinh.registers.queries.served import birth_entry, read_extract, read_household, read_marriage, read_person
from toantrinh.registers.versions import content_of

BIRTH = (
    "full_name", "birth_date", "sex", "birth_facility", "birth_place", "ethnicity", "nationality", "home_place",
    "mother_name", "mother_birth_date", "father_name", "father_birth_date", "informant_relation",
)  # fmt: skip
NEWBORN = (
    "full_name",
    "birth_date",
    "sex",
    "birth_place",
    "home_place",
    "ethnicity",
    "nationality",
    "residence",
    "birth_entry",
)


def offer_services() -> None:
    """Let the registers of this house answer their services."""
    offer("population.person.read", _read_person)
    offer("population.household.read", _read_household)
    offer("population.person.register", _register_person)
    offer("population.residence.change", _change_residence)
    offer("civil_status.birth.register", _register_birth)
    offer("civil_status.birth.identify", _identify_child)
    offer("civil_status.marriage.read", _read_marriage)
    offer("civil_status.extract.read", _read_extract)
    know_relatives(relatives_of)


def _read_person(body: Body, *, by: Actor, purpose: str, about: str, key: str) -> Body:
    return read_person(_person_in(body), by=by, purpose=purpose, about=about)


def _read_household(body: Body, *, by: Actor, purpose: str, about: str, key: str) -> Body:
    return read_household(_person_in(body), by=by, purpose=purpose, about=about)


def _read_marriage(body: Body, *, by: Actor, purpose: str, about: str, key: str) -> Body:
    person = _person(body, "personal_number", t("người được hỏi", "the person asked about"))
    spouse = _person(body, "spouse_number", t("vợ hoặc chồng", "the spouse"))
    return read_marriage(person, spouse, by=by, purpose=purpose, about=about)


def _read_extract(body: Body, *, by: Actor, purpose: str, about: str, key: str) -> Body:
    kind, entry = body.get("kind") or "", body.get("entry") or ""
    return read_extract(body["person"], kind, entry, by=by, purpose=purpose, about=about)


def _register_birth(body: Body, *, by: Actor, purpose: str, about: str, key: str) -> Body:
    """Enter a birth in the books of the commune that decided it; the child is named in it once its number is given."""
    agency = body.get("agency") or by.agency
    if not agency or (by.office and agency != by.agency):
        raise Refused(
            t(
                "Chưa rõ Ủy ban nhân dân cấp xã nào ghi sổ: mỗi xã, phường chỉ ghi vào sổ của mình.",
                "It is not clear which commune makes the entry: each writes in its own books only.",
            ),
            code="register.no_agency",
            field="agency",
        )
    entry = enter(
        "civil-status",
        "birth",
        {
            **{name: body.get(name) for name in BIRTH},
            "mother": _person(body, "mother_number", t("mẹ", "the mother")),
            "father": _person(body, "father_number", t("cha", "the father")),
            "informant": _person(body, "informant_number", t("người đi khai", "the informant")),
            "abandoned": None
            if body.get("mother_name") or body.get("father_name")
            else body.get("informant_relation") == "carer" or None,
        },
        by=by,
        ground=about,
        agency=agency,
        key=key,
        service="civil_status.birth.register",
    )
    return {**_made(entry), "entry_number": entry.number, "book": entry.book, "registered_on": _made(entry)["as_of"]}


def _register_person(body: Body, *, by: Actor, purpose: str, about: str, key: str) -> Body:
    """Give a newborn a number, enter it, and let the entry of its birth know who it is."""
    birth = birth_entry(body["birth_entry"]) if body.get("birth_entry") else None
    entry = register_person(
        {
            **{name: body.get(name) for name in NEWBORN},
            "marital_status": "single",
            "mother": _person(body, "mother_number", t("mẹ", "the mother")),
            "father": _person(body, "father_number", t("cha", "the father")),
        },
        by=by,
        ground=about,
        place=_province(birth, body),
        key=key,
        service="population.person.register",
    )
    if birth is not None:
        identity = {"entry": birth.urn, "person": entry.subject}
        call("civil_status.birth.identify", identity, by=by, purpose=purpose, about=about, key=key)
    number = content_of(entry.versions.filter(known_to=None).latest("pk"))["personal_number"]
    return {**_made(entry), "person": entry.subject, "personal_number": number}


def _change_residence(body: Body, *, by: Actor, purpose: str, about: str, key: str) -> Body:
    """The applicant first, then whoever moves along."""
    mover = _person(body, "personal_number", t("người đăng ký", "the applicant"))
    along = t("người cùng chuyển", "somebody who moves along")
    members = [_person(member, "personal_number", along) for member in body.get("members") or []]
    entries = change_residence(
        [mover, *members],
        body["residence"],
        from_on=date.fromisoformat(body["from_on"]),
        by=by,
        ground=about,
        service="population.residence.change",
    )
    return {
        "person": mover,
        "entry": entries[0].urn,
        "from_on": body["from_on"],
        "moved": [{"person": entry.subject, "entry": entry.urn} for entry in entries[1:]],
        "source": "population",
        "as_of": today().isoformat(),
    }


def _identify_child(body: Body, *, by: Actor, purpose: str, about: str, key: str) -> Body:
    entry = link_persons(
        body["entry"],
        {"child": body["person"]},
        by=by,
        reason="Cấp số định danh cá nhân",  # one language
        ground=about,
        service="civil_status.birth.identify",
    )
    return _made(entry)


def _made(entry: Entry) -> dict[str, Any]:
    return {"entry": entry.urn, "source": entry.register, "as_of": local(entry.entered_at).date().isoformat()}


def _person_in(body: Body) -> str:
    return body.get("person") or person_urn(body.get("personal_number") or "")


def _person(body: Body, name: str, who: Any) -> str:
    """URN of the person whose number stands under `name`; empty where none stands there."""
    number = body.get(name)
    if not number:
        return ""
    if not (person := person_urn(number)):
        raise Refused(
            t(
                "Không có ai mang số định danh này: {who}. Kiểm tra lại 12 chữ số với thẻ căn cước.",
                "Nobody has this personal number: {who}. Compare the 12 digits with the identity card.",
            ).fill(who=who),
            code="register.person_unknown",
            field=name,
        )
    return person


def _province(birth: Entry | None, body: Body) -> str:
    """Code of the province in whose books the birth stands, or where the child lives, or was born."""
    units = [open_agency(birth.agency).unit] if birth else []
    units += [(body.get(name) or {}).get("unit") or "" for name in ("residence", "birth_place")]
    for code in filter(None, units):
        if (unit := find_unit(code, on=today())) is not None:
            return unit.parent_code or unit.code
    return ""
