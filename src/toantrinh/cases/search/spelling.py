"""What somebody meant who typed a word that no procedure holds: Telex left over, letters wrong, words run together.

The words that there are come from the index itself, so that nothing is ever corrected to what cannot be found.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from math import log

from toantrinh.cases.search.words import BAR

MOST_MEANT = 6
"""Words that one typed word may stand for."""
_SHORT = 3
"""Up to so many letters a wrong one leaves nothing to go by but the words beside it."""
_TWO_WRONG = 6
"""From so many letters on, two may be wrong."""
_LEAST_JOINED = 6
_DOUBLED = re.compile(r"dd|aa|ee|oo|[aou]w|w")
_PLAIN = {"dd": "d", "aa": "a", "ee": "e", "oo": "o", "aw": "a", "ow": "o", "uw": "u", "w": "u"}


@dataclass(slots=True)
class Vocabulary:
    """Every word of the index: in how many procedures it stands, and which words follow each other."""

    size: int = 0
    """How many procedures there are."""
    counts: Counter[str] = field(default_factory=Counter)
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    shortened: dict[str, list[str]] = field(default_factory=dict)
    """Words by what is left of them without one letter, or two."""

    @classmethod
    def of(cls, rows: Iterable[tuple[str, ...]]) -> "Vocabulary":
        """From the columns of words of every row."""
        found = cls()
        for columns in rows:
            found.size += 1
            seen: set[str] = set()
            for part in (part for column in columns for part in column.split(BAR)):
                words = part.split()
                seen.update(words)
                found.pairs.update(pairwise(words))
            found.counts.update(seen)
        for word in found.counts:
            for key in _shorter(word):
                found.shortened.setdefault(key, []).append(word)
        return found

    def weight(self, word: str) -> float:
        """How much a word tells one procedure from another."""
        return log(1 + (self.size + 1) / (self.counts.get(word, 0) + 0.5))

    def meant(self, word: str, before: str = "", after: str = "") -> dict[str, float]:
        """Words that may have been meant, each with how likely: the word itself where it is known.

        A known word that never stands beside its neighbours may still be a slip, for one that does (`tam chu`).
        """
        if word in self.counts:
            is_alone = not (before or after)
            slips = {} if is_alone or self._stands(before, word, after) else self._slips(word, before, after)
            return slips | {word: 1.0}
        for plain in _without_keys(word):
            if plain in self.counts:
                return {plain: 0.95}
        return self.near(word, before, after)

    def _stands(self, before: str, word: str, after: str) -> bool:
        """Whether a word stands beside one of its neighbours somewhere."""
        return (before, word) in self.pairs or (word, after) in self.pairs

    def _slips(self, word: str, before: str, after: str) -> dict[str, float]:
        likely = self.near(word, before, after) | {one: 0.85 for one in _sounding_alike(word) if one in self.counts}
        return {one: quality * 0.9 for one, quality in likely.items() if self._stands(before, one, after)}

    def near(self, word: str, before: str = "", after: str = "") -> dict[str, float]:
        """Words at most one or two letters away; those first that stand beside the words typed before and after."""
        found = {alike: 0.85 for alike in _sounding_alike(word) if alike in self.counts}
        if len(word) >= _SHORT and not word.isdigit():
            found = self._letters_away(word) | found
        if len(word) <= _SHORT:
            found = {known: quality for known, quality in found.items() if self._stands(before, known, after)}
        for known in found:
            if (before, known) in self.pairs or (known, after) in self.pairs:
                found[known] += 0.12
        ranked = sorted(found, key=lambda known: (-found[known], -self.counts[known], known))
        return {known: found[known] for known in ranked[:MOST_MEANT]}

    def _letters_away(self, word: str) -> dict[str, float]:
        found: dict[str, float] = {}
        for key in _shorter(word):
            for known in self.shortened.get(key, ()):
                if known not in found and (away := distance(word, known)) <= (2 if len(word) >= _TWO_WRONG else 1):
                    found[known] = (0.8, 0.8, 0.55)[away] + (0.05 if known[0] == word[0] else 0)
        return found

    def beginnings(self, word: str) -> dict[str, float]:
        """Words that begin so, the most frequent first."""
        found = sorted((one for one in self.counts if one.startswith(word)), key=lambda one: -self.counts[one])
        return dict.fromkeys(found[:MOST_MEANT], 0.85)

    def parted(self, word: str) -> list[str]:
        """The words that were run together in one; nothing where it cannot be parted."""
        if len(word) < _LEAST_JOINED or word in self.counts:
            return []
        best: list[tuple[float, list[str]]] = [(0.0, [])]
        for end in range(1, len(word) + 1):
            ways = [
                (best[begin][0] + self._cost(best[begin][1][-1:], word[begin:end]), [*best[begin][1], word[begin:end]])
                for begin in range(max(0, end - 8), end)
                if (word[begin:end] in self.counts and (end - begin > 1)) and (best[begin][1] or begin == 0)
            ]
            best.append(min(ways, default=(1e9, [])))
        return best[-1][1]

    def _cost(self, before: list[str], word: str) -> float:
        known = bool(before) and (before[0], word) in self.pairs
        return self.weight(word) + (0 if known else 3) + 4 / len(word)


def _shorter(word: str) -> Iterator[str]:
    """The word, and what is left of it without one letter; of a long one, without two."""
    once = {word[:place] + word[place + 1 :] for place in range(len(word))} if len(word) > 1 else set()
    yield word
    yield from once
    if len(word) >= _TWO_WRONG - 1:
        yield from {one[:place] + one[place + 1 :] for one in once for place in range(len(one))} - once


def _without_keys(word: str) -> Iterator[str]:
    """A word without keys of Telex (`giaays`, `ddang`) or VNI (`d9a8ng`) that were left in it."""
    if any(letter.isdigit() for letter in word) and not word.isdigit():
        yield re.sub(r"[0-9]", "", word)
    plain = _DOUBLED.sub(lambda found: _PLAIN[found[0]], word)
    toneless = re.sub(r"(?<=[aeiouy])([a-z]*)[sfrxj]$", r"\1", plain)
    inside = re.sub(r"([aeiouy])[sfrxj](?=[a-z])", r"\1", toneless)
    bare = re.sub(r"([a-z])\1+", r"\1", word)
    yield from (one for one in dict.fromkeys((plain, toneless, inside, bare)) if one != word and len(one) > 1)


_BEGINNINGS = ({"tr", "ch"}, {"s", "x"}, {"d", "gi", "r"}, {"l", "n"}, {"k", "c", "qu"}, {"ng", "ngh"}, {"g", "gh"})
_ENDINGS = ({"n", "ng", "nh"}, {"t", "c", "ch"}, {"i", "y"})


def _sounding_alike(word: str) -> Iterator[str]:
    """How others write the same sounds, by where they come from: `tru` and `chu`, `xinh` and `sinh`, `ly` and `li`."""
    for alike in _BEGINNINGS:
        for own in sorted(alike, key=len, reverse=True):
            if word.startswith(own) and len(word) > len(own):
                yield from (other + word[len(own) :] for other in sorted(alike - {own}))
                break
    for alike in _ENDINGS:
        for own in sorted(alike, key=len, reverse=True):
            if word.endswith(own) and len(word) > len(own):
                yield from (word[: -len(own)] + other for other in sorted(alike - {own}))
                break


def distance(one: str, other: str) -> int:
    """How many letters are wrong, missing, too many, or swapped with their neighbour; 3 means too many."""
    if abs(len(one) - len(other)) > 2:
        return 3
    earlier: list[int] = []
    before = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row]
        for column, wanted in enumerate(other, 1):
            cost = min(before[column] + 1, now[-1] + 1, before[column - 1] + (letter != wanted))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == wanted:
                cost = min(cost, earlier[column - 2] + 1)
            now.append(cost)
        earlier, before = before, now
    return min(before[-1], 3)
