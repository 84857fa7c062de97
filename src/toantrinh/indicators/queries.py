"""What anyone may read: figures with their definition, scope, neighbours and proof. Nothing here is personal."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Max, Sum

from toantrinh.indicators.actions import figures_of
from toantrinh.indicators.counting import counted, place_of
from toantrinh.indicators.definition import Indicator
from toantrinh.indicators.directory import editions_in_force, indicator_of
from toantrinh.indicators.models import Figure, IndicatorEdition, Tally
from toantrinh.kernel.moment import today
from toantrinh.kernel.problem import Missing
from toantrinh.kernel.text import t
from toantrinh.people.models import Agency
from toantrinh.people.queries import find_agency
from toantrinh.record.queries import OpenRow, iter_open_rows, record_status
from toantrinh.record.verify import Difference

LEVELS = ("country", "area", "agency")
FEWEST = 30
"""Below so many dossiers a rate is shown greyed: one dossier would move it by more than three points."""


@dataclass(frozen=True, kw_only=True)
class Number:
    """One number with all that is needed to read it."""

    indicator: Indicator
    month: str
    level: str
    code: str
    name: str
    """Of the country, area or agency, in Vietnamese."""
    numerator: int
    denominator: int
    channels: dict[str, tuple[int, int]] = field(default_factory=dict)
    tree_size: int = 0
    """Sealed events that it counts, from the beginning of the record."""
    figure: Figure | None = None
    """The publication; None while the month is provisional."""

    @property
    def is_final(self) -> bool:
        """Whether it was published."""
        return self.figure is not None

    @property
    def rate(self) -> float | None:
        """Per cent; None for a count, and where there is nothing to divide by."""
        if self.indicator.out_of is None or not self.denominator:
            return None
        return 100 * self.numerator / self.denominator

    @property
    def is_thin(self) -> bool:
        """Whether there are too few dossiers for a rate that means something."""
        return self.indicator.out_of is not None and self.denominator < FEWEST


def list_indicators() -> list[Indicator]:
    """Every indicator in force, in the order in which they are shown."""
    return [indicator_of(edition) for edition in editions_in_force()]


def find_edition(code: str) -> IndicatorEdition:
    """The edition of an indicator that is in force; raises Missing."""
    found = next((edition for edition in editions_in_force() if edition.code == code), None)
    if found is None:
        raise Missing
    return found


def list_months(code: str) -> list[str]:
    """Months for which there is a number, newest first."""
    edition = find_edition(code)
    published = edition.figures.order_by().values_list("month", flat=True).distinct()
    running = edition.tallies.order_by().values_list("month", flat=True).distinct()
    return sorted({*published, *running}, reverse=True)


def open_number(code: str, month: str, *, level: str = "country", of: str = "") -> Number:
    """The number of one place in one month: as published, or as it runs while the month is open."""
    edition = find_edition(code)
    if level not in LEVELS or (level != "country") != bool(of):
        raise Missing
    if found := _numbers(edition, month, level, of):
        return found[0]
    if of and find_agency(of) is None:
        raise Missing
    return Number(
        indicator=indicator_of(edition),
        month=month,
        level=level,
        code=of,
        name=_names([of])[of],
        numerator=0,
        denominator=0,
        tree_size=record_status().size,
    )


def list_numbers(code: str, month: str, *, level: str) -> list[Number]:
    """The numbers of all areas or agencies in one month, those with most dossiers first."""
    found = _numbers(find_edition(code), month, level)
    return sorted(found, key=lambda one: (-(one.denominator or one.numerator), one.name))


def list_series(code: str, *, level: str = "country", of: str = "", months: int = 12) -> list[Number]:
    """The last months of one place, oldest first; a month without events counts nothing."""
    return [open_number(code, month, level=level, of=of) for month in reversed(last_months(months))]


def last_months(count: int) -> list[str]:
    """This month and those before it, newest first."""
    here = today()
    numbers = [here.year * 12 + here.month - 1 - back for back in range(count)]
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in numbers]


def iter_rows(code: str, month: str, *, level: str = "country", of: str = "") -> Iterator[OpenRow]:
    """The published rows behind a number: each sealed event that adds to it, with its proof's salt."""
    number = open_number(code, month, level=level, of=of)
    for row in iter_open_rows(number.indicator.kinds(), month=month, before=number.tree_size):
        place = place_of(row.area, row.values)
        is_here = level == "country" or of == (place.area if level == "area" else place.agency)
        if is_here and any(counted(number.indicator, row.kind, row.values)):
            yield row


