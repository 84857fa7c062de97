"""The arithmetic of time: whatever is changed, each day has at most one content, and only the days meant change."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from toantrinh.registers.history import Stretch, begin_at, rewrite

Span = tuple[date | None, date | None]


def is_ordered(span: Span) -> bool:
    """Whether a stretch begins before it ends, where it has both."""
    return span[0] is None or span[1] is None or span[0] < span[1]


FIRST = date(2026, 1, 1)
DAYS = range(-3, 25)
days = st.integers(0, 20).map(lambda number: FIRST + timedelta(number))
spans = st.tuples(st.none() | days, st.none() | days).filter(is_ordered)
cuts = st.lists(days, min_size=1, max_size=6, unique=True).map(sorted)
Held = list[Stretch[int]]


@st.composite
def histories(draw: st.DrawFn) -> Held:
    """Stretches without a shared day, with gaps between some, the last one perhaps open."""
    edges = draw(cuts)
    ends = [*edges[1:], draw(st.none() | st.just(FIRST + timedelta(22)))]
    stretches = [Stretch(start, end, number) for number, (start, end) in enumerate(zip(edges, ends, strict=True))]
    kept = draw(st.lists(st.booleans(), min_size=len(stretches), max_size=len(stretches)))
    return [stretch for stretch, is_kept in zip(stretches, kept, strict=True) if is_kept]


def on(held: Held, day: date) -> list[int]:
    return [stretch.content for stretch in held if stretch.meets(day, day + timedelta(1))]


def applied(held: Held, change: object, start: date | None, end: date | None) -> Held:
    done = rewrite(held, change, start=start, end=end)  # type: ignore[arg-type]
    assert all(stretch in held for stretch in done.superseded)
    return [*(stretch for stretch in held if stretch not in done.superseded), *done.made]


def has_overlap(held: Held) -> bool:
    """Whether two stretches share a day."""
    ordered = sorted(held, key=lambda stretch: stretch.start)
    return any(one.end is None or other.start < one.end for one, other in pairwise(ordered))


@given(histories(), spans)
def test_a_change_touches_the_days_meant_and_no_other(held: Held, span: Span) -> None:
    start, end = span
    became = applied(held, lambda content: content + 100, start, end)
    assert not has_overlap(became)
    for day in (FIRST + timedelta(number) for number in DAYS):
        is_meant = (start is None or start <= day) and (end is None or day < end)
        assert on(became, day) == [content + 100 * is_meant for content in on(held, day)]


@given(histories(), spans)
def test_an_end_leaves_nothing_on_the_days_meant(held: Held, span: Span) -> None:
    start, end = span
    became = applied(held, lambda _: None, start, end)
    for day in (FIRST + timedelta(number) for number in DAYS):
        is_meant = (start is None or start <= day) and (end is None or day < end)
        assert on(became, day) == ([] if is_meant else on(held, day))


@given(histories(), spans)
def test_what_does_not_change_is_not_superseded(held: Held, span: Span) -> None:
    done = rewrite(held, lambda content: content, start=span[0], end=span[1])
    assert done.superseded == done.made == ()


@given(histories(), days)
def test_a_new_beginning_moves_the_first_stretch(held: Held, start: date) -> None:
    done = begin_at(held, start)
    became = [*(stretch for stretch in held if stretch not in done.superseded), *done.made]
    assert not has_overlap(became)
    if became:
        assert min(stretch.start for stretch in became) == start
