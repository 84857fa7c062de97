"""Tracking a dossier without signing in: by its number and the last four digits of the applicant's personal number."""

import hmac
import re
from dataclasses import dataclass
from datetime import datetime

from toantrinh.cases.actions.tracking import count_attempt
from toantrinh.cases.models import Case
from toantrinh.cases.queries.clock import brief_clock
from toantrinh.cases.queries.opening import Standing, status_of
from toantrinh.cases.situation import procedure_of_case
from toantrinh.kernel.problem import Problem, Refused
from toantrinh.kernel.text import Text, t
from toantrinh.record import vault


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracked:
    """What is told to one who knows number and digits: where the dossier stands, and no name."""

    number: str
    procedure: Text
    standing: Standing
    holder: Text
    tag: Text
    submitted_at: datetime | None
    due_at: datetime | None
    new_due_at: datetime | None


def track(number: str, last4: str) -> Tracked:
    """Where a dossier stands. A wrong number and wrong digits read the same, and attempts are limited by the hour."""
    wanted, digits = re.sub(r"\s", "", number).upper()[:60], re.sub(r"\D", "", last4)
    if not count_attempt(wanted):
        raise Refused(
            t("Đã thử nhiều lần. Thử lại sau một giờ.", "There were many attempts. Try again in an hour."),
            code="too_many_attempts",
        )
    case = Case.objects.filter(number=wanted).exclude(number="").first()
    expected = case.track_digest if case else ""
    if not hmac.compare_digest(vault.digest(f"{wanted} {digits}", "track"), expected) or case is None:
        raise Problem(
            t(
                "Không tìm thấy hồ sơ với mã số và 4 chữ số này. Xem lại mã số trên giấy tiếp nhận.",
                "No dossier has this number and these 4 digits. Check the number on your receipt.",
            ),
            code="not_found",
            field="number",
        )
    clock = brief_clock(case)
    return Tracked(
        number=case.number,
        procedure=procedure_of_case(case).names.short,
        standing=status_of(case),
        holder=clock.holder_name,
        tag=clock.tag,
        submitted_at=case.submitted_at,
        due_at=case.due_at,
        new_due_at=case.new_due_at,
    )
