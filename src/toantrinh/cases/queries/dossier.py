"""What lies inside a dossier in hand: answers, papers, letters, effects, notes, looks, and its story."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from toantrinh.cases import form, wording
from toantrinh.cases.conditions import judge_of
from toantrinh.cases.definition import NextService, Result
from toantrinh.cases.effects import answer_of, answers_of
from toantrinh.cases.facts import CaseFact
from toantrinh.cases.models import Case, CaseEffect, CaseLetter, CaseNote, Outcome
from toantrinh.cases.reasons import Ground, Kind, Spelt, spell
from toantrinh.cases.situation import contents_of, procedure_of_case, situation_of
from toantrinh.documents.models import File, Letter
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.problem import Missing
from toantrinh.kernel.text import Text
from toantrinh.people.models import Account, Agency
from toantrinh.people.queries import may, require
from toantrinh.record import vault
from toantrinh.record.facts import KINDS
from toantrinh.record.models import Event
from toantrinh.record.queries import list_events
from toantrinh.record.queries import list_looks as looks_of_person

FOR_OFFICERS = frozenset({"case.noted", "case.taken", "case.sent_back"})
"""Parts of the story that the citizen is not shown; the officer's name is told after a contest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One answer."""

    path: str
    label: Text
    value: Text
    state: str
    """asked, held or derived."""
    source: Text | None
    as_of: str
    held: Text | None
    """What the register says, where the citizen says otherwise."""
    said: str
    """What the citizen wrote about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The answers of one page."""

    page: str
    title: Text
    rows: tuple[Row, ...]


def sections(case: Case) -> list[Section]:
    """Every answer in words, page by page, beside what a register says where that differs."""
    return sections_of(case, situation_of(case, contents_of(case)))


def sections_of(case: Case, situation: form.Situation) -> list[Section]:
    """The same, of a situation in which the case stands, or would stand."""
    said = {report.path: _open(case, report.said_sealed) for report in case.reports.all()}
    found = []
    for view in form.pages(situation):
        rows = tuple(_row(situation, question, said) for question in view.questions)
        if rows:
            found.append(Section(page=view.page.code, title=view.page.title, rows=rows))
    return found


def _row(situation: form.Situation, question: form.Question, said: dict[str, str]) -> Row:
    item, procedure = question.field, situation.procedure
    held = _held(situation, item.from_) if item.name in said and item.from_ else None
    return Row(
        path=item.name,
        label=item.label,
        value=_chosen(question) or wording.say_value(item, question.value, procedure),
        state=question.state,
        source=question.source,
        as_of=question.as_of,
        held=wording.say_value(item, held, procedure) if held is not None else None,
        said=said.get(item.name, ""),
    )


def _chosen(question: form.Question) -> Text | None:
    """The words of a choice that is a row of a register's answer."""
    if not question.field.choices_of:
        return None
    return next((one.label for one in question.choices if one.value == question.value), None)


def _held(situation: form.Situation, path: str) -> Any:
    found: Any = situation.lookups
    for part in path.split("."):
        found = found.get(part) if hasattr(found, "get") else None
    return found


def _open(case: Case, sealed: bytes | memoryview) -> str:
    opened = vault.unseal(case.applicant, bytes(sealed)) if sealed else None
    return opened.decode() if opened else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFile:
    """One file of a slot."""

    slot: str
    file: str
    name: str
    media_type: str
    pages: int
    size: int
    supplied_at: datetime
    after_supplement: bool


