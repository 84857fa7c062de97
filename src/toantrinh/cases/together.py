"""What may be done to many dossiers at once, and what stands in the way of it for one of them."""

from collections.abc import Callable, Sequence
from typing import Literal, get_args

from toantrinh.cases import form, lifecycle
from toantrinh.cases.definition import Step
from toantrinh.cases.models import Case, CaseStep, Outcome
from toantrinh.cases.situation import procedure_of_case, situation_of
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.text import Text, t
from toantrinh.people.queries import may
from toantrinh.tasks.models import Task

Act = Literal["receive", "assign", "decide", "return"]
ACTS: tuple[Act, ...] = get_args(Act)
VERBS: dict[str, str] = {
    "receive": "case.receive",
    "assign": "case.assign",
    "decide": "case.sign",
    "return": "case.return",
}
"""Right that each act needs at the agency of the dossier."""
NAMES: dict[str, Text] = {
    "receive": t("tiếp nhận", "receive"),
    "assign": t("giao việc", "assign"),
    "decide": t("đồng ý và ký", "grant and sign"),
    "return": t("trả kết quả", "hand over"),
}
MOST = 500
"""Dossiers in one run."""

NO_RIGHT = t("Bạn không có quyền làm việc này với hồ sơ.", "You have no right to do this to the dossier.")
_NOT_NOW = t('Hồ sơ đang "{state}", không làm được việc này.', 'The dossier reads "{state}": this cannot be done now.')
_DONE_BY = t(
    '{name} đã xử lý trước bạn; hồ sơ đang "{state}".', '{name} acted before you; the dossier now reads "{state}".'
)
_OTHER_STEP = t('Bước "{step}" thuộc vai trò khác.', 'The step "{step}" is for another role.')
_TAKEN = t("{name} đang xử lý hồ sơ này.", "{name} is working on this dossier.")
_PAPERS = t('Thiếu "{paper}": mở hồ sơ để yêu cầu bổ sung.', '"{paper}" is missing: open the dossier and ask for more.')
_ONE_BY_ONE = t("Thủ tục này phải quyết định từng hồ sơ.", "For this procedure each dossier is decided by itself.")
_DIFFERS = t(
    "Có chỗ khác dữ liệu của Nhà nước: mở hồ sơ để quyết định riêng.",
    "Something differs from the registers: open it and decide it by itself.",
)
_REFUSAL = t(
    "Người thẩm tra đề xuất từ chối: mở hồ sơ để quyết định riêng.",
    "The examiner proposes a refusal: open it and decide it by itself.",
)
_NO_RESULT = t("Hồ sơ chưa có kết quả để trả.", "There is no result to hand over yet.")


def obstacle(case: Case, act: str, *, by: Actor) -> Text | None:
    """Why the act cannot be done to this dossier now; None where nothing stands in its way."""
    if not may(by, VERBS[act], agency=case.agency):
        return NO_RIGHT
    return _OBSTACLES[act](case, by) or _in_other_hands(case, act, by)


def _to_receive(case: Case, by: Actor) -> Text | None:
    if not lifecycle.can(case, "accept"):
        return _said_now(case, "receive")
    if other := _other_role(case, "receive", by):
        return other
    situation = situation_of(case)
    needed = (one.paper for one in form.papers(situation) if one.state == "needed")
    missing = next((paper for paper in needed if paper.code not in situation.files), None)
    return _PAPERS.fill(paper=missing.name) if missing else None


def _to_assign(case: Case, by: Actor) -> Text | None:
    step = _step_of(case)
    return _said_now(case) if case.wait or step is None or step.kind == "confirm" else None


def _to_decide(case: Case, by: Actor) -> Text | None:
    if not lifecycle.can(case, "decide"):
        return _said_now(case, "sign")
    if not procedure_of_case(case).bulk_decidable:
        return _ONE_BY_ONE
    if other := _other_role(case, "sign", by):
        return other
    if case.disputed:
        return _DIFFERS
    examined = CaseStep.objects.filter(case=case, kind="examine").exclude(proposal="").order_by("-pk")
    proposal = examined.values_list("proposal", flat=True).first()
    return _REFUSAL if proposal == Outcome.REFUSED else None


def _to_return(case: Case, by: Actor) -> Text | None:
    if not case.finished_at:
        return _NO_RESULT
    return None if lifecycle.can(case, "return") else _said_now(case)


_OBSTACLES: dict[str, Callable[[Case, Actor], Text | None]] = {
    "receive": _to_receive,
    "assign": _to_assign,
    "decide": _to_decide,
    "return": _to_return,
}


def _said_now(case: Case, kind: str = "") -> Text:
    """Where it stands; and who was faster, where somebody has done this very step."""
    closed = case.steps.filter(kind=kind, closed_at__isnull=False).exclude(by_name="").order_by("-pk")
    name = closed.values_list("by_name", flat=True).first() if kind else None
    words = _DONE_BY.fill(name=name, state="{state}") if name else _NOT_NOW
    return words.fill(state=lifecycle.words_of(case))


def _step_of(case: Case) -> Step | None:
    return next((step for step in procedure_of_case(case).steps if step.code == case.step), None)


def _other_role(case: Case, kind: str, by: Actor) -> Text | None:
    step = _step_of(case)
    if step is None or step.kind != kind or case.role not in by.roles:
        return _OTHER_STEP.fill(step=step.name) if step else _said_now(case)
    return None


def _in_other_hands(case: Case, act: str, by: Actor) -> Text | None:
    """Somebody else has taken it up; whoever assigns may take it out of their hands."""
    if act in ("assign", "return"):
        return None
    tasks = Task.objects.filter(about=case.urn, closed_at=None).exclude(taken_by__in=["", by.urn])
    name = tasks.values_list("taken_by_name", flat=True).first()
    return _TAKEN.fill(name=name) if name else None


def numbers_once(numbers: Sequence[str]) -> list[str]:
    """The dossier numbers in their order, each once, at most as many as one run may hold."""
    return list(dict.fromkeys(number.strip().upper() for number in numbers if number.strip()))[:MOST]
