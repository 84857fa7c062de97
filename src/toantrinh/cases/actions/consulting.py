"""Another agency's word on a dossier: asked with a day inside the clock, given, reminded of, or done without."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from toantrinh.cases import lifecycle, timing
from toantrinh.cases.actions.acting import begin_pause, end_opinions, hold, keep, require_desk, say, touch
from toantrinh.cases.facts import OpinionAnswered, OpinionAsked, OpinionFact, OpinionReminded
from toantrinh.cases.models import Case, CaseOpinion, Wait
from toantrinh.cases.situation import procedure_of_case
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Invalid, Missing, Problem, Refused
from toantrinh.kernel.text import t
from toantrinh.people.models import Agency
from toantrinh.people.queries import describe_rights, list_officers, open_agency, require
from toantrinh.record import vault
from toantrinh.tasks.actions import close_tasks, open_task

LONGEST = 4000
"""Characters of a question or an answer."""


@transaction.atomic
def ask_opinion(
    case: Case,
    agency: str,
    question: str,
    *,
    due_at: datetime,
    pages: Sequence[str] = (),
    files: Sequence[str] = (),
    waits: bool = True,
    by: Actor,
) -> CaseOpinion:
    """Ask another agency (URN), which sees the question and only the pages of answers and the files that are named.

    The case's own clock runs on; with `waits`, its days count as the other agency's until the answer.
    """
    hold(case)
    require_desk(case, "case.consult", by=by)
    lifecycle.require(case, "consult")
    asked, role = _asked(case, agency)
    _require_question(case, question, due_at)
    _require_own(case, pages, files)
    opinion = CaseOpinion.objects.create(
        case=case,
        agency=asked.urn,
        agency_code=asked.code,
        agency_name=asked.name,
        asked_by_name=by.name[:100],
        question_sealed=_sealed(case, question),
        pages=list(pages),
        files=list(files),
        waits=waits,
        due_at=due_at,
        watch_at=due_at,
    )
    case.consulted += 1
    _hand_to_them(opinion, role, by=by)
    keep(case)
    _say(OpinionAsked, opinion, case, by=by, waits=waits, until=due_at)
    return opinion


def _sealed(case: Case, words: str) -> bytes:
    return vault.seal(case.applicant, words.strip()[:LONGEST].encode())


def _require_own(case: Case, pages: Sequence[str], files: Sequence[str]) -> None:
    """Only what belongs to this dossier can be shown with it."""
    known = {page.code for page in procedure_of_case(case).pages}
    own = set(case.papers.values_list("file", flat=True))
    if set(pages) - known or set(files) - own:
        raise Missing


def _hand_to_them(opinion: CaseOpinion, role: str, *, by: Actor) -> None:
    if opinion.waits and not opinion.case.pauses.filter(until_at=None).exists():
        begin_pause(opinion.case, Wait.OPINION, holder="other", stops_clock=False)
    touch(opinion.case)
    number, applicant = opinion.case.number, opinion.case.applicant
    open_task(
        kind="case.opine",
        title=t("Cho ý kiến về hồ sơ {number}", "Give an opinion on dossier {number}").fill(number=number),
        about=opinion.urn,
        agency=opinion.agency,
        role=role,
        due_at=opinion.due_at,
        person=applicant,
        by=by,
    )


def _asked(case: Case, agency: str) -> tuple[Agency, str]:
    """The agency, and which of its roles gives opinions: who examines, else who signs, else the desk."""
    if not agency or agency == case.agency:
        words = t("Chọn một cơ quan khác để hỏi.", "Choose another agency to ask.")
        raise Invalid([Problem(words, code="agency", field="agency")])
    asked = open_agency(agency)
    roles = {office.role for office in list_officers(asked.urn)}
    able = [role for role in sorted(roles) if "case.opine" in describe_rights(role).verbs]
    if not able:
        words = t(
            "{name} chưa có ai trả lời được trên hệ thống. Hỏi bằng văn bản.",
            "Nobody at {name} can answer here. Ask in writing.",
        )
        raise Invalid([Problem(words.fill(name=asked.name), code="nobody", field="agency")])
    ranks = {"case.check": 0, "case.sign": 1}
    return asked, min(able, key=lambda role: min([ranks.get(v, 2) for v in describe_rights(role).verbs]))


def _require_question(case: Case, question: str, due_at: datetime) -> None:
    problems = []
    if not question.strip():
        problems.append(Problem(t("Viết câu hỏi.", "Write the question."), code="empty", field="question"))
    if due_at <= now():
        words = t("Hạn trả lời phải sau bây giờ.", "The answer must be due later than now.")
        problems.append(Problem(words, code="past", field="due_on"))
    elif case.due_at and now() < case.due_at < due_at:
        words = t("Hạn trả lời phải trước ngày hẹn trả: {due}.", "It must come before the result is due: {due}.")
        problems.append(Problem(words.fill(due=timing.said(case.due_at)), code="too_late", field="due_on"))
    if problems:
        raise Invalid(problems)


def _held(urn: str) -> tuple[CaseOpinion, Case]:
    opinion = CaseOpinion.objects.select_for_update().select_related("case").filter(urn=urn).first()
    if opinion is None:
        raise Missing
    hold(opinion.case)
    return opinion, opinion.case


def _say(kind: type[OpinionFact], opinion: CaseOpinion, case: Case, *, by: Actor, **values: object) -> None:
    say(kind, case, by=by, asked=opinion.agency, asked_name=opinion.agency_name, opinion=opinion.urn, **values)


@transaction.atomic
def answer_opinion(urn: str, answer: str, *, by: Actor) -> CaseOpinion:
    """The agency that was asked gives its opinion."""
    opinion, case = _held(urn)
    require(by, "case.opine", agency=opinion.agency)
    if opinion.closed_at:
        raise Refused(
            t("Ý kiến này đã đóng: đã trả lời, hoặc hồ sơ đã đi tiếp.", "It was answered, or the dossier went on."),
            code="closed",
        )
    if not answer.strip():
        raise Invalid([Problem(t("Viết ý kiến.", "Write the opinion."), code="empty", field="answer")])
    opinion.answer_sealed = _sealed(case, answer)
    opinion.state, opinion.closed_at, opinion.watch_at = CaseOpinion.State.ANSWERED, now(), None
    opinion.answered_by_name = by.name[:100]
    opinion.save(update_fields=["answer_sealed", "state", "closed_at", "watch_at", "answered_by_name"])
    close_tasks(opinion.urn, by=by, outcome="answered")
    case.consulted -= 1
    if not case.opinions.filter(closed_at=None, waits=True).exists():
        case.pauses.filter(until_at=None, why=Wait.OPINION).update(until_at=now())
    keep(case)
    hours = timing.minutes_between(opinion.asked_at, now(), opinion.agency_code) // 60
    _say(OpinionAnswered, opinion, case, by=by, was_late=now() > opinion.due_at, hours=hours)
    return opinion


@transaction.atomic
def go_on_without(case: Case, *, by: Actor) -> Case:
    """Wait no longer for what others were asked."""
    hold(case)
    require_desk(case, "case.consult", by=by)
    if not case.consulted:
        raise Refused(t("Không còn ý kiến nào đang chờ.", "No opinion is awaited."), code="none")
    end_opinions(case, by=by)
    touch(case)
    keep(case)
    return case


@transaction.atomic
def remind_of_opinion(opinion: CaseOpinion, *, by: Actor) -> CaseOpinion:
    """Tell the head of the agency asked that its opinion is late; once for each time that passes."""
    opinion, case = _held(opinion.urn)
    if opinion.closed_at or opinion.watch_at is None or opinion.watch_at > now():
        raise Refused(t("Ý kiến đã có.", "The opinion was given."), code="not_late")
    opinion.reminders += 1
    opinion.watch_at = timing.working_days_from(now(), min(2 ** (opinion.reminders - 1), 20), opinion.agency_code)
    opinion.save(update_fields=["reminders", "watch_at"])
    if opinion.reminders == 1:
        title = t("Chậm cho ý kiến về hồ sơ {number}", "The opinion on dossier {number} is late")
        open_task(
            kind="case.opinion_late",
            title=title.fill(number=case.number),
            about=opinion.urn,
            agency=opinion.agency,
            role="signer",
            due_at=opinion.watch_at,
            person=case.applicant,
            by=by,
        )
    keep(case)
    _say(OpinionReminded, opinion, case, by=by, times=opinion.reminders)
    return opinion
