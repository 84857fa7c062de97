"""The national catalogue comes into the house: what there is, beside what is offered."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from django.db import transaction

from toantrinh.cases.actions.indexing import index_codes
from toantrinh.cases.facts import CatalogueImported
from toantrinh.cases.models import CatalogueEntry
from toantrinh.cases.verification import catalogue_digest
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import now
from toantrinh.kernel.text import Text, t
from toantrinh.people.queries import require
from toantrinh.record.actions import state

VALUES = ("notation", "name", "fields", "deciding", "publisher", "subjects", "state", "kind")
LONGEST_LINE = 100_000
_LENGTHS = {"code": 40, "notation": 60, "publisher": 200, "state": 40, "kind": 40}


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line of the list that was left out, and why."""

    number: int
    why: Text


@dataclass(slots=True)
class Imported:
    """What became of a list."""

    lines: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    bad: list[BadLine] = field(default_factory=list)


@transaction.atomic
def import_catalogue(lines: Iterable[str], *, by: Actor) -> Imported:
    """Take in a list of the national catalogue, a JSON object a line; what it does not name stays.

    A line that cannot be read is told and left out. The same list again changes nothing and states nothing.
    """
    require(by, "package.install")
    imported, wanted = Imported(), {}
    digest = sha256()
    for number, line in enumerate(lines, 1):
        digest.update(line.encode())
        if not line.strip():
            continue
        imported.lines += 1
        read = _read(line)
        if isinstance(read, Text):
            imported.bad.append(BadLine(number, read))
        elif read["code"] in wanted:
            words = t("mã {code} đã có ở một dòng trước", "code {code} stands on an earlier line")
            imported.bad.append(BadLine(number, words.fill(code=read["code"])))
        else:
            wanted[read["code"]] = read
    touched = _store(wanted, imported)
    if touched:
        index_codes(touched)
        fact = CatalogueImported(
            digest=digest.hexdigest(),
            lines=imported.lines,
            added=imported.added,
            changed=imported.changed,
            refused=len(imported.bad),
            total=CatalogueEntry.objects.count(),
            content=catalogue_digest(),
        )
        state(fact, by=by)
    return imported


def _store(wanted: dict[str, dict[str, Any]], imported: Imported) -> list[str]:
    """Add what is missing, change what differs; the codes of both."""
    known = {entry.code: entry for entry in CatalogueEntry.objects.all()}
    added, changed = [], []
    for code, values in wanted.items():
        entry = known.get(code)
        if entry is None:
            added.append(CatalogueEntry(imported_at=now(), **values))
        elif any(getattr(entry, name) != values[name] for name in VALUES):
            for name in VALUES:
                setattr(entry, name, values[name])
            entry.imported_at = now()
            changed.append(entry)
    CatalogueEntry.objects.bulk_create(added, batch_size=500)
    if changed:
        CatalogueEntry.objects.bulk_update(changed, [*VALUES, "imported_at"], batch_size=200)
    imported.added, imported.changed = len(added), len(changed)
    imported.unchanged = len(wanted) - len(added) - len(changed)
    return [entry.code for entry in (*added, *changed)]


def _read(line: str) -> dict[str, Any] | Text:
    """The values of one line, or why there are none."""
    if len(line) > LONGEST_LINE:
        return t("dòng quá dài", "the line is too long")
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return t("không phải JSON; dòng có thể bị cắt", "not JSON; the line may be cut")
    if not isinstance(found, dict):
        return t("cần một đối tượng JSON {…}", "needs a JSON object {…}")
    values = {
        "code": found.get("code"),
        "notation": found.get("codeNotation") or "",
        "name": found.get("name"),
        "fields": _list(found.get("categories")),
        "deciding": _list(found.get("departments")),
        "publisher": found.get("departmentPromulgate") or "",
        "subjects": _list(found.get("formalityTargetType")),
        "state": found.get("state") or "",
        "kind": found.get("type") or "",
    }
    return _mistake(values) or {name: _tidy(value) for name, value in values.items()}


def _mistake(values: dict[str, Any]) -> Text | None:
    for name in ("code", "name"):
        if not isinstance(values[name], str) or not values[name].strip():
            return t("thiếu {name}", "{name} is missing").fill(name=name)
    for name, value in values.items():
        listed = name in ("fields", "deciding", "subjects")
        if not isinstance(value, list if listed else str):
            return t("{name} không đọc được", "{name} cannot be read").fill(name=name)
        if not listed and ("\0" in value or len(value) > _LENGTHS.get(name, LONGEST_LINE)):
            return t("{name} quá dài hoặc có ký tự lạ", "{name} is too long or holds strange characters").fill(
                name=name
            )
    return None


def _list(found: Any) -> Any:
    """A list of words; anything else is left for `_mistake` to name."""
    if found is None:
        return []
    if isinstance(found, list) and all(isinstance(one, str) and "\0" not in one for one in found):
        return [one for one in found if one.strip()]
    return found if not isinstance(found, list) else None


def _tidy(value: Any) -> Any:
    return [" ".join(one.split()) for one in value] if isinstance(value, list) else " ".join(value.split())
