"""Parts of a linked application: what the actions about them do alike."""

from datetime import timedelta
from typing import Any

from toantrinh.cases import form, lifecycle
from toantrinh.cases.actions.acting import hold, keep, say, tell
from toantrinh.cases.facts import PartDropped, PartFact
from toantrinh.cases.form import Situation
from toantrinh.cases.linked import part_of
from toantrinh.cases.models import Case, CasePart, Wait
from toantrinh.cases.situation import procedure_of_case
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import now
from toantrinh.kernel.text import Text, t
from toantrinh.tasks.actions import close_tasks, open_task

State = CasePart.State
TIME_TO_LOOK = timedelta(days=1)
"""Within which an officer is to look at a part that came to nothing."""


def plan_parts(case: Case, situation: Situation) -> None:
    """On submission: the parts that apply, each waiting for its turn. The caller keeps the row and states the fact."""
    lifecycle.move(case, "link")
    case.rank_at = None
    CasePart.objects.bulk_create(
        CasePart(parent=case, position=number, code=part.code, procedure=part.procedure, next_at=now())
        for number, part in enumerate(form.linked_parts(situation))
    )


def save_part(part: CasePart, **values: Any) -> None:
    """Save the part with these values, changed now."""
    for name, value in {"changed_at": now(), **values}.items():
        setattr(part, name, value)
    part.save()


def hold_part(case: Case, part: CasePart, *states: str) -> bool:
    """Lock both rows; False where another process noted the end of this call first."""
    hold(case)
    part.refresh_from_db(from_queryset=CasePart.objects.select_for_update())
    return case.wait == Wait.PARTS and part.state in states


def say_part(kind: type[PartFact], case: Case, part: CasePart, *, by: Actor, **values: Any) -> None:
    """Keep the application, and state what happened to a part of it."""
    keep(case)
    say(
        kind,
        case,
        by=by,
        part=part.code,
        part_procedure=part.procedure,
        part_name=name_of(case, part).vi,
        part_state=part.state,
        **values,
    )


def name_of(case: Case, part: CasePart) -> Text:
    """What people call the part."""
    return part_of(procedure_of_case(case), part.code).name


def tell_officer(case: Case, part: CasePart, *, by: Actor) -> None:
    """Somebody at the first agency has the application before them until they have looked."""
    role = procedure_of_case(case).linked_role
    due_at = now() + TIME_TO_LOOK
    case.role, case.rank_at = role, due_at
    title = t("Hồ sơ liên thông, phần không thành: {part}", "Linked application, a part came to nothing: {part}")
    open_task(
        kind="case.part",
        title=title.fill(part=name_of(case, part)),
        about=case.urn,
        agency=case.agency,
        role=role,
        due_at=due_at,
        person=case.applicant,
        by=by,
    )


def rest_officer(case: Case, *, by: Actor) -> None:
    """Nothing is left to look at: the application leaves the queue of the first agency."""
    unseen = case.parts.filter(state__in=[State.UNOPENED, State.FAILED], seen_at=None)
    if not unseen.exists():
        close_tasks(case.urn, by=by, outcome="seen")
        case.role, case.rank_at = "", None


def drop(case: Case, part: CasePart, why: str, *, by: Actor) -> None:
    """A part is not asked for any more; the row of the application is in hand."""
    part.state = State.DROPPED
    save_part(part, next_at=None)
    say_part(PartDropped, case, part, by=by, why=why)
    if why == "earlier_part":
        tell(
            case,
            t("Một phần của hồ sơ {number} không làm được", "A part of dossier {number} cannot be done").fill(
                number=case.number
            ),
            t(
                "{part}: cần kết quả của phần trước, mà phần đó không thành. Kết quả bạn đã có vẫn có giá trị.",
                "{part}: it needs the result of an earlier part, which came to nothing. Results you have stay valid.",
            ).fill(part=name_of(case, part)),
        )
