"""Finding a procedure by the words that people have for it: misspelt, without accents, by agency, by code.

1. What looks like a code finds that code.
2. Each word is understood: as it is, without keys left over, at most two letters away, or parted where they ran
   together.
3. The engine's index names the rows that hold each word.
4. Rows that hold enough of what was typed are put in order: how well they say it, how much they are asked for, whether
   they are offered.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache

from django.db.models import Count, QuerySet
from django.db.models.functions import Length

from toantrinh.cases.definition import Procedure
from toantrinh.cases.editions import procedure_of
from toantrinh.cases.models import Case, SearchEntry, Status
from toantrinh.cases.search.engine import holding
from toantrinh.cases.search.ranking import COLUMNS, Asked, Term, score, settle
from toantrinh.cases.search.spelling import Vocabulary
from toantrinh.cases.search.words import accented, folded, tell_apart
from toantrinh.cases.situation import edition_of
from toantrinh.kernel.moment import now, today

MOST_RANKED = 300
"""Rows that are put in order; who gets more had better add a word."""
LEAST_HELD = ((4, 0.6, 0.75), (7, 0.45, 0.6), (99, 0.3, 0.5))
"""By how many words were typed: the share that an answer must hold, of them and of what the best answer holds."""
MOST_TERMS = 12
MOST_LOOKED_UP = 6
"""Of a long sentence, the words that tell most name the rows; all of its words put them in order."""
SILENT = 0.1
"""What a word counts that everybody types."""
UNKNOWN = 0.3
"""What a word counts that nothing holds, against the rarest that something does."""
COUNTED_FOR = timedelta(days=365)
_CODE = re.compile(r"[1-9][.\s]?\d{6}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """What a list is narrowed to; empty: anything."""

    event: str = ""
    body: str = ""
    level: str = ""
    field: str = ""
    only_offered: bool = False

    def apply(self, rows: QuerySet[SearchEntry]) -> QuerySet[SearchEntry]:
        """Only rows that belong here."""
        for column, value in (("events", self.event), ("bodies", self.body), ("levels", self.level)):
            if value:
                rows = rows.filter(**{f"{column}__contains": f" {value} "})
        if self.field:
            rows = rows.filter(fields__contains=f"|{self.field}|")
        return rows.exclude(edition="") if self.only_offered else rows


ANYTHING = Narrowing()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One procedure that was found, and the words by which."""

    code: str
    title: str
    official: str
    """Without accents, as it is compared."""
    edition: str
    """URN of the edition that is offered; empty where it is only listed."""
    rank: float
    by: tuple[str, int] = ("", 0)
    """Column and part that matched best, for `describe_hits`."""

    @property
    def is_offered(self) -> bool:
        """Whether it can be done here."""
        return bool(self.edition)

    @property
    def procedure(self) -> Procedure:
        """What is offered; only for who is."""
        return procedure_of(edition_of(self.edition))


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search found."""

    hits: Sequence[Hit]
    """The nearest, best first; at most `MOST_RANKED`."""
    count: int
    """How many there are in all."""
    nearest: Sequence[Hit] = field(default_factory=tuple)
    """Where there are none: at most three that hold some of it."""


def search_procedures(text: str, narrowing: Narrowing = ANYTHING) -> Found:
    """Procedures on offer and in the national catalogue that answer what was typed, best first."""
    rows = narrowing.apply(_in_force())
    if hits := _by_code(text, rows):
        return Found(hits=hits, count=len(hits))
    words = _vocabulary()
    asked = _understood(text, words)
    if not asked.terms:
        return Found(hits=(), count=0)
    return _ranked(asked, rows)


def list_found(narrowing: Narrowing = ANYTHING) -> Found:
    """Everything that belongs to an event, a body, a level or a field: what is offered first, then by standing."""
    rows = narrowing.apply(_in_force())
    used = usage()
    columns = rows.values_list("code", "title", "official", "edition", "standing")
    found = sorted(columns, key=lambda row: (not row[3], -(used.get(row[0], 0)), -row[4], len(row[2]), row[0]))
    hits = [
        Hit(code=code, title=title, official=official, edition=edition, rank=0)
        for code, title, official, edition, _ in found[:MOST_RANKED]
    ]
    return Found(hits=hits, count=len(found))


def most_used(limit: int = 6) -> list[Hit]:
    """What is offered and asked for most, by the dossiers of the last year; then by standing."""
    return list(list_found(Narrowing(only_offered=True)).hits[:limit])


def is_offered(code: str) -> bool:
    """Whether a procedure can be done here today."""
    return _in_force().filter(code=code).exclude(edition="").exists()


def usage() -> dict[str, int]:
    """Dossiers that were sent in the last year, by code of their procedure; counted once an hour."""
    return _usage(now().strftime("%Y-%m-%d %H"))


@lru_cache(maxsize=2)
def _usage(hour: str) -> dict[str, int]:
    sent = Case.objects.filter(submitted_at__gte=now() - COUNTED_FOR).exclude(status=Status.DRAFT)
    return dict(sent.values_list("code").annotate(Count("pk")))


def _in_force() -> QuerySet[SearchEntry]:
    day = today()
    return SearchEntry.objects.filter(from_on__lte=day, until_on__gt=day)


# ---- understanding


def _by_code(text: str, rows: QuerySet[SearchEntry]) -> list[Hit]:
    """The procedures of every code that is typed, where nothing else is."""
    typed = re.sub(r"\b(mã|ma|code|thủ tục|thu tuc|số|so)\b", " ", text.lower())  # one language
    codes = _CODE.findall(typed)
    if not codes or _CODE.sub("", typed).strip(" .,;:#-"):
        return []
    digits = [re.sub(r"\D", "", code) for code in codes]
    found = rows.filter(digits__in=digits).order_by("code").values_list("code", "title", "official", "edition")
    return [Hit(code=code, title=title, official=name, edition=urn, rank=9) for code, title, name, urn in found]


def _understood(text: str, words: Vocabulary) -> Asked:
    """Every word with what it may stand for, and how much it tells."""
    typed: list[tuple[str, bool]] = []
    for word, is_silent in tell_apart(text)[: MOST_TERMS * 2]:
        parted = [] if is_silent or _is_near(word, words) else words.parted(word)
        typed += [(part, False) for part in parted] or [(word, is_silent)]
    if len(typed) > MOST_TERMS:
        typed = [one for one in typed if not one[1]][:MOST_TERMS] or typed[:MOST_TERMS]
    terms = []
    for place, (word, is_silent) in enumerate(typed):
        before = typed[place - 1][0] if place else ""
        after = typed[place + 1][0] if place + 1 < len(typed) else ""
        meant = words.meant(word, before, after)
        if place == len(typed) - 1 and len(word) > 1 and word not in words.counts:
            meant = words.beginnings(word) | meant
        weight = max((words.weight(one) for one in meant), default=words.weight("") * UNKNOWN)
        terms.append(Term(meant, weight * (SILENT if is_silent else 1), is_silent))
    plain = accented(text)
    return Asked(terms, plain.split() if plain != folded(text) else ())


def _is_near(word: str, words: Vocabulary) -> bool:
    """Whether a word is one, or nearly; else it may be several that were run together."""
    return word in words.counts or bool(words.meant(word)) or not words.parted(word)


def index_state() -> tuple[int, str, int]:
    """What changes whenever the index does: its newest row, and how many there are."""
    newest = SearchEntry.objects.order_by("-pk").values_list("pk", "edition", "official").first()
    return (newest[0], f"{newest[1]} {newest[2]}", SearchEntry.objects.count()) if newest else (0, "", 0)


def _vocabulary() -> Vocabulary:
    """The words of the index as it is now."""
    return _read_vocabulary(index_state())


@lru_cache(maxsize=2)
def _read_vocabulary(state: tuple[int, str, int]) -> Vocabulary:
    return Vocabulary.of(SearchEntry.objects.values_list(*COLUMNS).iterator(chunk_size=2000))


# ---- putting in order


def _ranked(asked: Asked, rows: QuerySet[SearchEntry]) -> Found:
    held = _held(asked, rows)
    if not held:
        return Found(hits=(), count=0)
    least, of_best = next((least, near) for most, least, near in LEAST_HELD if len(asked.terms) <= most)
    wanted = max(least, max(held.values()) * of_best)
    enough = [pk for pk, share in held.items() if share >= wanted]
    if not enough:
        near = sorted(held, key=lambda pk: -held[pk])[:MOST_RANKED]
        return Found(hits=(), count=0, nearest=_in_order(asked, near)[:3])
    return Found(hits=_in_order(asked, _likeliest(enough, held)), count=len(enough))


def _likeliest(keys: Sequence[int], held: Mapping[int, float]) -> Sequence[int]:
    """Where too many answer, those worth putting in order: they hold more, are offered or asked for, or are short."""
    if len(keys) <= MOST_RANKED:
        return keys
    rows = SearchEntry.objects.filter(pk__in=keys).annotate(length=Length("official"))
    known = rows.values_list("pk", "edition", "standing", "length")
    ordered = sorted(known, key=lambda row: (-round(held[row[0]], 2), not row[1], -row[2], row[3], row[0]))
    return [pk for pk, *_ in ordered[:MOST_RANKED]]


def _held(asked: Asked, rows: QuerySet[SearchEntry]) -> dict[int, float]:
    """Share of what was typed that each row holds, wherever it stands."""
    held: dict[int, float] = {}
    telling = [term for term in asked.terms if not term.is_silent and term.meant] or asked.terms
    telling = sorted(telling, key=lambda term: -term.weight)[:MOST_LOOKED_UP]
    total = sum(term.weight for term in [*telling, *(term for term in asked.terms if not term.meant)])
    for term in (term for term in telling if term.meant):
        share = term.weight / total
        for pk in rows.filter(holding(term.meant)).values_list("pk", flat=True):
            held[pk] = held.get(pk, 0.0) + share
    return held


_READ = ("code", "title", "edition", "standing", "accented", *COLUMNS)


def _in_order(asked: Asked, keys: Sequence[int]) -> list[Hit]:
    places, used = asked.places(), usage()
    hits: list[Hit] = []
    for code, title, edition, standing, accents, *columns in SearchEntry.objects.filter(pk__in=keys).values_list(
        *_READ
    ):
        found = score(asked, places, columns)
        count = used.get(code, 0) if edition else 0
        rank = settle(found, asked, accents, is_offered=bool(edition), standing=standing, used=count)
        by = (found.column, found.part)
        hits.append(Hit(code=code, title=title, official=columns[1], edition=edition, rank=rank, by=by))
    return sorted(hits, key=lambda hit: (-hit.rank, len(hit.official), hit.code))
