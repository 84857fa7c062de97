"""What a list says of each procedure that was found: what it is, by which words, how it differs from its namesake."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from toantrinh.cases.definition import Procedure
from toantrinh.cases.models import CatalogueEntry, SearchEntry
from toantrinh.cases.queries.searching import Hit
from toantrinh.cases.search.rows import title_of
from toantrinh.cases.search.words import folded
from toantrinh.kernel.problem import Missing
from toantrinh.kernel.text import Text, t

LONGEST_END = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """One procedure in a list of those that were found."""

    code: str
    title: Text
    """Everyday name; the official one where there is no other."""
    official: str
    procedure: Procedure | None
    """What is offered; None where it is only listed."""
    entry: CatalogueEntry | None
    """What the national catalogue says of it."""
    by: Text | None
    """The words by which it was found, where the title does not say them."""
    difference: Text | None
    """What tells it from another of the same name."""


def describe_hits(hits: Sequence[Hit], among: Sequence[Hit] = ()) -> list[Described]:
    """The hits of one page; `among` are all that were found, so that namesakes are told apart."""
    namesakes = _namesakes(hits, among or hits)
    codes = {hit.code for hit in hits} | {code for group in namesakes.values() for code in group}
    entries = {entry.code: entry for entry in CatalogueEntry.objects.filter(code__in=codes)}
    shown = {
        (code, edition): shown
        for code, edition, shown in SearchEntry.objects.filter(code__in=[hit.code for hit in hits]).values_list(
            "code", "edition", "shown"
        )
    }
    return [_described(hit, shown.get((hit.code, hit.edition), {}), entries, namesakes) for hit in hits]


def find_listed(code: str) -> CatalogueEntry:
    """What the national catalogue says of a procedure; raises `Missing` where it names none."""
    entry = CatalogueEntry.objects.filter(code=code).first()
    if entry is None:
        raise Missing(t("Không có thủ tục nào mang mã này.", "No procedure has this code."))
    return entry


def describe_listed(entry: CatalogueEntry) -> str:
    """The official name of an entry as a title."""
    return title_of(entry.name)


def _described(
    hit: Hit,
    shown: Mapping[str, list[list[str]]],
    entries: Mapping[str, CatalogueEntry],
    namesakes: Mapping[str, list[str]],
) -> Described:
    procedure = hit.procedure if hit.edition else None
    entry = entries.get(hit.code)
    title = procedure.names.short if procedure else Text(hit.title, hit.title)
    column, part = hit.by
    by = Text(*shown[column][part]) if len(shown.get(column, ())) > part else None
    if by and folded(by.vi) in folded(title.vi):
        by = None
    official = procedure.names.official if procedure else entry.name if entry else hit.title
    return Described(
        code=hit.code,
        title=title,
        official=official,
        procedure=procedure,
        entry=entry,
        by=by,
        difference=_difference(hit.code, namesakes.get(hit.code, ()), entries),
    )


def _namesakes(hits: Sequence[Hit], among: Sequence[Hit]) -> dict[str, list[str]]:
    """Codes of all that are shown under the same name, for each hit that has one."""
    groups: dict[str, list[str]] = {}
    for hit in {hit.code: hit for hit in (*hits, *among)}.values():
        groups.setdefault(folded(hit.title), []).append(hit.code)
    return {hit.code: group for hit in hits if len(group := groups[folded(hit.title)]) > 1}


Difference = tuple[Callable[[CatalogueEntry], str], Text]
_DIFFERENCES: tuple[Difference, ...] = (
    (lambda entry: entry.publisher, t("Khác ở nơi công bố: {what}", "What differs: published by {what}")),
    (lambda entry: _joined(entry.deciding), t("Khác ở nơi giải quyết: {what}", "What differs: decided by {what}")),
    (lambda entry: _joined(entry.subjects), t("Khác ở người nộp: {what}", "What differs: for {what}")),
    (lambda entry: _joined(entry.fields), t("Khác ở lĩnh vực: {what}", "What differs: field {what}")),
    (lambda entry: _end(entry.name), t("Khác ở phần sau của tên: {what}", "What differs: the name ends {what}")),
)


def _end(name: str) -> str:
    """The end of a long name, where names that begin alike part."""
    return name if len(name) <= LONGEST_END else "…" + name[-LONGEST_END:].partition(" ")[2]


def _joined(words: Sequence[str]) -> str:
    known = list(dict.fromkeys(word for word in words if word))
    return ", ".join(known[:3]) + (" …" if len(known) > 3 else "")


def _difference(code: str, group: Sequence[str], entries: Mapping[str, CatalogueEntry]) -> Text | None:
    """The first thing that this one alone has; else the first in which they differ; else its code."""
    if not group:
        return None
    weaker = t("Cùng tên với thủ tục khác; mã {what}", "Shares its name with another; code {what}").fill(what=code)
    own = entries.get(code)
    others = [entries[other] for other in group if other != code and other in entries]
    if own is None or not others:
        return weaker
    for said, words in _DIFFERENCES:
        value = said(own)
        if value and value not in {said(other) for other in others}:
            return words.fill(what=value)
    return weaker
