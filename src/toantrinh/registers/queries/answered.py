"""What registers answer services by their packages alone: never more than is promised, with a look for each person."""

from typing import Any

from toantrinh.exchange.definition import Service
from toantrinh.exchange.services import Body
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import today
from toantrinh.record.looks import look
from toantrinh.registers.actions.writing import likeness_of
from toantrinh.registers.definition import EntryKind
from toantrinh.registers.models import Entry, Version
from toantrinh.registers.queries.entries import extract_head
from toantrinh.registers.queries.registers import what_is_seen
from toantrinh.registers.values import read_some
from toantrinh.registers.versions import content_of, held


def promised(schema: dict[str, Any], answer: Body) -> Body:
    """Of an answer, what the schema of the service names."""
    return {name: value for name, value in answer.items() if name in schema.get("properties", {})}


def answer_entries(
    service: Service, kind: EntryKind, person: str, *, by: Actor, purpose: str, about: str
) -> list[dict[str, Any]]:
    """The person's entries in force, the latest first, with what the service promises of each."""
    assert service.answered_from is not None
    register, row = service.answered_from.register_, _row_of(service)
    rows = Version.objects.filter(
        held(valid_on=today()), entry__register=register, entry__kind=kind.code, entry__subject=person
    )
    fields = [field for field in kind.fields if field.name in row.get("properties", {})]
    look(by=by, person=person, what=what_is_seen(register, kind, fields), purpose=purpose, about=about)
    return [
        promised(row, {**content_of(version), **extract_head(version.entry, version)})
        for version in rows.select_related("entry__edition").order_by("-valid_from", "-pk")
    ]


def _row_of(service: Service) -> dict[str, Any]:
    """The shape of one entry in the answer."""
    assert service.answered_from is not None
    if service.answered_from.does == "read":
        return service.answer
    row: dict[str, Any] = service.answer["properties"]["entries"]["items"]
    named: dict[str, Any] = service.answer["$defs"][row["$ref"].rsplit("/", 1)[1]] if "$ref" in row else row
    return named


def answer_check(service: Service, kind: EntryKind, body: Body) -> Body:
    """Whether an entry of the same thing, by the register's own rule, is there; whose it is is not told."""
    assert service.answered_from is not None
    entry = Entry(register=service.answered_from.register_, kind=kind.code)
    likeness = likeness_of(entry, kind, read_some(kind, body))
    alike = Entry.objects.filter(register=entry.register, kind=entry.kind, likeness=likeness)
    same = alike.exclude(likeness="").first()
    number = {"entry_number": same.number} if same else {}
    return {"taken": same is not None, "as_of": today().isoformat(), **number}
