"""What people type and what the law says, as words that can be compared; and the words that the house knows as data."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from toantrinh.cases.definition.finding import Body, LifeEvent, SearchWords, Synonym
from toantrinh.kernel import packages
from toantrinh.kernel.text import fold

BAR = " | "
_WORD = re.compile(r"[0-9a-z]+")
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_ACCENTED = re.compile(r"[^\W_]+")


def folded_words(text: str) -> list[str]:
    """The words of a text without accents, in order."""
    return _WORD.findall(fold(text))


def folded(text: str) -> str:
    """The words of a text without accents, as they are indexed."""
    return " ".join(folded_words(text))


def accented(text: str) -> str:
    """The words of a text with their accents, the tone after each: `hoá` and `hóa` are one word."""
    return " ".join(_accented_word(word) for word in _ACCENTED.findall(unicodedata.normalize("NFC", text).lower()))


@lru_cache(maxsize=20_000)
def _accented_word(word: str) -> str:
    parts = unicodedata.normalize("NFD", word.replace("ð", "đ"))
    tone = "".join(_TONES[part] for part in parts if part in _TONES)
    return unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES)) + tone


def search_words() -> SearchWords:
    """The words that stand in the packages; read once."""
    return _search_words(Path(settings.PACKAGES_DIR) / "reference" / "search")


@lru_cache(maxsize=4)
def _search_words(folder: Path) -> SearchWords:
    return packages.load(SearchWords, folder).value


def tell_apart(text: str) -> list[tuple[str, bool]]:
    """The words of a text without accents, each with whether it is one that everybody types."""
    words = folded_words(text)
    silent = _silent(Path(settings.PACKAGES_DIR) / "reference" / "search")
    found: list[tuple[str, bool]] = []
    while len(found) < len(words):
        place = len(found)
        length = next((n for n in range(_LONGEST_SILENT, 0, -1) if tuple(words[place : place + n]) in silent), 0)
        found += [(word, length > 0) for word in words[place : place + max(length, 1)]]
    return found


_LONGEST_SILENT = 4


@lru_cache(maxsize=4)
def _silent(folder: Path) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(folded_words(line)) for line in _search_words(folder).silent)


class Phrases:
    """Which of many phrases stand in a text, accents and all, whole words only."""

    def __init__(self, phrases: Iterable[tuple[str, int]]) -> None:
        self._by_first: dict[str, list[tuple[str, int]]] = {}
        for phrase, number in phrases:
            key = accented(phrase)
            self._by_first.setdefault(key.partition(" ")[0], []).append((f" {key} ", number))

    def within(self, text: str) -> set[int]:
        """Numbers of the phrases that stand in a text, which `accented` has prepared."""
        padded = f" {text} "
        return {
            number for word in set(text.split()) for phrase, number in self._by_first.get(word, ()) if phrase in padded
        }


class _Known:
    """Definitions with words of the law, and those that a text speaks of."""

    def __init__(self, items: Sequence[Synonym | LifeEvent | Body]) -> None:
        self._items = items
        self._law = Phrases((law, number) for number, item in enumerate(items) for law in item.law)
        self._unless = Phrases((law, number) for number, item in enumerate(items) for law in item.unless)

    def within(self, texts: Iterable[str]) -> list[int]:
        """Numbers of the definitions of which one of the texts speaks, in their order."""
        found: set[int] = set()
        for text in texts:
            key = accented(text)
            found |= self._law.within(key) - self._unless.within(key)
        return sorted(found)


@lru_cache(maxsize=4)
def _known(folder: Path, kind: str) -> _Known:
    return _Known(getattr(_search_words(folder), kind))


def _within(kind: str, texts: Iterable[str]) -> list[int]:
    return _known(Path(settings.PACKAGES_DIR) / "reference" / "search", kind).within(texts)


def synonyms_within(texts: Iterable[str]) -> Iterator[Synonym]:
    """What people say instead of words that stand in these names."""
    for number in _within("synonyms", texts):
        yield search_words().synonyms[number]


def bodies_within(texts: Iterable[str]) -> Iterator[Body]:
    """Kinds of bodies that these names name."""
    for number in _within("bodies", texts):
        yield search_words().bodies[number]


def events_within(code: str, texts: Iterable[str]) -> Iterator[LifeEvent]:
    """Events in life to which a procedure of this code and these names belongs."""
    events = search_words().life_events
    named = set(_within("life_events", texts))
    for number, event in enumerate(events):
        if number in named or code in event.codes:
            yield event
