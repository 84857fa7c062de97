"""Which of the procedures that hold what was typed comes first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log10

from toantrinh.cases.search.words import BAR

COLUMNS = ("names", "official", "said", "about")
WEIGHTS = (1.0, 0.95, 0.92, 0.72)
"""What a word is worth by where it stands."""
BESIDE, TIGHT, WHOLE, SAID, ACCENTS, OFFERED = 0.6, 0.22, 0.25, 0.3, 0.3, 0.14
"""Worth of: words side by side; little else in the name; nothing else; a name said whole; accents; being offered."""
SCATTERED = 0.6
"""What a word is worth that stands anywhere, beside the best part."""
STANDING, USED = 0.0022, 0.04
"""A point of standing; ten times as many dossiers."""


@dataclass(frozen=True, slots=True)
class Term:
    """One typed word: what it may stand for, each with how likely, and how much it tells."""

    meant: Mapping[str, float]
    weight: float
    is_silent: bool = False
    """Whether everybody types it, so that no row is an answer because it holds it."""


class Asked:
    """What was typed, understood."""

    def __init__(self, terms: Sequence[Term], accented: Sequence[str]) -> None:
        self.terms = terms
        self.accented = accented
        """The words as typed, with accents; none where it was typed without."""
        self.total = sum(term.weight for term in terms) or 1.0
        self.pairs = sum(term.weight for term in terms[1:])

    def places(self) -> dict[str, list[tuple[int, float]]]:
        """For each word that may stand in a name: which terms it answers, and how well."""
        found: dict[str, list[tuple[int, float]]] = {}
        for number, term in enumerate(self.terms):
            for word, quality in term.meant.items():
                found.setdefault(word, []).append((number, quality))
        return found


@dataclass(frozen=True, slots=True)
class Score:
    """How well one row answers, and by which part of it."""

    value: float
    coverage: float
    """Share of what was typed that it holds, from 0 to 1, wherever that stands."""
    column: str
    part: int


@dataclass(slots=True)
class _Part:
    """What one part of a column answers."""

    coverage: float = 0.0
    beside: float = 0.0
    tight: float = 0.0
    is_whole: bool = False
    is_said: bool = False
    """Whether what was typed says this part from its first word to its last, among other words."""

    @property
    def value(self) -> float:
        """What it is worth before its column is weighed."""
        more = BESIDE * self.beside + TIGHT * self.tight + WHOLE * self.is_whole
        return self.coverage * (1 + more) + SAID * self.is_said


def score(asked: Asked, places: Mapping[str, list[tuple[int, float]]], columns: Sequence[str]) -> Score:
    """1. Each term counts where it stands best. 2. The best single part adds what its words say together."""
    best = [0.0] * len(asked.terms)
    held = [0.0] * len(asked.terms)
    top, where = 0.0, ("", 0)
    for name, weight, text in zip(COLUMNS, WEIGHTS, columns, strict=True):
        for number, part in enumerate(text.split(BAR)):
            if not any(word in part for word in places):
                continue
            found = _part(asked, places, part.split(), best=best, held=held, weight=weight)
            if found and (value := found.value * weight) > top:
                top, where = value, (name, number)
    covered = sum(term.weight * quality for term, quality in zip(asked.terms, best, strict=True)) / asked.total
    holds = sum(term.weight * quality for term, quality in zip(asked.terms, held, strict=True)) / asked.total
    return Score(covered * SCATTERED + top, holds, *where)


def _part(
    asked: Asked,
    places: Mapping[str, list[tuple[int, float]]],
    words: Sequence[str],
    *,
    best: list[float],
    held: list[float],
    weight: float,
) -> _Part | None:
    """What one part answers; notes in `best` and `held` what it adds to each term."""
    own: dict[int, float] = {}
    last: dict[int, int] = {}
    beside: dict[int, float] = {}
    for place, word in enumerate(words):
        for number, quality in places.get(word, ()):
            own[number] = max(own.get(number, 0.0), quality)
            if number - 1 in last and 0 < place - last[number - 1] <= 2:
                beside[number] = max(beside.get(number, 0.0), quality)
            last[number] = place
    if not own:
        return None
    for number, quality in own.items():
        best[number] = max(best[number], quality * weight)
        held[number] = max(held[number], quality)
    terms = asked.terms
    coverage = sum(terms[number].weight * quality for number, quality in own.items()) / asked.total
    together = coverage
    if asked.pairs:
        together = sum(terms[number].weight * quality for number, quality in beside.items()) / asked.pairs
    tight = min(1.0, len(own) / max(len(words), 1))
    is_said = len(words) > 1 and len(own) >= len(words) and len(beside) >= len(words) - 1
    return _Part(coverage, together, tight, len(own) == len(terms) == len(words), is_said)


def settle(found: Score, asked: Asked, accented: str, *, is_offered: bool, standing: int, used: int) -> float:
    """The score with what does not depend on the words: accents, being offered, how much it is asked for."""
    value = found.value
    if asked.accented:
        padded = f" {accented} "
        same = sum(f" {word} " in padded for word in asked.accented)
        value += ACCENTS * same / len(asked.accented)
    value += OFFERED * is_offered * found.coverage
    return value + STANDING * standing * found.coverage + USED * log10(1 + used)
