"""The clocks of a petition: when each thing is due, and whose each day was."""

from datetime import datetime
from typing import Literal

from toantrinh.cases import timing
from toantrinh.cases.models import Petition, PetitionStage
from toantrinh.cases.petitions.rules import rules_in_force
from toantrinh.kernel import clock
from toantrinh.kernel.clock import Held, Pause
from toantrinh.kernel.moment import now
from toantrinh.kernel.text import t

ClockName = Literal["refuse", "ask", "answer", "publish", "supply", "complain"]
WAITING = t("chờ người gửi bổ sung", "waiting for its author")


def due_of(name: ClockName, from_at: datetime, agency_code: str, pauses: list[Pause] | None = None) -> datetime:
    """When the clock of that name, begun at a moment, ends at an agency."""
    written = getattr(rules_in_force().clocks, name)
    return timing.due_of(written.limit, from_at, agency_code, pauses or [])


def answer_due(petition: Petition) -> datetime:
    """When the agency that has the petition must answer it: times in which its author was asked are left out."""
    assert petition.arrived_at is not None
    return due_of("answer", petition.arrived_at, petition.agency_code, _pauses(petition))


def _pauses(petition: Petition) -> list[Pause]:
    rows = petition.stages.filter(code="supply", opened_at__gte=petition.arrived_at).order_by("pk")
    return [Pause(row.opened_at, max(row.closed_at or now(), row.opened_at), WAITING) for row in rows]


def days_of(petition: Petition, until: datetime) -> dict[str, int]:
    """Working days so far by `agency` (which has it now), `citizen` (its author) and `other` (agencies before)."""
    held = [
        Held(row.opened_at, min(row.closed_at or until, until), _holder(row, petition))
        for row in petition.stages.order_by("pk")
    ]
    wanted = [one for one in held if one.start < one.end]
    return clock.attribution(wanted, timing.calendar_of(petition.agency_code)).days_held


def _holder(row: PetitionStage, petition: Petition) -> str:
    if row.holder == "author":
        return "citizen"
    return "agency" if row.agency == petition.agency else "other"


def working_days(row: PetitionStage, until: datetime) -> int:
    """Working days that a stage took, a begun day counted."""
    minutes = timing.minutes_between(row.opened_at, row.closed_at or until, row.agency_code)
    return -(-minutes // timing.MINUTES_A_DAY)
