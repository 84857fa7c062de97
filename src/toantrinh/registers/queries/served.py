"""What services of the exchange read: by their right, never more than they promise, with a look for each person."""

from collections.abc import Iterable
from typing import Any

from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import local, today
from toantrinh.kernel.problem import Missing, Refused
from toantrinh.kernel.text import t
from toantrinh.registers.editions import kind_of
from toantrinh.registers.models import Entry, Version
from toantrinh.registers.queries.civil import code_of, entries_of, parties_in, said_values
from toantrinh.registers.queries.entries import extract_head
from toantrinh.registers.queries.looking import look_at
from toantrinh.registers.queries.registers import what_is_seen
from toantrinh.registers.queries.relations import births_of_children, marriage_of, person_version, spouse_in
from toantrinh.registers.versions import content_of

PERSON = (
    "personal_number", "full_name", "sex", "birth_date", "birth_place", "home_place",
    "nationality", "ethnicity", "residence", "marital_status", "died_on",
)  # fmt: skip
RELATIVE = ("personal_number", "full_name", "birth_date", "sex")


def read_person(person: str, *, by: Actor, purpose: str, about: str) -> dict[str, Any]:
    """What the population register says about a person, as `population.person.read` promises it."""
    version = _known(person)
    return {"personal_number": "", **_said(version, PERSON, by, purpose, about), "person": person}


def read_household(person: str, *, by: Actor, purpose: str, about: str) -> dict[str, Any]:
    """Spouse, children and residence, as `population.household.read` promises them."""
    version = _known(person)
    answer = {**_said(version, ("residence",), by, purpose, about), "person": person}
    marriage = marriage_of(person)
    spouse = spouse_in(marriage, person) if marriage else ""
    if spouse and (relative := _relative(spouse, by, purpose, about)):
        answer["spouse"] = relative
    children = [_relative(birth.entry.subject, by, purpose, about) for birth in births_of_children(person)]
    answer["children"] = [child for child in children if child]
    return answer


def read_marriage(person: str, spouse: str, *, by: Actor, purpose: str, about: str) -> dict[str, Any]:
    """The marriage of a person in force (with `spouse`, if given), as `civil_status.marriage.read` promises it."""
    marriage = marriage_of(person, spouse)
    if marriage is None:
        look_at([person], "civil-status.marriage: registered_on", by=by, purpose=purpose, about=about)
        return {"person": person, "source": "civil-status", "as_of": today().isoformat()}
    other = spouse_in(marriage, person)
    look_at([person, other], "civil-status.marriage: registered_on", by=by, purpose=purpose, about=about)
    head = extract_head(marriage.entry, marriage)
    answer = {name: head[name] for name in ("entry", "entry_number", "book", "agency", "as_of")}
    registered_on = marriage.data.get("registered_on", head["registered_on"])
    return {**answer, "registered_on": registered_on, "person": person, "spouse": other, "source": "civil-status"}


def read_extract(person: str, kind: str, entry: str, *, by: Actor, purpose: str, about: str) -> dict[str, Any]:
    """All that an extract says of a civil-status entry that the person may ask it of; `entry` by URN or code."""
    for version in entries_of(person):
        sort, urn = kind_of(version.entry), version.entry.urn
        if (kind and version.entry.kind != kind) or (entry and entry not in (urn, code_of(urn))):
            continue
        links = parties_in(version)
        fields = [field for field in sort.fields if field.in_extracts and field.kind != "person"]
        seen = what_is_seen("civil-status", sort, fields)
        look_at({link.person for link in links}, seen, by=by, purpose=purpose, about=about)
        content = content_of(version)
        return {
            **extract_head(version.entry, version),
            "kind_words": sort.label.vi.lower(),
            "values": {field.name: content[field.name] for field in fields if field.name in content},
            "said": said_values(version, [field.name for field in fields]),
            "persons": [{"role": link.role, "person": link.person} for link in links],
            "source": "civil-status",
        }
    raise Missing


def birth_entry(urn: str) -> Entry:
    """The entry of a birth, for those who only need to know where it stands."""
    found = Entry.objects.filter(urn=urn, register="civil-status", kind="birth").first()
    if found is None:
        raise Refused(t("Không có mục khai sinh này.", "There is no such entry of a birth."), code="register.no_birth")
    return found


def _known(person: str) -> Version:
    if not person or (version := person_version(person)) is None:
        raise Refused(
            t(
                "Cơ sở dữ liệu quốc gia về dân cư chưa có người này.",
                "The national population database does not hold this person.",
            ),
            code="register.person_unknown",
            advice=t(
                "Kiểm tra lại số định danh, hoặc nhập thông tin theo giấy tờ.",
                "Check the number, or enter what the papers say.",
            ),
        )
    return version


def _relative(person: str, by: Actor, purpose: str, about: str) -> dict[str, Any] | None:
    version = person_version(person)
    if version is None:
        return None
    return {"personal_number": "", **_said(version, RELATIVE, by, purpose, about), "person": person}


def _said(version: Version, names: Iterable[str], by: Actor, purpose: str, about: str) -> dict[str, Any]:
    """The values of these names, after the look at them was written."""
    kind = kind_of(version.entry)
    fields = [field for field in kind.fields if field.name in set(names)]
    look_at(
        [version.entry.subject], what_is_seen(version.entry.register, kind, fields), by=by, purpose=purpose, about=about
    )
    content = content_of(version)
    values = {field.name: content[field.name] for field in fields if field.name in content}
    return {**values, "source": version.entry.register, "as_of": local(version.known_from).date().isoformat()}
