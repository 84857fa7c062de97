"""What the index says of one procedure: an edition that is offered here, or an entry of the national catalogue."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from toantrinh.cases.editions import procedure_of
from toantrinh.cases.models import LONG_AGO, NEVER, CatalogueEntry, Edition, Origin, SearchEntry
from toantrinh.cases.search.words import (
    BAR,
    accented,
    bodies_within,
    events_within,
    folded,
    search_words,
    synonyms_within,
)
from toantrinh.kernel.text import Text

MOST_BODIES = 6
"""An entry may name two hundred branches of one office; more than these say nothing new."""
COMPETENT = {
    "commune_committee": "uy-ban-xa",
    "commune_police": "cong-an-xa",
    "provincial_committee": "uy-ban-tinh",
    "provincial_department": "so",
    "provincial_police": "cong-an-tinh",
    "provincial_social_insurance": "bao-hiem-xa-hoi",
}
"""Body of the index, by the kind of agency that a package names as competent."""
_KINDS = {"SPECIFIC": -20, "STANDARD_INTERNAL": -30}
_ASKED, _STEP, _LEAST = 120, 2, 10
"""What being asked for most is worth, how much less each place after it, and the last."""


def rows_of(code: str, editions: Sequence[Edition], entry: CatalogueEntry | None) -> list[SearchEntry]:
    """Every row of a code: its editions one after the other, and the catalogue's entry until the first of them.

    An edition made of a record is found until one written by hand is in force, which always wins.
    """
    rows = []
    by_hand = [edition.in_force_from for edition in editions if edition.origin == Origin.PACKAGE]
    wins = min(by_hand, default=NEVER)
    found = (one for one in editions if one.origin == Origin.PACKAGE or one.in_force_from < wins)
    ordered = sorted(found, key=lambda edition: (edition.in_force_from, edition.number))
    for number, edition in enumerate(ordered):
        until = ordered[number + 1].in_force_from if number + 1 < len(ordered) else NEVER
        if until > edition.in_force_from:
            rows.append(_offered(edition, entry, until))
    first = ordered[0].in_force_from if ordered else NEVER
    if entry is not None and first > LONG_AGO:
        rows.append(_listed(entry, first))
    return rows


def _offered(edition: Edition, entry: CatalogueEntry | None, until: date) -> SearchEntry:
    procedure = procedure_of(edition)
    names = procedure.names
    results = [result.name for result in procedure.results]
    deciding = list(entry.deciding) if entry else []
    fields = [procedure.field_name.vi] if procedure.field_name else list(entry.fields) if entry else []
    row = _row(procedure.code, names.short.vi, [names.short, *_alike(names.also)], names.official)
    own = [names.short.vi, *names.also, title_of(names.official)]
    _speak(row, [*own, *(result.vi for result in results)], deciding)
    if (body := COMPETENT.get(procedure.competent.kind)) and f" {body} " not in row.bodies:
        _add_body(row, body)
    _add_events(row, own, procedure.life_events)
    papers = [paper.name for paper in procedure.papers]
    _tell(row, [*results, *_alike(fields), *_alike(deciding[:MOST_BODIES]), *papers])
    row.levels = f" {procedure.level} "
    row.fields = _barred(fields)
    row.standing += _KINDS.get(entry.kind, 0) if entry else 0
    row.edition, row.from_on, row.until_on = edition.urn, edition.in_force_from, until
    return row


def _listed(entry: CatalogueEntry, until: date) -> SearchEntry:
    row = _row(entry.code, title_of(entry.name), [], entry.name)
    _speak(row, [row.title], entry.deciding)
    _add_events(row, [row.title], [])
    bodies = list(dict.fromkeys(name for name in entry.deciding if name))[:MOST_BODIES]
    _tell(row, _alike([*entry.fields, *bodies, *([entry.publisher] if entry.publisher else [])]))
    row.fields = _barred(entry.fields)
    row.until_on = until
    row.standing += _KINDS.get(entry.kind, 0)
    return row


def title_of(name: str) -> str:
    """An official name as a title: without “Thủ tục” before it, in one line, not in capitals throughout."""
    tidy = " ".join(name.split())
    plain = re.sub(r"^thủ tục:?\s+", "", tidy, flags=re.IGNORECASE)  # one language
    plain = plain.capitalize() if plain.isupper() else plain
    return plain[:1].upper() + plain[1:]


def _row(code: str, title: str, names: Sequence[Text], official: str) -> SearchEntry:
    official = title_of(official)
    asked = search_words().asked
    row = SearchEntry(code=code, digits=re.sub(r"\D", "", code), title=title, shown={})
    _set(row, "names", names)
    row.official = folded(official)
    row.accented = BAR.join(accented(text) for text in [*(name.vi for name in names), official])
    row.standing = max(_LEAST, _ASKED - _STEP * asked.index(code)) if code in asked else 0
    return row


def _speak(row: SearchEntry, own: Iterable[str], deciding: Sequence[str]) -> None:
    """Add what people say instead of the words of the law, and the bodies that decide."""
    said: list[Text] = []
    for synonym in synonyms_within(own):
        said += [Text(words, words) for words in (*synonym.said, *synonym.en)]
    _set(row, "said", said)
    row.accented += BAR + BAR.join(accented(words.vi) for words in said) if said else ""
    row.bodies = row.levels = " "
    for body in bodies_within(deciding):
        _add_body(row, body.code)


def _add_body(row: SearchEntry, code: str) -> None:
    body = next(body for body in search_words().bodies if body.code == code)
    row.bodies += f"{code} "
    if f" {body.level} " not in row.levels:
        row.levels += f"{body.level} "
    row.shown.setdefault("about", []).extend([[body.name.vi, body.name.en], *([one, one] for one in body.said)])


def _add_events(row: SearchEntry, own: Iterable[str], codes: Iterable[str]) -> None:
    found = {event.code: event for event in events_within(row.code, own)}
    known = {event.code: event for event in search_words().life_events}
    row.events = " "
    for code in dict.fromkeys([*codes, *found]):
        row.events += f"{code} "
        if code in known:
            row.shown.setdefault("about", []).append([known[code].name.vi, known[code].name.en])


def _tell(row: SearchEntry, about: Iterable[Text]) -> None:
    known = [Text(*pair) for pair in row.shown.pop("about", [])]
    _set(row, "about", [*known, *about])


def _set(row: SearchEntry, column: str, texts: Iterable[Text]) -> None:
    """The parts of a column, each in its languages; `shown` keeps one pair for each part."""
    parts: dict[str, list[str]] = {}
    for text in texts:
        for said in (text.vi, text.en):
            if key := folded(said):
                parts.setdefault(key, [text.vi, text.en])
    setattr(row, column, BAR.join(parts))
    row.shown[column] = list(parts.values())


def _alike(words: Iterable[str]) -> list[Text]:
    return [Text(one, one) for one in words if one]


def _barred(fields: Iterable[str]) -> str:
    return "".join(f"|{field}" for field in fields) + "|" if fields else ""
