"""The arithmetic of time in a register: what a change makes of the stretches that were held to be true.

Plain functions over plain values: no table is touched here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Generic, TypeVar

C = TypeVar("C")


@dataclass(frozen=True, slots=True)
class Stretch(Generic[C]):
    """Something true from `start` until before `end`; without an end, until further notice."""

    start: date
    end: date | None
    content: C

    def meets(self, start: date | None, end: date | None) -> bool:
        """Whether it has a day in common with the days from `start` until before `end`."""
        return (end is None or self.start < end) and (start is None or self.end is None or start < self.end)


@dataclass(frozen=True, slots=True)
class Rewriting(Generic[C]):
    """What takes the place of what."""

    superseded: tuple[Stretch[C], ...]
    made: tuple[Stretch[C], ...]


def rewrite(
    held: Sequence[Stretch[C]],
    change: Callable[[C], C | None],
    *,
    start: date | None = None,
    end: date | None = None,
) -> Rewriting[C]:
    """Let `change` make another content, or none, of all that is true from `start` until before `end`.

    1. What does not meet those days stays. 2. What does is superseded whole. 3. Its days before and after come again
    as they were. 4. Its days within come with the changed content, or not at all.
    """
    superseded: list[Stretch[C]] = []
    made: list[Stretch[C]] = []
    for stretch in held:
        if not stretch.meets(start, end) or (changed := change(stretch.content)) == stretch.content:
            continue
        superseded.append(stretch)
        first = stretch.start if start is None else max(start, stretch.start)
        last = stretch.end if end is None else end if stretch.end is None else min(end, stretch.end)
        if stretch.start < first:
            made.append(replace(stretch, end=first))
        if changed is not None:
            made.append(Stretch(first, last, changed))
        if last is not None and last != stretch.end:
            made.append(replace(stretch, start=last))
    return Rewriting(tuple(superseded), tuple(made))


def begin_at(held: Sequence[Stretch[C]], start: date) -> Rewriting[C]:
    """Let the first stretch begin on `start`: what would end before that day is superseded by nothing."""
    kept = [stretch for stretch in sorted(held, key=lambda s: s.start) if stretch.end is None or stretch.end > start]
    gone = [stretch for stretch in held if stretch not in kept]
    if not kept or kept[0].start == start:
        return Rewriting(tuple(gone), ())
    return Rewriting((*gone, kept[0]), (replace(kept[0], start=start),))
