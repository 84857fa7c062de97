"""Whether what stands beside the cases is what the record says; registered with `record.verify` at start-up."""

import json
from collections.abc import Iterator
from typing import Any

from toantrinh.cases.models import BulkRow, BulkRun
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
