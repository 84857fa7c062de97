"""No petition stays silent: who lets a limit pass is reminded, and so is the head; its author reads it."""

from django.db import transaction

from toantrinh.cases import timing
from toantrinh.cases.actions.petitions.acting import ask_for_work, close, close_stage, hold, keep, say, tell
from toantrinh.cases.facts.petitions import PetitionExpired, PetitionFellSilent
from toantrinh.cases.models import Petition, PetitionOutcome, PetitionStage
from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.moment import now
from toantrinh.kernel.text import t
from toantrinh.tasks.models import Task

AT_ONCE = 500
MOST_PATIENCE = 20
"""Working days between two reminders at most: the first comes at the limit, then after 1, 2, 4 … days."""


def watch_petitions(*, by: Actor = SYSTEM) -> int:
    """Remind of every petition whose stage passed its limit, and end what its author let lapse; how many were found.

    The worker calls this every minute; each petition is a transaction of its own.
    """
    due = PetitionStage.objects.filter(closed_at=None, watch_at__lte=now()).select_related("petition")[:AT_ONCE]
    return sum(_look_after(row.petition, by=by) for row in list(due))


@transaction.atomic
def _look_after(petition: Petition, *, by: Actor) -> bool:
    hold(petition)
    row = petition.stages.select_for_update().filter(closed_at=None, watch_at__lte=now()).first()
    if row is None:
        return False  # somebody has acted since the list was made
    if row.holder == "author":
        _expire(petition, by=by)
    else:
        _remind(petition, row, by=by)
    return True


def _remind(petition: Petition, row: PetitionStage, *, by: Actor) -> None:
    row.reminders += 1
    petition.reminders += 1
    petition.was_late = True
    patience = min(2 ** (row.reminders - 1), MOST_PATIENCE)
    row.watch_at = timing.working_days_from(now(), patience, row.agency_code)
    row.save(update_fields=["reminders", "watch_at"])
    if not Task.objects.filter(about=petition.urn, kind="petition.silent", closed_at=None).exists():
        ask_for_work(petition, "silent", row.watch_at, by=by)
    keep(petition)
    say(PetitionFellSilent, petition, by=by, times=row.reminders)
    tell(
        petition,
        t("Phản ánh {number}: chúng tôi đã nhắc cơ quan", "Petition {number}: we reminded the agency"),
        t(
            "Quá hạn mà cơ quan chưa làm. Chúng tôi đã nhắc người đứng đầu; bạn không phải làm gì.",
            "The limit passed and the agency has not acted. We reminded its head; you need do nothing.",
        ),
    )


def _expire(petition: Petition, *, by: Actor) -> None:
    close_stage(petition, "expired", by=by)
    close(petition, PetitionOutcome.EXPIRED)
    keep(petition)
    say(PetitionExpired, petition, by=by)
    tell(
        petition,
        t("Phản ánh {number} đã kết thúc", "Petition {number} has ended"),
        t(
            "Phần bổ sung không đến trong hạn. Bạn có thể gửi phản ánh mới.",
            "What was asked did not come in time. You may send a new petition.",
        ),
    )
