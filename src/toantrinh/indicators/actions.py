"""Every write of the room: definitions installed, events counted as they are sealed, months published."""

import hashlib
import json
from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import F, Max

from toantrinh.indicators.counting import Counted, Place, counted, place_of, total
from toantrinh.indicators.definition import Indicator
from toantrinh.indicators.directory import editions_in_force, indicator_of
from toantrinh.indicators.facts import FiguresPublished, IndicatorInstalled
from toantrinh.indicators.models import Figure, IndicatorEdition, Tally
from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.moment import local, now, today
from toantrinh.kernel.packages import PackageMistake, PackageMistakes, load
from toantrinh.kernel.problem import Refused
from toantrinh.kernel.text import t
from toantrinh.people.queries import require
from toantrinh.record.actions import pass_by, state
from toantrinh.record.events import EventView
from toantrinh.record.models import Subscriber
from toantrinh.record.queries import iter_open_rows, list_months, record_status

Sums = dict[Place, Counted]

READER = "indicators"
"""Name of this room among the readers of the sealed record."""


def install_indicator(path: Path, *, by: Actor) -> IndicatorEdition:
    """Install one package file, with its examples run, and count what the record already holds for it.

    The same content again changes nothing. Raises PackageMistakes, and Refused where an edition's content changed.
    """
    require(by, "package.install")
    loaded = load(Indicator, path)
    run_examples(loaded.value, path)
    known = IndicatorEdition.objects.filter(code=loaded.value.code, number=loaded.value.edition).first()
    if known and known.digest == loaded.digest:
        return known
    if known:
        words = t(
            "Chỉ số {code}, phiên bản {number} đã cài với nội dung khác. Tăng số phiên bản.",
            "Indicator {code}, edition {number}, is installed with other content. Raise the edition's number.",
        )
        raise Refused(words.fill(code=known.code, number=known.number), code="edition_changed")
    with transaction.atomic():
        edition = IndicatorEdition.objects.create(
            code=loaded.value.code,
            number=loaded.value.edition,
            digest=loaded.digest,
            in_force_from=loaded.value.in_force_from,
            definition=loaded.value.model_dump(mode="json"),
            installed_at=now(),
        )
        state(
            IndicatorInstalled(edition=edition.urn, code=edition.code, number=edition.number, digest=edition.digest),
            by=by,
        )
        recount(edition)
    return edition


def run_examples(indicator: Indicator, path: Path) -> None:
    """Try the examples of a package; raises PackageMistakes where something else comes out."""
    mistakes = []
    for example in indicator.examples:
        got = total(indicator, ((event["kind"], event) for event in example.events))
        wanted = Counted(example.numerator, example.denominator or 0)
        if got != wanted:
            words = t("ví dụ “{name}”: cần {wanted}, ra {got}", "example “{name}”: expected {wanted}, got {got}")
            said = words.fill(name=example.name, wanted=tuple(wanted), got=tuple(got))
            mistakes.append(PackageMistake(str(path), 1, said))
    if mistakes:
        raise PackageMistakes(mistakes)


def count_event(event: EventView) -> None:
    """Add a sealed event to the running counts; a receiver of the record's outbox, in its transaction."""
    month = f"{local(event.at):%Y-%m}"
    for edition in editions_in_force():
        added = counted(indicator_of(edition), event.kind, event.publication)
        if any(added):
            _add(edition, month, place_of(event.area, event.publication), added)


def _add(edition: IndicatorEdition, month: str, place: Place, added: Counted) -> None:
    row, _ = Tally.objects.get_or_create(edition=edition, month=month, **place._asdict())
    Tally.objects.filter(pk=row.pk).update(
        numerator=F("numerator") + added.numerator, denominator=F("denominator") + added.denominator
    )


@transaction.atomic
def recount(edition: IndicatorEdition) -> None:
    """Make the running counts of an edition anew from the record."""
    # Locked, so that an event is counted either here or by `count_event`, never by both and never by none.
    reader = Subscriber.objects.select_for_update().filter(name=READER).first()
    _recount(edition, reader.position if reader else 0)


