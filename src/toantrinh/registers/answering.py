"""How registers answer services that say in their package which entries they concern: no code for each of them.

A request and an answer speak of fields by their names. An answer never says more than the service promises, and every
person whose entry is read gets a look.
"""

from collections.abc import Iterable
from functools import partial
from typing import Any

from toantrinh.exchange.definition import Service
from toantrinh.exchange.services import Body, Handler
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import local, today
from toantrinh.kernel.problem import Missing, Refused
from toantrinh.kernel.text import Text, t
from toantrinh.people.queries import person_urn
from toantrinh.registers.actions import enter, replace_entry
from toantrinh.registers.definition import EntryKind, Kind
from toantrinh.registers.editions import edition_in_force
from toantrinh.registers.queries.answered import answer_check, answer_entries, promised
from toantrinh.registers.queries.registers import required_kind


def answer_from(service: Service) -> Handler:
    """What answers a service whose package names a register."""
    return partial(_answer, service)


def _answer(service: Service, body: Body, *, by: Actor, purpose: str, about: str, key: str) -> Body:
    assert service.answered_from is not None
    kind = _kind(service)
    match service.answered_from.does:
        case "read" | "list" as does:
            person = person_in(body)
            found = answer_entries(service, kind, person, by=by, purpose=purpose, about=about)
            answer = {"entries": found, "count": len(found)} if does == "list" else {**(found or [{}])[0]}
            answer = {"as_of": today().isoformat(), **answer, "found": bool(found), "person": person}
        case "check":
            answer = answer_check(service, kind, body)
        case _:
            answer = _write(service, kind, body, by=by, about=about, key=key)
    return promised(service.answer, {"source": service.answered_from.register_, **answer})


def _kind(service: Service) -> EntryKind:
    assert service.answered_from is not None
    return required_kind(edition_in_force(service.answered_from.register_).register, service.answered_from.kind)


# ---- writing


def _write(service: Service, kind: EntryKind, body: Body, *, by: Actor, about: str, key: str) -> Body:
    assert service.answered_from is not None
    agency = books_of(body, by) if kind.kept_by == "entering" else ""
    values = dict(_values(kind, body))
    if service.answered_from.does == "replace":
        entry = replace_entry(body["entry"], values, by=by, ground=about, agency=agency, key=key, service=service.code)
    else:
        register = service.answered_from.register_
        entry = enter(register, kind.code, values, by=by, ground=about, agency=agency, key=key, service=service.code)
    entered_on = local(entry.entered_at).date().isoformat()
    return {
        "entry": entry.urn,
        "entry_number": entry.number,
        "book": entry.book,
        "person": entry.subject,
        "registered_on": entered_on,
        "as_of": entered_on,
    }


def _values(kind: EntryKind, body: Body) -> Iterable[tuple[str, Any]]:
    for field in kind.fields:
        if field.kind is Kind.PERSON and (number := body.get(f"{field.name}_number")):
            yield field.name, known_person(number, field.label, field=f"{field.name}_number")
        elif field.name in body:
            yield field.name, body[field.name]


def books_of(body: Body, by: Actor) -> str:
    """URN of the agency in whose books an entry is made; raises `Refused` for another's books."""
    agency: str = body.get("agency") or by.agency
    if not agency or (by.office and agency != by.agency):
        raise Refused(
            t(
                "Chưa rõ cơ quan nào ghi sổ: mỗi cơ quan chỉ ghi vào sổ của mình.",
                "It is not clear which agency makes the entry: each writes in its own books only.",
            ),
            code="register.no_agency",
            field="agency",
        )
    return agency


# ---- persons


def person_in(body: Body) -> str:
    """URN of the person whom a request names; raises `Missing` for nobody."""
    person = body.get("person") or person_urn(body.get("personal_number") or "")
    if not person:
        raise Missing
    return str(person)


def known_person(number: str, who: Text, *, field: str) -> str:
    """URN of the person with that number; raises `Refused` where nobody has it."""
    if not (person := person_urn(number)):
        raise Refused(
            t(
                "Không có ai mang số định danh này: {who}. Kiểm tra lại 12 chữ số với thẻ căn cước.",
                "Nobody has this personal number: {who}. Compare the 12 digits with the identity card.",
            ).fill(who=who),
            code="register.person_unknown",
            field=field,
        )
    return person
