"""Looks in the record: each round of sealing states one fact with the Merkle root over the looks that are new.

So a look cannot be changed or taken away unseen, and nobody learns from the record who was looked at.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from toantrinh.kernel.actor import SYSTEM
from toantrinh.kernel.moment import now
from toantrinh.record.canonical import canonical
from toantrinh.record.facts import LooksSealed
from toantrinh.record.merkle import leaf_hash, root_of
from toantrinh.record.models import Event, Look, UnsealedLook
from toantrinh.record.statement import Statement, store

SERIES = "urn:toantrinh:record:looks"
COLUMNS = ("id", "at", "viewer", "office", "agency", "person", "what", "purpose", "about", "count", "secret_until")


def state_new_looks(limit: int = 5000) -> list[int]:
    """State the batch of looks that wait; answers their numbers, to be forgotten once this is committed."""
    waiting = list(UnsealedLook.objects.order_by("look_id").values_list("look_id", flat=True)[:limit])
    if waiting and (last := Event.objects.filter(subjects__urn=SERIES).order_by("-id").first()):
        # Killed after the last batch was committed and before its looks were forgotten: they must not be stated twice.
        done = set(waiting).intersection(numbers_in(re.findall(r'"looks":"([^"]*)"', last.exact)[0]))
        forget_sealed(done)
        waiting = [number for number in waiting if number not in done]
    if not waiting:
        return []
    looks = list(Look.objects.filter(id__in=waiting).order_by("id").values_list(*COLUMNS))
    fact = LooksSealed(
        count=len(looks),
        secret_count=sum(look[-1] is not None for look in looks),
        looks=ranges_of([look[0] for look in looks]),
        root=root_of([leaf_hash(canonical(look).encode()) for look in looks]).hex(),
    )
    store([Statement(fact, SYSTEM, now())])
    return waiting


def forget_sealed(numbers: Iterable[int]) -> None:
    """Take looks out of the queue."""
    if chosen := list(numbers):
        UnsealedLook.objects.filter(look_id__in=chosen).delete()


def ranges_of(numbers: Iterable[int]) -> str:
    """Ascending numbers as `1-57,59`."""
    ordered = list(numbers)
    starts = ordered[:1] + [after for before, after in pairwise(ordered) if after != before + 1]
    ends = [before for before, after in pairwise(ordered) if after != before + 1] + ordered[-1:]
    return ",".join(f"{start}-{end}" if end > start else f"{start}" for start, end in zip(starts, ends, strict=True))


def numbers_in(ranges: str) -> Iterator[int]:
    """The numbers that `ranges_of` was given."""
    for part in filter(None, ranges.split(",")):
        start, _, end = part.partition("-")
        yield from range(int(start), int(end or start) + 1)
