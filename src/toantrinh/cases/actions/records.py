"""Records of the national catalogue come into the house."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from django.db import transaction

from toantrinh.cases import conditions
from toantrinh.cases.actions.indexing import index_procedure
from toantrinh.cases.definition import Check, Procedure
from toantrinh.cases.editions import NATIONAL, ODDITIES, PARSED, RECORD, self_contained
from toantrinh.cases.facts import ProcedureInstalled
from toantrinh.cases.models import Edition, Origin
from toantrinh.cases.records.generic import TEMPLATE
from toantrinh.cases.records.procedure import Read, code_of, digest_of, read_record
from toantrinh.cases.records.reading import Oddity
from toantrinh.cases.verification import content_digest
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import now, today
from toantrinh.kernel.problem import Refused
from toantrinh.kernel.text import t
from toantrinh.people.queries import find_agency, require
from toantrinh.record.actions import state


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedRecord:
    """What became of one record."""

    code: str
    number: int
    """Of its edition."""
    state: Literal["new", "changed", "unchanged"]
    is_offered: bool
    """False where a procedure written by hand stands before it."""
    oddities: list[Oddity]


@transaction.atomic
def import_record(
    record: Mapping[str, Any], *, from_on: date | None = None, again: bool = False, by: Actor
) -> ImportedRecord:
    """Install what a record of the catalogue says as the next edition of its procedure; the same again makes nothing.

    `again`: the same content as any edition held counts as unchanged, not only as the latest. Raises `Refused` where
    the record has no code, or `from_on` lies before the edition that it would follow.
    """
    require(by, "package.install")
    code = code_of(record)
    if not code:
        words = t("Bản ghi không có mã thủ tục (code) dùng được.", "The record has no usable code of a procedure.")
        raise Refused(words, code="no_code")
    digest = digest_of(record)
    held = Edition.objects.filter(code=code, origin=Origin.RECORD).order_by("-number").defer("record")
    latest = held.first()
    same = held.filter(digest=digest).first() if again else latest
    if same is not None and same.digest == digest:
        oddities = [Oddity.from_json(one) for one in json.loads(same.record[ODDITIES])]
        return ImportedRecord(
            code=code, number=same.number, state="unchanged", is_offered=_is_offered(code), oddities=oddities
        )
    starts = from_on or today()
    if latest is not None and starts < latest.in_force_from:
        words = t(
            "Phiên bản {n} có hiệu lực từ {day}, sau ngày này.", "Edition {n} is in force from {day}, after this day."
        )
        raise Refused(words.fill(n=latest.number, day=latest.in_force_from.isoformat()), code="too_early")
    number = latest.number + 1 if latest else 1
    read = read_record(record, edition=number, from_on=starts, read_on=today())
    _install(read, record, digest, by=by)
    made: Literal["new", "changed"] = "changed" if latest else "new"
    return ImportedRecord(code=code, number=number, state=made, is_offered=_is_offered(code), oddities=read.oddities)


def _install(read: Read, record: Mapping[str, Any], digest: str, *, by: Actor) -> Edition:
    procedure = self_contained(_settled(read.procedure))
    conditions.check(procedure)
    template = Path(settings.PACKAGES_DIR) / "reference" / "letters" / f"{TEMPLATE}.typ"
    source = {PARSED: procedure.model_dump_json(by_alias=True, exclude={"examples"})}
    source[f"letters/{TEMPLATE}.typ"] = template.read_text(encoding="utf-8")
    kept = {
        RECORD: json.dumps(record, ensure_ascii=False),
        NATIONAL: json.dumps(read.national, ensure_ascii=False, default=str),
        ODDITIES: json.dumps([one.as_json() for one in read.oddities], ensure_ascii=False),
    }
    edition = Edition.objects.create(
        code=procedure.code,
        origin=Origin.RECORD,
        number=procedure.edition,
        digest=digest,
        in_force_from=procedure.in_force_from,
        source=source,
        record=kept,
        installed_at=now(),
    )
    index_procedure(edition)
    fact = ProcedureInstalled(
        edition=edition.urn,
        procedure=edition.code,
        number=edition.number,
        in_force_from=edition.in_force_from.isoformat(),
        digest=digest,
        content=content_digest(source | kept),
        origin=Origin.RECORD.value,
    )
    state(fact, by=by)
    return edition


def _settled(procedure: Procedure) -> Procedure:
    """A province's own procedure is decided in that province: its code and name are put where the form asks where."""
    if not procedure.area:
        return procedure
    agency = find_agency(procedure.area)
    pages = []
    for page in procedure.pages:
        fields = [
            item.model_copy(update={"check": _within(agency.unit, agency.name) if agency else []})
            if item.name == "where"
            else item
            for item in page.fields
        ]
        pages.append(page.model_copy(update={"fields": fields}))
    return procedure.model_copy(update={"pages": pages})


def _within(unit: str, name: str) -> list[Check]:
    words = t(
        "Thủ tục này là của {name}: chọn một xã, phường trong tỉnh, thành phố đó.",
        "This procedure is that of {name}: choose a commune there.",
    )
    values = {"unless": f'where.province = "{unit}"', "message": words.fill(name=name)}
    return [Check.model_validate(values)]


def _is_offered(code: str) -> bool:
    return not Edition.objects.filter(code=code, origin=Origin.PACKAGE, in_force_from__lte=today()).exists()
