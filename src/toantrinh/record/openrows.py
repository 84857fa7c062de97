"""The published part of sealed events, each with what proves that it is the one in the tree.

    salt      = HMAC-SHA-256( secret of the event, "publication" )
    SHA-256( salt ‖ publication ) is the first commitment of the leaf at `position`

So whoever holds the rows, the tiles and a checkpoint can count again, and shows that no row was added, changed or left
out of those that were given; see docs/reference/record.md.
"""

import json
from base64 import b64encode
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from toantrinh.record.models import Event
from toantrinh.record.statement import leaf_of, salts_of


@dataclass(frozen=True)
class OpenRow:
    """One sealed event as anyone may see it."""

    position: int
    kind: str
    area: str
    month: str
    publication: str
    """Canonical JSON, to the byte as it was committed to."""
    salt: bytes
    leaf: bytes
    """The entry in the tree."""

    @cached_property
    def values(self) -> dict[str, Any]:
        """The published values."""
        return dict(json.loads(self.publication))

    def written(self) -> str:
        """The row as a line of open data."""
        row = {
            "position": self.position,
            "leaf": json.loads(self.leaf),
            "publication": self.publication,
            "salt": b64encode(self.salt).decode(),
        }
        return json.dumps(row, ensure_ascii=False, sort_keys=True)


def iter_open_rows(kinds: Collection[str], *, month: str, before: int) -> Iterator[OpenRow]:
    """The sealed events of `kinds` in `month` (`2026-11`) at positions below `before`, in the order of the record."""
    found = Event.objects.filter(kind__in=kinds, month=month, sealed__position__lt=before)
    for event in found.select_related("sealed").order_by("sealed__position").iterator(chunk_size=2000):
        yield OpenRow(
            position=event.sealed.position,
            kind=event.kind,
            area=event.area,
            month=event.month,
            publication=event.publication,
            salt=salts_of(bytes(event.secret))[0],
            leaf=leaf_of(event),
        )


def list_months(before: int) -> list[str]:
    """The months in which the events at positions below `before` happened, oldest first."""
    found = Event.objects.filter(sealed__position__lt=before).order_by("month").values_list("month", flat=True)
    return list(found.distinct())
