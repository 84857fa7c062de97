"""One petition as a page shows it: words, stages with whose days they were, reasons, answers, files, the story."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from toantrinh.cases.facts.petitions import PetitionFact
from toantrinh.cases.models import (
    Petition,
    PetitionAnswer,
    PetitionFile,
    PetitionOutcome,
    PetitionReason,
    PetitionStage,
    PetitionStatus,
)
from toantrinh.cases.petitions.clock import days_of, working_days
from toantrinh.cases.petitions.public import PublicWords
from toantrinh.cases.petitions.routing import ANSWERING
from toantrinh.cases.petitions.wording import Words, cleared, open_text, open_words
from toantrinh.documents.models import File
from toantrinh.documents.queries import FileLine, list_files, open_file, open_letter
from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.moment import now, today
from toantrinh.kernel.problem import Missing
from toantrinh.kernel.text import Text, t
from toantrinh.people.models import Account, Appointment
from toantrinh.people.queries import require
from toantrinh.record import vault
from toantrinh.record.facts import KINDS
from toantrinh.record.queries import list_events

STANDING = {
    PetitionStatus.DRAFT: t("Bản nháp", "Draft"),
    PetitionStatus.SENT: t("Chờ cơ quan nhận", "Waiting to be taken"),
    PetitionStatus.IN_REVIEW: t("Cơ quan đang xử lý", "The agency works on it"),
    PetitionStatus.WAITING: t("Chờ người gửi bổ sung", "Waiting for its author"),
    PetitionStatus.ANSWERED: t("Đã trả lời, chờ công khai", "Answered, to be published"),
}
ENDED = {
    PetitionOutcome.PUBLISHED: t("Đã trả lời và công khai", "Answered and published"),
    PetitionOutcome.PRIVATE: t("Đã trả lời", "Answered"),
    PetitionOutcome.REFUSED: t("Không nhận", "Refused"),
    PetitionOutcome.EXPIRED: t("Kết thúc, không có bổ sung", "Ended, nothing was added"),
    PetitionOutcome.MERGED: t("Trả lời chung với phản ánh khác", "Answered with another"),
    PetitionOutcome.WITHDRAWN: t("Đã rút", "Withdrawn"),
}
STAGES = {
    "receive": t("Nhận, chuyển hoặc từ chối", "Take, forward or refuse"),
    "answer": t("Xử lý và trả lời", "Handle and answer"),
    "supply": t("Người gửi bổ sung", "The author adds what was asked"),
    "publish": t("Công khai câu trả lời", "Publish the answer"),
}
FOR_OFFICERS = {"petition.assigned", "petition.answer_drafted", "petition.answer_sent_back"}


def standing_of(petition: Petition) -> Text:
    """Where it stands, in words."""
    if petition.status == PetitionStatus.CLOSED:
        return ENDED[PetitionOutcome(petition.outcome)]
    return STANDING[PetitionStatus(petition.status)]


@dataclass(frozen=True, slots=True, kw_only=True)
class StageView:
    """One stage, with whose days it took."""

    name: Text
    who: Text
    opened_at: datetime
    due_at: datetime
    closed_at: datetime | None
    days: int
    is_late: bool
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonView:
    """Why something was done."""

    act: str
    text: Text | None
    what_to_do: Text | None
    basis: str
    sentence: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """One answer with its text."""

    row: PetitionAnswer
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileView:
    """A file, by what a page shows of it."""

    line: FileLine
    after_asking: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionView:
    """Everything about one petition that its reader may see."""

    petition: Petition
    words: Words
    standing: Text
    stages: list[StageView]
    open_stage: StageView | None
    days: dict[str, int]
    reasons: list[ReasonView]
    answers: list[AnswerView]
    draft: AnswerView | None
    """For officers: what waits for the head."""
    files: list[FileView]
    rating_words: str
    public_key: str


def view_petition(petition: Petition, *, viewer: Actor) -> PetitionView:
    """The page of a petition that was opened; a draft answer is for officers alone."""
    answers = [AnswerView(row=row, text=open_text(petition.author, row.text_sealed)) for row in petition.answers.all()]
    stages = [_stage(row) for row in petition.stages.order_by("pk")]
    hidden = {"send_back"} if not viewer.office else set()
    proposed = [one for one in answers if one.row.state == PetitionAnswer.State.PROPOSED]
    return PetitionView(
        petition=petition,
        words=open_words(petition),
        standing=standing_of(petition),
        stages=stages,
        open_stage=next((one for one in stages if one.is_open), None),
        days=days_of(petition, petition.closed_at or now()),
        reasons=[_reason(petition, row) for row in petition.reasons.exclude(act__in=hidden).order_by("pk")],
        answers=[one for one in answers if one.row.state == PetitionAnswer.State.SENT],
        draft=proposed[-1] if proposed and viewer.office else None,
        files=_files(petition),
        rating_words=open_text(petition.author, petition.rating_sealed),
        public_key=_public_key(petition),
    )


def _public_key(petition: Petition) -> str:
    row = getattr(petition, "public", None)
    return row.key if row else ""


def _stage(row: PetitionStage) -> StageView:
    author = t("Người gửi", "Its author")
    return StageView(
        name=STAGES[row.code],
        who=author if row.holder == "author" else Text(row.agency_name, row.agency_name),
        opened_at=row.opened_at,
        due_at=row.due_at,
        closed_at=row.closed_at,
        days=working_days(row, now()),
        is_late=row.is_late and row.holder == "agency",
        is_open=row.closed_at is None,
    )


def _reason(petition: Petition, row: PetitionReason) -> ReasonView:
    held: Mapping[str, Any] = vault.unseal_json(petition.author, bytes(row.words_sealed)) or {"sentence": "–"}
    return ReasonView(
        act=row.act,
        text=_pair(held.get("text")),
        what_to_do=_pair(held.get("what_to_do")),
        basis=str(held.get("basis", "")),
        sentence=str(held.get("sentence", "")),
        at=row.at,
    )


def _pair(held: Any) -> Text | None:
    return Text(*held) if held else None


def _files(petition: Petition) -> list[FileView]:
    """The files by name; whoever opened the petition has left a look, opening a file leaves its own."""
    rows = {row.file: row for row in petition.files.order_by("pk")}
    lines = list_files(petition.urn, viewer=SYSTEM) if rows else []
    return [FileView(line=line, after_asking=rows[line.urn].after_asking) for line in lines if line.urn in rows]


def open_petition_file(petition: Petition, file: str, *, viewer: Actor, purpose: str) -> tuple[FileLine, bytes]:
    """A file of a petition, with a look; who follows by secret sees names alone."""
    if not PetitionFile.objects.filter(petition=petition, file=file).exists():
        raise Missing
    if not File.objects.filter(urn=file, dropped_at=None).exists():
        raise Missing
    return open_file(file, viewer=viewer, purpose=purpose)


def open_answer_letter(petition: Petition, *, viewer: Actor, purpose: str) -> bytes:
    """The newest answer as a letter; its author by secret has it from the house."""
    row = petition.answers.filter(state=PetitionAnswer.State.SENT).order_by("pk").last()
    if row is None or not row.letter:
        raise Missing
    is_author = not viewer.office and viewer.person == petition.author
    return open_letter(row.letter, viewer=SYSTEM if is_author and not viewer.assurance else viewer, purpose=purpose)[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryLine:
    """One plain fact of the story."""

    at: datetime
    kind: str
    words: Text
    by: str


def petition_story(petition: Petition, *, viewer: Actor) -> list[StoryLine]:
    """What happened, oldest first; officers also read who did what."""
    events = [one for one in list_events(petition.urn, viewer=SYSTEM) if one.kind.startswith("petition.")]
    if not viewer.office:
        events = [event for event in events if event.kind not in FOR_OFFICERS]
    accounts = {event.by for event in events} if viewer.office else set()
    names = dict(Account.objects.filter(urn__in=accounts).values_list("urn", "full_name"))
    return [
        StoryLine(
            at=event.at,
            kind=event.kind,
            words=_sentence(event.kind, event.publication | event.exact),
            by=names.get(event.by, ""),
        )
        for event in events
        if event.exact.get("petition") == petition.urn
    ]


def _sentence(kind: str, values: dict[str, Any]) -> Text:
    fact = KINDS[kind]
    assert issubclass(fact, PetitionFact)
    return fact.sentence.fill(**dict.fromkeys(fact.disclosed_in, "–") | values)


def find_repeated(petition: Petition, *, viewer: Actor) -> list[Petition]:
    """Other open petitions of the same author at this agency: perhaps the same affair."""
    require(viewer, "petition.read", agency=petition.agency)
    same = Petition.objects.filter(agency=petition.agency, author=petition.author)
    if petition.contact_digest != vault.digest("", "petition-contact"):
        same = same | Petition.objects.filter(agency=petition.agency, contact_digest=petition.contact_digest)
    others = same.exclude(status__in=[PetitionStatus.DRAFT, PetitionStatus.CLOSED]).exclude(pk=petition.pk)
    return list(others.order_by("-sent_at")[:5])


def find_answerers(petition: Petition, *, viewer: Actor) -> list[tuple[str, str]]:
    """Who may answer at this agency today: URN of the account, and name with office."""
    require(viewer, "petition.assign", agency=petition.agency)
    offices = Appointment.objects.filter(agency__urn=petition.agency, role__in=ANSWERING, from_on__lte=today())
    rows = offices.exclude(to_on__lte=today()).select_related("account").order_by("account__full_name")
    return list({row.account.urn: f"{row.account.full_name}, {row.title}" for row in rows}.items())


def propose_public(petition: Petition, *, viewer: Actor) -> PublicWords:
    """The public version as the house proposes it, with names, numbers and addresses taken out; an officer edits it."""
    require(viewer, "petition.publish", agency=petition.agency)
    words = open_words(petition)
    sent = petition.answers.filter(state=PetitionAnswer.State.SENT).order_by("pk").last()
    answer = open_text(petition.author, sent.text_sealed) if sent else ""
    return PublicWords(
        title=cleared(words.title, words), question=cleared(words.text, words), answer=cleared(answer, words)
    )