def list_paper_files(case: Case) -> list[PaperFile]:
    """The files of the dossier, in the order of their arrival; their content opens through documents."""
    papers = list(case.papers.order_by("pk"))
    files = {file.urn: file for file in File.objects.filter(urn__in=[paper.file for paper in papers], dropped_at=None)}
    return [
        PaperFile(
            slot=paper.slot,
            file=paper.file,
            name=_open(case, file.name_sealed),
            media_type=file.media_type,
            pages=file.pages,
            size=file.size,
            supplied_at=paper.supplied_at,
            after_supplement=paper.after_supplement,
        )
        for paper in papers
        if (file := files.get(paper.file))
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterLine:
    """One letter or result of the case."""

    form: str
    letter: str
    title: Text
    issued_at: datetime
    is_result: bool
    person: str
    """URN of whose paper it is."""


def list_letters(case: Case) -> list[LetterLine]:
    """Letters and results, oldest first; they open through documents."""
    rows = list(CaseLetter.objects.filter(case=case).order_by("pk"))
    letters = {letter.urn: letter for letter in Letter.objects.filter(urn__in=[row.letter for row in rows])}
    return [
        LetterLine(
            form=row.form,
            letter=row.letter,
            title=Text(letter.title_vi, letter.title_en),
            issued_at=row.issued_at,
            is_result=not row.form.isdigit(),
            person=letter.person,
        )
        for row in rows
        if (letter := letters.get(row.letter))
    ]


def list_reasons(case: Case, act: str) -> list[Spelt]:
    """The grounds of an act (supplement, turn_away, refusal, proposal, …) in words."""
    kind: Kind = "supplement" if act == "supplement" else "refusal"
    procedure = procedure_of_case(case)
    rows = case.reasons.filter(act=act).order_by("pk")
    grounds = [Ground(code=row.code, paper=row.paper, sentence=_open(case, row.sentence_sealed)) for row in rows]
    return [spell(procedure, ground, kind) for ground in grounds]


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectLine:
    """One change in a register, and how far it got."""

    code: str
    title: Text
    service: str
    state: str
    attempts: int
    next_at: datetime | None
    changed_at: datetime
    reason: Text | None
    """Why the register refused."""
    fields: tuple[str, ...]
    """Answers that its request is made of, which an officer may mend."""


def list_effects(case: Case, *, viewer: Actor) -> list[EffectLine]:
    """What the decision changes in registers; for officers."""
    require(viewer, "case.read", agency=case.agency)
    procedure = procedure_of_case(case)
    specs = {spec.code: spec for spec in procedure.effects}
    asked = {item.name for item in procedure.fields() if not item.hidden}
    return [
        EffectLine(
            code=row.code,
            title=specs[row.code].title,
            service=specs[row.code].service,
            state=row.state,
            attempts=row.attempts,
            next_at=row.next_at,
            changed_at=row.changed_at,
            reason=_refusal(case, row),
            fields=tuple(source for source in specs[row.code].body.values() if source in asked),
        )
        for row in case.effects.order_by("position")
    ]


def _refusal(case: Case, row: CaseEffect) -> Text | None:
    reason = answer_of(case, row).get("reason") if row.state == CaseEffect.State.REFUSED else None
    return Text(reason["vi"], reason["en"]) if reason else None


def list_notes(case: Case, *, viewer: Actor) -> list[tuple[CaseNote, str]]:
    """What officers wrote to each other, with its text, newest first; nobody else gets any."""
    if not viewer.office or not may(viewer, "case.read", agency=case.agency):
        raise Missing
    return [(note, _open(case, note.text_sealed)) for note in case.notes.order_by("-pk")]


def draft_results(case: Case) -> list[tuple[Result, dict[str, Any]]]:
    """The results as they would be issued, in words, for the citizen to check before the signature."""
    situation, procedure = situation_of(case), procedure_of_case(case)
    done = answers_of(case)
    return [
        (result, wording.words_of_result(procedure, result, form.result_contents(situation, result, done)))
        for result in procedure.results
    ]


def next_services(case: Case) -> list[NextService]:
    """What comes next, offered once the answer was yes."""
    if case.outcome != Outcome.GRANTED or not case.finished_at:
        return []
    situation, judge = situation_of(case), judge_of(procedure_of_case(case))
    known = form.values(situation)
    return [one for one in situation.procedure.next_services if judge.holds(one.when, known, situation.today)]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLine:
    """One plain fact of the story."""

    at: datetime
    kind: str
    words: Text
    by: str
    """Name of who did it, for officers; empty for the citizen."""
    event: str
    """Public id of the event in the record."""
    position: int | None
    """Its place in the record; None until it is sealed."""


def timeline(case: Case, *, viewer: Actor) -> list[TimeLine]:
    """The story of the case, newest first; officers also read who did what."""
    events = [event for event in list_events(case.urn, viewer=viewer) if event.kind.startswith("case.")]
    if not viewer.office:
        events = [event for event in events if event.kind not in FOR_OFFICERS]
    names = _names({event.by for event in events}) if viewer.office else {}
    return [
        TimeLine(
            at=event.at,
            kind=event.kind,
            words=_sentence(event.kind, event.publication | event.exact, names.get(event.by, "")),
            by=names.get(event.by, ""),
            event=event.uid,
            position=event.position,
        )
        for event in reversed(events)
    ]


def _sentence(kind: str, values: dict[str, Any], by: str) -> Text:
    """The fact's sentence from what is not private; private marks read as the actor's name, or a dash."""
    fact = KINDS[kind]
    assert issubclass(fact, CaseFact) or kind == "case.discarded"
    return fact.sentence.fill(**dict.fromkeys(fact.disclosed_in, by or "–") | values)


def _names(accounts: set[str]) -> dict[str, str]:
    return dict(Account.objects.filter(urn__in=accounts).values_list("urn", "full_name"))


def submission_event(case: Case) -> str:
    """Public id of the event for which the receipt was given; empty for a draft."""
    found = Event.objects.filter(kind="case.submitted", subjects__urn=case.urn).values_list("uid", flat=True)
    return found.first() or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LookLine:
    """Somebody opened data of this dossier."""

    at: datetime
    agency_name: str
    what: str
    purpose: str
    is_own: bool


def list_looks(case: Case, *, viewer: Actor, limit: int = 500) -> list[LookLine]:
    """Who looked at the applicant's data for this dossier, newest first; for the applicant."""
    found = [one for one in looks_of_person(case.applicant, viewer=viewer, limit=limit).shown if one.about == case.urn]
    names = dict(Agency.objects.filter(urn__in={one.agency for one in found}).values_list("urn", "name"))
    return [
        LookLine(
            at=one.at, agency_name=names.get(one.agency, ""), what=one.what, purpose=one.purpose, is_own=not one.office
        )
        for one in found
    ]
