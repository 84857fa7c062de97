"""What comes in at a counter or by post: when it came, what was handed in on paper, and how those papers travel."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from toantrinh.cases import form, lifecycle, timing
from toantrinh.cases.actions.acting import hold, keep, say, tell, touch
from toantrinh.cases.actions.drafts import require_writing
from toantrinh.cases.definition import Channel
from toantrinh.cases.facts import HandOverReminded, PapersArrived, PapersPacked, PapersSent
from toantrinh.cases.models import Case, CaseIntake, HandedPaper, HandOver
from toantrinh.cases.situation import situation_of
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import now, today
from toantrinh.kernel.problem import Invalid, Missing, Problem, Refused
from toantrinh.kernel.text import t
from toantrinh.people.queries import open_agency, require
from toantrinh.record import vault
from toantrinh.tasks.actions import close_tasks, open_task

SENT_WITHIN = 1
"""Working days within which the desk sends papers on to the agency that decides; our own choice, no act sets it."""
ARRIVED_WITHIN = 3
"""Working days within which that agency must have confirmed that they came; our own choice."""
ENTERED_WITHIN = timedelta(days=30)
"""How long ago something may have come that is entered only now."""
WITHOUT_A_WORD = timedelta(minutes=30)
"""Entered so soon after it came, nobody asks why."""
MOST_SHEETS = 99


# --- When it came -----------------------------------------------------------------------------------------------------


@transaction.atomic
def note_arrival(
    case: Case, arrived_at: datetime, *, why: str = "", slip: str = "", posted_on: date | None = None, by: Actor
) -> None:
    """Say that the papers came earlier than they are typed in: by post, or on a numbered slip while nothing worked."""
    hold(case)
    require_writing(case, by)
    lifecycle.require(case, "submit")
    if case.channel == Channel.ONLINE:
        raise Missing
    _require_plausible(arrived_at, why, posted_on)
    sealed = vault.seal(case.applicant, why.strip()[:1000].encode()) if why.strip() else b""
    CaseIntake.objects.update_or_create(
        case=case,
        defaults={
            "arrived_at": arrived_at,
            "entered_at": now(),
            "posted_on": posted_on,
            "slip": slip.strip()[:40],
            "why_sealed": sealed,
            "by_name": by.name[:100],
        },
    )
    case.arrived_at = arrived_at
    keep(case)


def _require_plausible(arrived_at: datetime, why: str, posted_on: date | None) -> None:
    problems = []
    if arrived_at > now():
        words = t("Giờ nhận phải trước bây giờ.", "It must have come before now.")
        problems.append(Problem(words, code="future", field="arrived_on"))
    elif arrived_at < now() - ENTERED_WITHIN:
        words = t("Chỉ nhập lại được hồ sơ nhận trong 30 ngày qua.", "It must have come within the last 30 days.")
        problems.append(Problem(words, code="too_old", field="arrived_on"))
    elif now() - arrived_at > WITHOUT_A_WORD and not why.strip():
        words = t("Viết vì sao nhập sau giờ nhận.", "Write why it is entered after it came.")
        problems.append(Problem(words, code="empty", field="why"))
    if posted_on and (posted_on > today() or posted_on > arrived_at.date()):
        words = t("Ngày trên dấu bưu điện phải trước ngày nhận.", "The postmark must be older than the arrival.")
        problems.append(Problem(words, code="posted", field="posted_on"))
    if problems:
        raise Invalid(problems)


# --- What came on paper -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sheets:
    """How often a paper was handed in on paper."""

    originals: int = 0
    copies: int = 0
    shown: int = 0
    """Originals that were compared and given back."""

    @property
    def is_any(self) -> bool:
        """Whether anything was handed in or shown at all."""
        return bool(self.originals or self.copies or self.shown)


@transaction.atomic
def note_papers(case: Case, sheets: Mapping[str, Sheets], *, by: Actor) -> None:
    """Write down which papers (by their code) were handed in on paper; what is not named was not."""
    hold(case)
    require_writing(case, by)
    lifecycle.require(case, "save")
    if case.channel == Channel.ONLINE:
        raise Missing
    known = {need.paper.code for need in form.papers(situation_of(case))}
    given = {slot: one for slot, one in sheets.items() if one.is_any}
    if given.keys() - known:
        raise Missing
    wrong = [slot for slot, one in given.items() if max(one.originals, one.copies, one.shown) > MOST_SHEETS]
    if wrong:
        words = t("Số bản từ 0 đến 99.", "0 to 99 sheets.")
        raise Invalid([Problem(words, code="range", field=f"paper:{slot}") for slot in wrong])
    case.handed.all().delete()
    HandedPaper.objects.bulk_create(
        HandedPaper(case=case, slot=slot, originals=one.originals, copies=one.copies, shown=one.shown, at=now())
        for slot, one in given.items()
    )
    case.handed_slots = sorted(given)
    keep(case)


# --- How it travels ---------------------------------------------------------------------------------------------------


def pack_papers(case: Case, *, from_agency: str, by: Actor) -> None:
    """Paper that is not where the dossier is decided must go there, within a limit of its own; part of another act."""
    if from_agency in ("", case.agency) or not case.handed_slots:
        return
    if not case.handed.exclude(originals=0, copies=0).exists():
        return
    sender = open_agency(from_agency)
    due_at = timing.working_days_from(now(), SENT_WITHIN, sender.code)
    papers = HandOver.objects.create(
        case=case,
        from_agency=sender.urn,
        from_name=sender.name,
        to_agency=case.agency,
        to_name=case.agency_name,
        opened_at=now(),
        due_at=due_at,
        watch_at=due_at,
    )
    _ask(papers, sender.urn, due_at, by=by)
    _say(PapersPacked, papers, by=by, to_name=papers.to_name, until=due_at)


def _ask(papers: HandOver, agency: str, due_at: datetime, *, by: Actor) -> None:
    """Put the next step of the papers on the list of the one-stop officers of that side."""
    words = (
        t("Chuyển giấy tờ của hồ sơ {number} đến {to}", "Send the papers of dossier {number} to {to}")
        if papers.sent_at is None
        else t("Xác nhận đã nhận giấy tờ của hồ sơ {number}", "Confirm that the papers of dossier {number} came")
    )
    open_task(
        kind="case.send_papers" if papers.sent_at is None else "case.take_papers",
        title=words.fill(number=papers.case.number, to=papers.to_name),
        about=papers.urn,
        agency=agency,
        role="receptionist",
        due_at=due_at,
        person=papers.case.applicant,
        by=by,
    )


def _say(kind: type, papers: HandOver, *, by: Actor, **values: object) -> None:
    ways = {"from_agency": papers.from_agency, "to_agency": papers.to_agency, "hand_over": papers.urn}
    say(kind, papers.case, by=by, **ways, **values)


def _held(urn: str) -> HandOver:
    """The papers, and the case to which they belong, locked."""
    papers = HandOver.objects.select_for_update().select_related("case").filter(urn=urn).first()
    if papers is None:
        raise Missing
    hold(papers.case)
    return papers


@transaction.atomic
def send_papers(urn: str, *, way: str, by: Actor) -> HandOver:
    """The desk sends the papers: by whom, or under which number of the post."""
    papers = _held(urn)
    require(by, "case.file_for", agency=papers.from_agency)
    if papers.sent_at:
        raise Refused(t("Giấy tờ đã gửi đi rồi.", "The papers were sent already."), code="sent")
    if not way.strip():
        words = t("Viết cách gửi: người cầm, hoặc số bưu gửi.", "Write how: who carries it, or the parcel's number.")
        raise Invalid([Problem(words, code="empty", field="way")])
    was_late = now() > papers.due_at
    papers.way, papers.sent_at, papers.sent_by_name = way.strip()[:120], now(), by.name[:100]
    papers.due_at = papers.watch_at = timing.working_days_from(now(), ARRIVED_WITHIN, papers.case.agency_code)
    papers.save(update_fields=["way", "sent_at", "sent_by_name", "due_at", "watch_at"])
    close_tasks(papers.urn, by=by, outcome="sent")
    _ask(papers, papers.to_agency, papers.due_at, by=by)
    keep(papers.case)
    _say(PapersSent, papers, by=by, was_late=was_late, until=papers.due_at)
    return papers


@transaction.atomic
def take_papers(urn: str, *, remark: str = "", by: Actor) -> HandOver:
    """The agency that decides has the papers; `remark` names what was missing."""
    papers = _held(urn)
    require(by, "case.receive", agency=papers.to_agency)
    if papers.sent_at is None:
        raise Refused(t("Bên gửi chưa ghi là đã gửi.", "The other side has not sent them yet."), code="not_sent")
    if papers.arrived_at:
        raise Refused(t("Đã xác nhận nhận giấy tờ.", "It was confirmed that they came."), code="arrived")
    was_late = now() > papers.due_at
    papers.arrived_at, papers.arrived_by_name, papers.watch_at = now(), by.name[:100], None
    papers.remark = remark.strip()[:400]
    papers.save(update_fields=["arrived_at", "arrived_by_name", "watch_at", "remark"])
    close_tasks(papers.urn, by=by, outcome="arrived")
    touch(papers.case, begin=False)
    keep(papers.case)
    _say(PapersArrived, papers, by=by, was_late=was_late, is_complete=not papers.remark)
    return papers


@transaction.atomic
def remind_of_papers(papers: HandOver, *, by: Actor) -> HandOver:
    """Tell the head of the side that must act, and the citizen, that papers are late; less often each time."""
    papers = _held(papers.urn)
    if papers.arrived_at or papers.watch_at is None or papers.watch_at > now():
        raise Refused(t("Giấy tờ đã đi tiếp.", "The papers have moved on."), code="not_late")
    papers.reminders += 1
    papers.watch_at = timing.working_days_from(now(), min(2 ** (papers.reminders - 1), 20), papers.case.agency_code)
    papers.save(update_fields=["reminders", "watch_at"])
    side, name = (
        (papers.from_agency, papers.from_name) if papers.sent_at is None else (papers.to_agency, papers.to_name)
    )
    words = {"number": papers.case.number, "name": name}
    if papers.reminders == 1:
        title = t("Giấy tờ hồ sơ {number} chậm chuyển", "The papers of dossier {number} are late").fill(**words)
        open_task(
            kind="case.papers_late",
            title=title,
            about=papers.urn,
            agency=side,
            role="signer",
            due_at=papers.watch_at,
            person=papers.case.applicant,
            by=by,
        )
    tell(
        papers.case,
        t("Hồ sơ {number}: giấy tờ chuyển chậm", "Dossier {number}: its papers are late").fill(**words),
        t(
            "Giấy tờ của bạn đang ở {name}, chậm hơn giờ hẹn chuyển. Chúng tôi đã nhắc; bạn không phải làm gì.",
            "Your papers are with {name}, later than agreed. We reminded them; you need do nothing.",
        ).fill(**words),
    )
    keep(papers.case)
    _say(HandOverReminded, papers, by=by, times=papers.reminders)
    return papers
