"""What the registers answer through the exchange; offered at start-up in `site/apps.py`."""

from datetime import date
from typing import Any

from toantrinh.exchange.actions import call
from toantrinh.exchange.services import Body, answer_from_registers, know_relatives, offer
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import local, today
from toantrinh.kernel.text import t
from toantrinh.people.queries import find_unit, open_agency, person_urn
from toantrinh.registers.actions import (
    change_marital_status,
    change_residence,
    end_residence,
    enter,
    link_persons,
    mark_dead,
    register_person,
)
from toantrinh.registers.answering import answer_from, books_of, known_person
from toantrinh.registers.models import Entry
from toantrinh.registers.queries import relatives_of
from toantrinh.registers.queries.civil import read_entries, read_marital_status, widowed_by
from toantrinh.registers.queries.served import birth_entry, read_extract, read_household, read_marriage, read_person
from toantrinh.registers.versions import content_of

BIRTH = (
    "full_name", "birth_date", "sex", "birth_facility", "birth_place", "ethnicity", "nationality", "home_place",
    "mother_name", "mother_birth_date", "father_name", "father_birth_date", "informant_relation",
)  # fmt: skip
DEATH = (
    "full_name", "birth_date", "sex", "ethnicity", "nationality", "last_residence",
    "died_on", "died_at", "death_facility", "death_place", "cause", "informant_relation",
)  # fmt: skip
SPOUSE = ("name", "birth_date", "ethnicity", "nationality", "residence")
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
    offer("population.residence.end", _end_residence)
    offer("civil_status.birth.register", _register_birth)
    offer("civil_status.birth.identify", _identify_child)
    offer("civil_status.marriage.read", _read_marriage)
    offer("civil_status.extract.read", _read_extract)
    offer("civil_status.entries.read", _read_entries)
    offer("civil_status.marital_status.read", _read_marital_status)
    offer("civil_status.marriage.register", _register_marriage)
    offer("civil_status.death.register", _register_death)
    offer("population.person.mark_dead", _mark_dead)
    offer("population.marital_status.change", _change_marital_status)
    answer_from_registers(answer_from)
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
        agency=books_of(body, by),
        key=key,
        service="civil_status.birth.register",
    )
    return _numbered(entry)


def _register_marriage(body: Body, *, by: Actor, purpose: str, about: str, key: str) -> Body:
    """Enter a marriage, of today, in the books of the commune that decided it."""
    sides = {"husband": t("người chồng", "the husband"), "wife": t("người vợ", "the wife")}
    persons = {side: _person(body, f"{side}_number", words) for side, words in sides.items()}
    entry = enter(
        "civil-status",
        "marriage",
        {
            **{f"{side}_{name}": body.get(f"{side}_{name}") for side in sides for name in SPOUSE},
            **persons,
            "registered_on": today().isoformat(),
        },
        by=by,
        ground=about,
        agency=books_of(body, by),
        key=key,
        service="civil_status.marriage.register",
    )
    return {**_numbered(entry), **persons}


def _register_death(body: Body, *, by: Actor, purpose: str, about: str, key: str) -> Body:
    """Enter a death in the books of the commune that decided it; the register ends the marriage by itself."""
    entry = enter(
        "civil-status",
        "death",
        {
            **{name: body.get(name) for name in DEATH},
            "deceased": _person(body, "deceased_number", t("người chết", "the deceased")),
            "informant": _person(body, "informant_number", t("người đi khai", "the informant")),
        },
        by=by,
        ground=about,
        agency=books_of(body, by),
        key=key,
        service="civil_status.death.register",
    )
    return _numbered(entry)


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


def _end_residence(body: Body, *, by: Actor, purpose: str, about: str, key: str) -> Body:
    person = _person(body, "personal_number", t("người thôi thường trú", "the person whose residence ends"))
    ended_on = date.fromisoformat(body["ended_on"])
    entry = end_residence(person, ended_on=ended_on, by=by, ground=about, service="population.residence.end")
    return {**_made(entry), "person": person, "ended_on": body["ended_on"]}


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


def _mark_dead(body: Body, *, by: Actor, purpose: str, about: str, key: str) -> Body:
    person = _person(body, "personal_number", t("người chết", "the deceased"))
    died_on = date.fromisoformat(body["died_on"])
    entry = mark_dead(person, died_on, entry=body["death_entry"], by=by, ground=about)
    widowed = widowed_by(person, died_on)
    if not widowed:
        return {**_made(entry), "person": person}
    change_marital_status(widowed, "widowed", from_on=died_on, entry=body["death_entry"], by=by, ground=about)
    return {**_made(entry), "person": person, "spouse": widowed}


def _change_marital_status(body: Body, *, by: Actor, purpose: str, about: str, key: str) -> Body:
    person = body.get("person") or _person(body, "personal_number", t("người được cập nhật", "the person"))
    from_on = date.fromisoformat(body["from_on"])
    entry = change_marital_status(person, body["status"], from_on=from_on, entry=body["entry"], by=by, ground=about)
    return {**_made(entry), "person": person}


def _read_entries(body: Body, *, by: Actor, purpose: str, about: str, key: str) -> Body:
    return read_entries(body["person"], by=by, purpose=purpose, about=about)


def _read_marital_status(body: Body, *, by: Actor, purpose: str, about: str, key: str) -> Body:
    return read_marital_status(_person_in(body), by=by, purpose=purpose, about=about)


def _numbered(entry: Entry) -> dict[str, Any]:
    made = _made(entry)
    return {**made, "entry_number": entry.number, "book": entry.book, "registered_on": made["as_of"]}


def _made(entry: Entry) -> dict[str, Any]:
    return {"entry": entry.urn, "source": entry.register, "as_of": local(entry.entered_at).date().isoformat()}


def _person_in(body: Body) -> str:
    return body.get("person") or person_urn(body.get("personal_number") or "")


def _person(body: Body, name: str, who: Any) -> str:
    """URN of the person whose number stands under `name`; empty where none stands there."""
    number = body.get(name)
    if not number:
        return ""
    return known_person(number, who, field=name)


def _province(birth: Entry | None, body: Body) -> str:
    """Code of the province in whose books the birth stands, or where the child lives, or was born."""
    units = [open_agency(birth.agency).unit] if birth else []
    units += [(body.get(name) or {}).get("unit") or "" for name in ("residence", "birth_place")]
    for code in filter(None, units):
        if (unit := find_unit(code, on=today())) is not None:
            return unit.parent_code or unit.code
    return ""