def list_releases(code: str, month: str, *, level: str = "country", of: str = "") -> list[Figure]:
    """Every publication of a number, the first one first: corrections stand beside what they correct."""
    return list(find_edition(code).figures.filter(month=month, level=level, code=of).order_by("release"))


def compare_with_record() -> Iterator[Difference]:
    """Count every published figure again from the record; a check of `toantrinh verify`."""
    publications: dict[tuple[int, str, int], list[Figure]] = {}
    for figure in Figure.objects.select_related("edition"):
        publications.setdefault((figure.edition_id, figure.month, figure.release), []).append(figure)
    for figures in publications.values():
        first = figures[0]
        counted_anew = figures_of(first.edition, first.month, first.tree_size)
        shown = {(one.level, one.code): (one.numerator, one.denominator) for one in figures}
        for place in sorted(counted_anew.keys() | shown.keys()):
            was, now_is = shown.get(place), counted_anew.get(place)
            if was != now_is:
                where = f"figure {first.edition.code} {first.month} {' '.join(place)}"
                words = t(
                    f"đã công bố {was}, tính lại từ Sổ ghi được {now_is}",
                    f"published as {was}, the record gives {now_is}",
                )
                yield Difference(where, words)


def _numbers(edition: IndicatorEdition, month: str, level: str, of: str | None = None) -> list[Number]:
    """The numbers of a level in a month, or of one place: as published last, else as they run."""
    last = edition.figures.filter(month=month).aggregate(last=Max("release"))["last"]
    if last is None:
        return _running(edition, month, level, of)
    published = edition.figures.filter(month=month, release=last, level=level)
    figures = list(published.filter(code=of) if of is not None else published)
    names = _names([figure.code for figure in figures])
    return [
        Number(
            indicator=indicator_of(edition),
            month=month,
            level=level,
            code=figure.code,
            name=names.get(figure.code, figure.code),
            numerator=figure.numerator,
            denominator=figure.denominator,
            channels={channel: (up, down) for channel, (up, down) in figure.channels.items()},
            tree_size=figure.tree_size,
            figure=figure,
        )
        for figure in figures
    ]


def _running(edition: IndicatorEdition, month: str, level: str, of: str | None) -> list[Number]:
    """Sums of the running counts of an open month."""
    rows = Tally.objects.filter(edition=edition, month=month)
    if of is not None and level != "country":
        rows = rows.filter(**{level: of})
    column = [] if level == "country" else [level]
    parts: dict[str, dict[str, tuple[int, int]]] = {}
    for row in rows.values(*column, "channel").annotate(up=Sum("numerator"), down=Sum("denominator")):
        code = row[level] if column else ""
        if code or not column:
            parts.setdefault(code, {})[row["channel"]] = (row["up"], row["down"])
    size, names = record_status().size, _names(parts)
    return [
        Number(
            indicator=indicator_of(edition),
            month=month,
            level=level,
            code=code,
            name=names.get(code, code),
            numerator=sum(up for up, _ in channels.values()),
            denominator=sum(down for _, down in channels.values()),
            channels=dict(sorted(channels.items())),
            tree_size=size,
        )
        for code, channels in parts.items()
    ]


def _names(codes: Iterable[str]) -> dict[str, str]:
    """Names of agencies (an area is one too) by code; the country has its own."""
    found = dict(Agency.objects.filter(code__in=list(codes)).values_list("code", "name"))
    return found | {"": "Cả nước"}  # one language