@transaction.atomic
def catch_up() -> None:
    """Count all that is sealed at once, where so much came that counting event by event would take long."""
    size = pass_by(READER)
    for edition in IndicatorEdition.objects.all():
        _recount(edition, size)


def _recount(edition: IndicatorEdition, size: int) -> None:
    rows = []
    for month in list_months(size):
        for place, sums in _sums(indicator_of(edition), month, size).items():
            rows.append(
                Tally(
                    edition=edition,
                    month=month,
                    **place._asdict(),
                    numerator=sums.numerator,
                    denominator=sums.denominator,
                )
            )
    Tally.objects.filter(edition=edition).delete()
    Tally.objects.bulk_create(rows, batch_size=500)


def publish_month(month: str, *, by: Actor = SYSTEM, again: bool = False) -> int:
    """Publish every indicator's figures of a month that is over; answers how many figures.

    A month is published once; `again` publishes a correction beside the old figures, which stay.
    """
    require(by, "figure.publish")
    if month >= f"{today():%Y-%m}":
        raise Refused(t("Tháng này chưa hết.", "This month is not over yet."), code="month_not_over")
    published = 0
    for edition in editions_in_force(_last_day(month)):
        published += _publish(edition, month, by=by, again=again)
    return published


@transaction.atomic
def _publish(edition: IndicatorEdition, month: str, *, by: Actor, again: bool) -> int:
    last = edition.figures.filter(month=month).aggregate(last=Max("release"))["last"] or 0
    if last and not again:
        return 0
    size = record_status().size
    figures = _figures(edition, month, _sums(indicator_of(edition), month, size), size, last + 1)
    Figure.objects.bulk_create(figures, batch_size=500)
    state(
        FiguresPublished(
            edition=edition.urn,
            code=edition.code,
            month=month,
            release=last + 1,
            count=len(figures),
            tree_size=size,
            digest=digest_of(figures),
        ),
        by=by,
    )
    return len(figures)


def _sums(indicator: Indicator, month: str, before: int) -> Sums:
    numerators, denominators = Counter[Place](), Counter[Place]()
    for row in iter_open_rows(indicator.kinds(), month=month, before=before):
        added = counted(indicator, row.kind, row.values)
        if any(added):
            place = place_of(row.area, row.values)
            numerators[place] += added.numerator
            denominators[place] += added.denominator
    return {place: Counted(numerators[place], denominators[place]) for place in numerators.keys() | denominators.keys()}


def figures_of(edition: IndicatorEdition, month: str, before: int) -> dict[tuple[str, str], tuple[int, int]]:
    """Numerator and denominator by level and code, counted anew from the record below a position."""
    figures = _figures(edition, month, _sums(indicator_of(edition), month, before), before, 1)
    return {(figure.level, figure.code): (figure.numerator, figure.denominator) for figure in figures}


def _figures(edition: IndicatorEdition, month: str, sums: Sums, size: int, release: int) -> list[Figure]:
    """A figure for the country, for each area and for each agency."""
    parts: dict[tuple[str, str], dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    parts["country", ""]
    for place, added in sums.items():
        for level in (("country", ""), ("area", place.area), ("agency", place.agency)):
            if level[0] == "country" or level[1]:
                pair = parts[level][place.channel]
                pair[0] += added.numerator
                pair[1] += added.denominator
    moment = now()
    return [
        Figure(
            edition=edition,
            month=month,
            level=level,
            code=code,
            numerator=sum(pair[0] for pair in channels.values()),
            denominator=sum(pair[1] for pair in channels.values()),
            channels=dict(sorted(channels.items())),
            tree_size=size,
            published_at=moment,
            release=release,
        )
        for (level, code), channels in sorted(parts.items())
    ]


def digest_of(figures: list[Figure]) -> str:
    """SHA-256 over the numbers of a publication, sorted by level and code."""
    rows = sorted([one.level, one.code, one.numerator, one.denominator, one.channels] for one in figures)
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def publish_due(*, by: Actor = SYSTEM) -> int:
    """Publish the month before this one, if that has not been done; a job of the worker."""
    last = today().replace(day=1) - timedelta(days=1)
    return publish_month(f"{last:%Y-%m}", by=by)


def _last_day(month: str) -> date:
    year, number = map(int, month.split("-"))
    return date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)
