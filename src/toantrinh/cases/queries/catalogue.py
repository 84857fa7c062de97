"""What is on offer, as people look for it: by everyday words, by life event, by code; and how long it really takes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from difflib import SequenceMatcher
from functools import lru_cache

from toantrinh.cases import timing
from toantrinh.cases.definition import Procedure
from toantrinh.cases.models import Case
from toantrinh.cases.queries.editions import list_procedures
from toantrinh.kernel.moment import now
from toantrinh.kernel.text import Text, fold, sort_key

MEASURED_FOR = timedelta(days=30)
LEAST_MEASURED = 20
"""Fewer finished dossiers than these say nothing about the next one."""
MOST_MEASURED = 500
_SILENT_WORDS = frozenset({"cho", "cua", "va", "o", "de", "lam", "toi", "xin", "for", "of", "to", "my"})
"""Words that everybody types and that tell no procedure from another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One procedure that was found, and the words by which."""

    procedure: Procedure
    by: Text | None
    """What matched, where it is not the everyday name itself."""
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RealTime:
    """How long finished dossiers really took, in working days of the agency."""

    count: int
    best: int
    usual: int
    slow: int
    """Nine in ten were not slower."""


def search_procedures(text: str, *, life_events: Mapping[str, Text] | None = None) -> list[Hit]:
    """Procedures on offer that hold every word, with or without accents; nearest first.

    `life_events` names the codes of life events, so that "moving home" finds what belongs to it.
    """
    words = _words(text)
    if not words and not fold(text):
        return []
    hits = (_hit(procedure, text, words, life_events or {}) for procedure in list_procedures())
    return sorted((hit for hit in hits if hit), key=lambda hit: (-hit.rank, sort_key(hit.procedure.names.short.vi)))


def nearest_procedures(text: str, limit: int = 3) -> list[Procedure]:
    """Procedures whose names look most like `text`, where nothing holds its words."""
    typed = fold(text)

    def likeness(procedure: Procedure) -> float:
        return max(SequenceMatcher(None, typed, fold(words.vi)).ratio() for words, _ in _names(procedure, {}))

    return sorted(list_procedures(), key=likeness, reverse=True)[:limit]


def procedures_of(life_event: str) -> list[Procedure]:
    """The procedures of a life event, by name; with an empty code every procedure."""
    found = [one for one in list_procedures() if not life_event or life_event in one.life_events]
    return sorted(found, key=lambda one: sort_key(one.names.short.vi))


def _words(text: str) -> list[str]:
    words = re.sub(r"[^0-9a-z. ]+", " ", fold(text)).split()
    return [word for word in words if word not in _SILENT_WORDS] or words


def _names(procedure: Procedure, life_events: Mapping[str, Text]) -> list[tuple[Text, int]]:
    """Every name by which people look for it, with its weight."""
    names = procedure.names
    also = [(Text(one, one), 3) for one in names.also]
    events = [(life_events[code], 1) for code in procedure.life_events if code in life_events]
    official = [(Text(names.official, names.official), 2), (Text(procedure.code, procedure.code), 9)]
    return [(names.short, 5), *also, *official, *events]


def _hit(procedure: Procedure, text: str, words: Sequence[str], life_events: Mapping[str, Text]) -> Hit | None:
    """1. A name that holds every word wins by its weight; the whole phrase counts more.
    2. Else the words may be spread over several names.
    """
    best: tuple[int, Text | None] = (0, None)
    everything = []
    for name, weight in _names(procedure, life_events):
        for said in {fold(name.vi), fold(name.en)}:
            everything.append(said)
            if _holds(said, words):
                best = max(best, (weight * 2 + (fold(text) in said), name), key=lambda pair: pair[0])
    if not best[0]:
        return Hit(procedure=procedure, by=None, rank=1) if _holds(" ".join(everything), words) else None
    return Hit(procedure=procedure, by=best[1] if best[1] != procedure.names.short else None, rank=best[0])


def _holds(said: str, words: Sequence[str]) -> bool:
    """Whether each word begins a word of the name."""
    padded = f" {said}"
    return all(f" {word}" in padded for word in words)


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
