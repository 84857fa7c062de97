"""How long a procedure really takes, and what there is to choose from when a list is narrowed."""

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from toantrinh.cases import timing
from toantrinh.cases.definition import Body, LifeEvent
from toantrinh.cases.models import Case, SearchEntry
from toantrinh.cases.queries.searching import index_state
from toantrinh.cases.search.words import search_words
from toantrinh.kernel.moment import now
from toantrinh.kernel.text import sort_key

MEASURED_FOR = timedelta(days=30)
LEAST_MEASURED = 20
"""Fewer finished dossiers than these say nothing about the next one."""
MOST_MEASURED = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class RealTime:
    """How long finished dossiers really took, in working days of the agency."""

    count: int
    best: int
    usual: int
    slow: int
    """Nine in ten were not slower."""


def list_life_events() -> list[LifeEvent]:
    """Events in life, in the order in which they are offered."""
    return list(search_words().life_events)


def list_bodies() -> list[Body]:
    """Kinds of bodies that decide, in the order in which they are offered."""
    return list(search_words().bodies)


def list_fields() -> list[str]:
    """Fields of administration of all that can be found, in the order of the dictionary."""
    return list(_fields(index_state()))


@lru_cache(maxsize=2)
def _fields(state: tuple[int, str, int]) -> tuple[str, ...]:
    barred = SearchEntry.objects.exclude(fields="").values_list("fields", flat=True).distinct()
    return tuple(sorted({field for row in barred for field in row.split("|") if field}, key=sort_key))


def real_time(code: str) -> RealTime | None:
    """How long the dossiers took that were finished in the last 30 days; None where there were too few."""
    return _real_time(code, now().strftime("%Y-%m-%d %H"))


@lru_cache(maxsize=512)
def _real_time(code: str, hour: str) -> RealTime | None:
    """Reckoned once an hour: a start page is opened often, and says nothing by the minute."""
    finished = Case.objects.filter(code=code, finished_at__gte=now() - MEASURED_FOR, finished_at__lte=now())
    rows = finished.only("received_at", "submitted_at", "finished_at", "agency_code").prefetch_related("pauses")
    days = sorted(_days(case) for case in rows.order_by("-finished_at")[:MOST_MEASURED])
    if len(days) < LEAST_MEASURED:
        return None
    at = [days[min(int(len(days) * part), len(days) - 1)] for part in (0.5, 0.9)]
    return RealTime(count=len(days), best=days[0], usual=at[0], slow=at[1])


def _days(case: Case) -> int:
    assert case.finished_at is not None
    pauses = sorted(case.pauses.all(), key=lambda pause: pause.from_at)
    return timing.usage_of(case, pauses, case.finished_at).working_days
