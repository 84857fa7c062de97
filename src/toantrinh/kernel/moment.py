"""The present moment, asked in one place, so that a test or a sample country can live in another time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
"""Việt Nam has one time zone, without daylight saving; every legal day is counted in it."""

_pretended: ContextVar[datetime | None] = ContextVar("pretended_moment", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _pretended.get() or datetime.now(UTC)


def today() -> date:
    """The present day in Hà Nội."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """The same moment as a clock in Hà Nội shows it."""
    return moment.astimezone(HANOI)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let `now()` answer `moment` inside the block, which must be an aware time."""
    if moment.tzinfo is None:
        raise ValueError("A pretended moment needs a time zone.")
    token = _pretended.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _pretended.reset(token)
