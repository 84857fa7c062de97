"""Lists of petitions: the author's own, the desk's queue, and how agencies do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from toantrinh.cases import timing
from toantrinh.cases.models import Petition, PetitionAnswer, PetitionStage, PetitionStatus
from toantrinh.cases.petitions.rules import codes_for_head, find_subject
from toantrinh.cases.petitions.wording import Words, open_words
from toantrinh.cases.queries.petitions.story import standing_of
from toantrinh.kernel import clock as kernel_clock
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.calendar import DAY_OF_WORK
from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Missing
from toantrinh.kernel.text import Text, t
from toantrinh.people.queries import may, require, visible_to
from toantrinh.record.looks import look

PetitionTab = Literal["receive", "answer", "approve", "publish", "waiting", "late", "parked", "closed", "all"]
Tone = Literal["late", "soon", "running", "waiting", "done"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionLine:
    """One petition in a list."""

    petition: Petition
    words: Words
    subject: Text
    standing: Text
    tone: Tone
    tag: Text
    due_at: datetime | None


def list_my_petitions(viewer: Actor, *, limit: int = 200) -> list[PetitionLine]:
    """The petitions of everyone in whose name the viewer may act, the newest first."""
    if viewer.office or not viewer.persons:
        raise Missing
    require(viewer, "petition.follow", persons=viewer.persons)
    rows = Petition.objects.filter(author__in=viewer.persons).exclude(status=PetitionStatus.DRAFT)
    return _lines(list(rows.order_by("-sent_at")[:limit]))


def list_petition_queue(
    viewer: Actor, *, tab: PetitionTab = "all", mine: bool = False, start: int = 0, size: int = 50
) -> tuple[list[PetitionLine], dict[str, int]]:
    """A page of what the viewer's agency has, the most urgent first, and what every tab holds; one look a page."""
    if tab not in get_args(PetitionTab) or not viewer.office:
        raise Missing
    rows = _queue_of(viewer)
    if mine:
        rows = rows.filter(handler=viewer.urn)
    marks = _marks()
    counts = rows.aggregate(**{name: Count("pk", filter=mark) for name, mark in marks.items()})
    order = ("-closed_at",) if tab == "closed" else ("stage_due", "pk")
    page = list(rows.filter(marks[tab]).order_by(*order)[start : start + size])
    if page:
        look(by=viewer, person="", what="name", purpose="queue", count=len(page))
    return _lines(page), counts


def _queue_of(viewer: Actor) -> QuerySet[Petition]:
    require(viewer, "petition.read", agency=viewer.agency)
    rows = visible_to(Petition.objects.exclude(status=PetitionStatus.DRAFT), viewer, "petition.read", person="")
    if not may(viewer, "petition.approve", agency=viewer.agency):
        rows = rows.exclude(Q(subject__in=codes_for_head()) & ~Q(handler=viewer.urn))
    proposed = PetitionAnswer.objects.filter(petition=OuterRef("pk"), state=PetitionAnswer.State.PROPOSED)
    opened = PetitionStage.objects.filter(petition=OuterRef("pk"), closed_at=None)
    return rows.annotate(is_proposed=Exists(proposed), stage_due=opened.values("due_at")[:1])


def _marks() -> dict[str, Q]:
    is_open = ~Q(status=PetitionStatus.CLOSED)
    handled = Q(status=PetitionStatus.IN_REVIEW)
    return {
        "receive": Q(status=PetitionStatus.SENT, parked=""),
        "answer": handled & Q(is_proposed=False),
        "approve": handled & Q(is_proposed=True),
        "publish": Q(status=PetitionStatus.ANSWERED),
        "waiting": Q(status=PetitionStatus.WAITING),
        "late": is_open & ~Q(status=PetitionStatus.WAITING) & Q(stage_due__lt=now()),
        "parked": is_open & ~Q(parked=""),
        "closed": ~is_open,
        "all": is_open,
    }


def _lines(rows: Sequence[Petition]) -> list[PetitionLine]:
    dues = dict(PetitionStage.objects.filter(petition__in=rows, closed_at=None).values_list("petition", "due_at"))
    return [_line(row, dues.get(row.pk)) for row in rows]


def _line(row: Petition, due_at: datetime | None) -> PetitionLine:
    subject, (tone, tag) = find_subject(row.subject), tag_of(row, due_at)
    return PetitionLine(
        petition=row,
        words=open_words(row),
        subject=subject.name if subject else Text(row.subject, row.subject),
        standing=standing_of(row),
        tone=tone,
        tag=tag,
        due_at=due_at,
    )


def tag_of(row: Petition, due_at: datetime | None) -> tuple[Tone, Text]:
    """The time left of the open stage, as a tag says it."""
    if due_at is None:
        return "done", t("Đã xong", "Done")
    if row.status == PetitionStatus.WAITING:
        return "waiting", t("Chờ người gửi", "With its author")
    left = kernel_clock.remaining(now(), due_at, timing.calendar_of(row.agency_code))
    length = kernel_clock.say_working_time(left)
    if now() > due_at:
        return "late", t("Quá hạn {left}", "{left} late").fill(left=length)
    return ("soon" if left <= DAY_OF_WORK else "running"), t("Còn {left}", "{left} left").fill(left=length)


# ---- how agencies do


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyCount:
    """What one agency did with petitions in a time."""

    code: str
    name: str
    received: int
    answered: int
    on_time: int
    """Of those answered: every stage within its limit."""
    late: int
    """Answered late, or open past a limit."""
    rated: int
    satisfied: int


def count_by_agency(*, days: int = 365) -> list[AgencyCount]:
    """What each agency did with what was sent in the last `days`, most first; anyone may read it."""
    ended = ~Q(answered_at=None)
    rows = (
        Petition.objects.filter(sent_at__gt=now() - timedelta(days=days))
        .values("agency_code", "agency_name")
        .annotate(
            received=Count("pk"),
            answered=Count("pk", filter=ended),
            on_time=Count("pk", filter=ended & Q(was_late=False)),
            late=Count("pk", filter=Q(was_late=True)),
            rated=Count("pk", filter=Q(satisfied__isnull=False)),
            happy=Count("pk", filter=Q(satisfied=True)),
        )
        .order_by("-received", "agency_code")
    )
    return [
        AgencyCount(
            code=row["agency_code"],
            name=row["agency_name"],
            received=row["received"],
            answered=row["answered"],
            on_time=row["on_time"],
            late=row["late"],
            rated=row["rated"],
            satisfied=row["happy"],
        )
        for row in rows
    ]
