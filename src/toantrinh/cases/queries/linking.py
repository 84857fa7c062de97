"""The parts of a linked application as its citizen and the first agency see them, and whence a case came."""

from dataclasses import dataclass
from typing import Any

from toantrinh.cases import lifecycle
from toantrinh.cases.effects import answers_of
from toantrinh.cases.linked import part_of
from toantrinh.cases.models import Case, CaseOrigin, CasePart, Outcome, Status
from toantrinh.cases.queries.clock import Clock, clock_of
from toantrinh.cases.queries.dossier import LetterLine, list_letters, list_reasons
from toantrinh.cases.queries.opening import Standing, status_of
from toantrinh.cases.reasons import Spelt
from toantrinh.cases.situation import procedure_of_case
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.problem import Missing
from toantrinh.kernel.text import Text, t
from toantrinh.people.queries import require

State = CasePart.State
WORDS: dict[str, Text] = {
    State.WAITING: t("Chờ kết quả của phần trước", "Waits for the result of an earlier part"),
    State.SENT: t("Đang gửi tới cơ quan giải quyết", "Being sent to its agency"),
    State.SILENT: t("Cơ quan kia chưa trả lời; hệ thống tự gửi lại", "Its agency has not answered; it is sent again"),
    State.UNOPENED: t("Chưa mở được: xem lý do", "Could not be opened: see why"),
    State.DROPPED: t("Không làm nữa", "Not asked for any more"),
}
"""How a part stands that is no case yet; a case says it itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartLine:
    """One part of a linked application, as it stands now."""

    code: str
    name: Text
    state: str
    words: Text
    agency_name: str
    number: str
    """Dossier number at its agency; empty before it is opened."""
    standing: Standing | None
    clock: Clock | None
    """Its own clock, once its agency has received it."""
    results: tuple[LetterLine, ...]
    case: Case | None
    reason: Text | None
    """Why it could not be opened."""
    grounds: tuple[Spelt, ...]
    """Why it was refused there."""
    needs_officer: bool
    """It came to nothing and nobody at the first agency has looked yet."""
    may_file_alone: bool
    may_drop: bool
    alone: str
    """URN of the draft by which it is filed alone."""


def list_parts(case: Case) -> list[PartLine]:
    """The parts of an application in hand, in their order; empty where it is not linked."""
    rows = list(case.parts.order_by("position"))
    opened = {one.urn: one for one in Case.objects.filter(urn__in=[row.opened for row in rows if row.opened])}
    return [_line(case, row, opened.get(row.opened)) for row in rows]


def _line(parent: Case, row: CasePart, opened: Case | None) -> PartLine:
    standing = status_of(opened) if opened else None
    return PartLine(
        code=row.code,
        name=part_of(procedure_of_case(parent), row.code).name,
        state=row.state,
        words=standing.words if standing else WORDS.get(row.state, WORDS[State.SENT]),
        agency_name=row.agency_name,
        number=row.number,
        standing=standing,
        clock=clock_of(opened) if opened and opened.received_at else None,
        results=tuple(one for one in list_letters(opened) if one.is_result) if opened else (),
        case=opened,
        reason=Text(row.reason_vi, row.reason_en) if row.reason_vi else None,
        grounds=tuple(_grounds(opened)) if opened and row.state == State.FAILED else (),
        needs_officer=row.state in (State.UNOPENED, State.FAILED) and row.seen_at is None,
        may_file_alone=row.state in (State.UNOPENED, State.FAILED) and not row.alone,
        may_drop=row.state in (State.WAITING, State.SILENT, State.UNOPENED) and lifecycle.can(parent, "link"),
        alone=row.alone,
    )


def _grounds(case: Case) -> list[Spelt]:
    return list_reasons(case, "turn_away" if case.outcome == Outcome.TURNED_AWAY else "refusal")


def origin_of(case: Case) -> CaseOrigin | None:
    """The linked application from which the case in hand was opened; None for any other."""
    return CaseOrigin.objects.filter(case=case).first()


def outcome_of_part(body: dict[str, Any], *, viewer: Actor) -> dict[str, Any]:
    """What became of a case that was opened for a part: whether it has ended, how, and the values asked for."""
    require(viewer, "case.read")
    origin = CaseOrigin.objects.filter(case__urn=body["case"], parent=body["parent"], part=body["part"])
    found = origin.select_related("case").first()
    if found is None:
        raise Missing
    case = found.case
    ended = case.finished_at is not None or case.status in (Status.CLOSED, Status.WITHDRAWN)
    answers = {code.replace("-", "_"): answer for code, answer in answers_of(case).items()}
    granted = ended and case.outcome == Outcome.GRANTED
    values = {name: _at(answers, path) for name, path in body["values"].items()} if granted else {}
    return {
        "has_ended": ended,
        "code": lifecycle.national_code(case),
        "outcome": case.outcome if ended else "",
        "values": {name: value for name, value in values.items() if value},
    }


def _at(answers: dict[str, Any], path: str) -> str:
    code, _, name = path.partition(".")
    return str(answers.get(code.replace("-", "_"), {}).get(name) or "")
