"""Whether what stands beside the cases is what the record says; registered with `record.verify` at start-up."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from toantrinh.cases.models import (
    BulkRow,
    BulkRun,
    Case,
    CaseIntake,
    CaseOpinion,
    CaseOrigin,
    CasePart,
    CaseRoute,
    HandOver,
    Status,
)
from toantrinh.kernel.text import t
from toantrinh.record.models import Event
from toantrinh.record.verify import Difference

UNKNOWN = t("sổ ghi không biết gì về nó", "the record knows nothing of it")
GONE = t("sổ ghi kể về nó, mà nó không còn", "the record tells of it, and it is gone")
OTHER = t("không như sổ ghi nói", "is not as the record says")


def told_of(kinds: tuple[str, ...], key: str) -> dict[str, dict[str, Any]]:
    """What the events of these kinds say, later ones over earlier ones, by the URN under `key`."""
    told: dict[str, dict[str, Any]] = {}
    events = Event.objects.filter(kind__in=kinds).order_by("id")
    for kind, publication, exact in events.values_list("kind", "publication", "exact"):
        values = json.loads(publication) | json.loads(exact)
        told.setdefault(values[key], {"kinds": []}).update(values)
        told[values[key]]["kinds"].append(kind)
    return told


def check_bulk() -> Iterator[Difference]:
    """Every run of an act on many dossiers that is not as it was begun and ended."""
    told = told_of(("bulk.begun", "bulk.ended"), "run")
    for run in BulkRun.objects.iterator(chunk_size=100):
        where, said = f"cases.BulkRun {run.urn}", told.pop(run.urn, None)
        if said is None:
            yield Difference(where, UNKNOWN)
            continue
        states = list(run.rows.values_list("state", flat=True))
        done = states.count(BulkRow.State.DONE)
        stands = (run.act, run.agency, len(states))
        wanted = (said["act"], said["agency"], said["count"])
        ended = (said.get("done"), said.get("failed")) if "bulk.ended" in said["kinds"] else None
        if stands != wanted or ended != ((done, len(states) - done) if run.ended_at else None):
            yield Difference(where, OTHER)
    yield from (Difference(f"cases.BulkRun {urn}", GONE) for urn in told)


def check_doors() -> Iterator[Difference]:
    """Whatever came in, moved or was asked, and does not stand in its table as the record tells it."""
    yield from _check_rows(HandOver, ("case.papers_packed", "case.papers_sent", "case.papers_arrived"), "hand_over")
    yield from _check_rows(
        CaseOpinion, ("case.opinion_asked", "case.opinion_answered", "case.opinion_overtaken"), "opinion"
    )
    for table, kind in ((CaseRoute, "case.rerouted"), (CaseIntake, "case.backdated")):
        stated = Counter(_cases_of(kind))
        entered = table.objects.exclude(case__status=Status.DRAFT)
        standing = Counter(entered.values_list("case__urn", flat=True).iterator(chunk_size=1000))
        for urn in stated | standing:
            if stated[urn] != standing[urn]:
                yield Difference(f"cases.{table.__name__} of {urn}", OTHER)
    told = told_of(("case.filed_elsewhere",), "case")
    for urn, desk in Case.objects.exclude(desk="", status=Status.DRAFT).exclude(desk="").values_list("urn", "desk"):
        if told.pop(urn, {}).get("desk") != desk:
            yield Difference(f"cases.Case {urn}", OTHER)
    yield from (Difference(f"cases.Case {urn}", OTHER) for urn in told)


def _cases_of(kind: str) -> Iterator[str]:
    for exact in Event.objects.filter(kind=kind).values_list("exact", flat=True).iterator(chunk_size=1000):
        yield json.loads(exact)["case"]


_STANDS = {
    "case.papers_packed": "packed",
    "case.papers_sent": "sent",
    "case.papers_arrived": "arrived",
    "case.opinion_asked": "asked",
    "case.opinion_answered": "answered",
    "case.opinion_overtaken": "overtaken",
}


def _check_rows(table: type[HandOver] | type[CaseOpinion], kinds: tuple[str, ...], key: str) -> Iterator[Difference]:
    told = told_of(kinds, key)
    for row in table.objects.iterator(chunk_size=500):
        where, said = f"cases.{table.__name__} {row.urn}", told.pop(row.urn, None)
        if said is None:
            yield Difference(where, UNKNOWN)
        elif _STANDS[said["kinds"][-1]] != _stands(row):
            yield Difference(where, OTHER)
    yield from (Difference(f"cases.{table.__name__} {urn}", GONE) for urn in told)


def _stands(row: HandOver | CaseOpinion) -> str:
    if isinstance(row, CaseOpinion):
        return row.state
    return "arrived" if row.arrived_at else "sent" if row.sent_at else "packed"


PART_KINDS = (
    "case.part_opened",
    "case.part_silent",
    "case.part_unopened",
    "case.part_ended",
    "case.part_dropped",
    "case.part_sent_again",
    "case.part_seen",
    "case.part_filed_alone",
)


def check_parts() -> Iterator[Difference]:
    """Every part of a linked application that is not as it was told, and every case opened for one unknown to it."""
    told: dict[tuple[str, str], dict[str, Any]] = {}
    events = Event.objects.filter(kind__in=PART_KINDS).order_by("id")
    for publication, exact in events.values_list("publication", "exact"):
        values = json.loads(publication) | json.loads(exact)
        told.setdefault((values["case"], values["part"]), {}).update(values)
    for part in CasePart.objects.select_related("parent").defer("parent__answers_sealed", "parent__lookups_sealed"):
        said = told.pop((part.parent.urn, part.code), None) or {"part_state": CasePart.State.WAITING}
        # Being sent again and again is told once only.
        stands = CasePart.State.SILENT if part.state == CasePart.State.SENT and part.attempts > 1 else part.state
        sent = {CasePart.State.SENT, CasePart.State.WAITING}
        if (stands != said["part_state"] and not {stands, said["part_state"]} <= sent) or part.opened != said.get(
            "opened", ""
        ):
            yield Difference(f"cases.CasePart {part.parent.urn} {part.code}", OTHER)
    yield from (Difference(f"cases.CasePart {urn} {code}", GONE) for urn, code in told)
    yield from _check_origins()


def _check_origins() -> Iterator[Difference]:
    told = told_of(("case.opened_by_link",), "case")
    for origin in CaseOrigin.objects.select_related("case").defer("case__answers_sealed", "case__lookups_sealed"):
        said = told.get(origin.case.urn)
        if said is None or (said["parent"], said["part"]) != (origin.parent, origin.part):
            yield Difference(f"cases.CaseOrigin {origin.case.urn}", OTHER if said else UNKNOWN)
