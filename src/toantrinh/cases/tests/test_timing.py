"""What counts as the agency's working time."""

from datetime import datetime

import pytest

from toantrinh.cases import timing
from toantrinh.cases.models import Case, CasePause
from toantrinh.kernel.moment import HANOI


def hanoi(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=HANOI)


def usage(*pauses: tuple[datetime, datetime]) -> timing.Usage:
    """Submitted on Wednesday 4 November, received on Thursday at 9:00, finished that day at 15:00."""
    case = Case(submitted_at=hanoi(4, 8), received_at=hanoi(5, 9), agency_code="H29.27301")
    rows = [
        CasePause(from_at=start, until_at=end, why="supplement", holder="citizen", stops_clock=True)
        for start, end in pauses
    ]
    return timing.usage_of(case, rows, hanoi(5, 15))


@pytest.mark.parametrize(
    ("pauses", "minutes"),
    [
        ([], 240),  # 9:00 to 11:30 and 13:30 to 15:00
        ([(hanoi(4, 9), hanoi(5, 8))], 240),  # asked for papers before it was received: none of it counted anyway
        ([(hanoi(4, 9), hanoi(5, 10))], 180),  # of a pause that began before, only what lies after receipt
        ([(hanoi(5, 10), hanoi(5, 14))], 120),
    ],
)
def test_only_pauses_after_receipt_are_left_out_of_the_agencys_time(
    pauses: list[tuple[datetime, datetime]], minutes: int
) -> None:
    assert usage(*pauses).minutes_worked == minutes
