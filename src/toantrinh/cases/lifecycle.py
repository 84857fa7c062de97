"""The life of a case: every move there is, and the national codes beside it.

Five statuses and the withdrawn one are the same for all procedures, so that figures compare across them; the stages
inside `in_review` come from the package. Nothing happens by itself here: an action calls `move`, and writes what
follows.
"""

from dataclasses import dataclass
from typing import NamedTuple

from toantrinh.cases.models import Case, Outcome, Status, Wait
from toantrinh.kernel.problem import Refused
from toantrinh.kernel.text import Text, t


class State(NamedTuple):
    """Where a case stands, and for what it waits."""

    status: Status
    wait: Wait = Wait.NOTHING


DRAFT = State(Status.DRAFT)
SUBMITTED = State(Status.SUBMITTED)
IN_REVIEW = State(Status.IN_REVIEW)
DECIDED = State(Status.DECIDED)
CLOSED = State(Status.CLOSED)
WITHDRAWN = State(Status.WITHDRAWN)
INCOMPLETE = State(Status.SUBMITTED, Wait.SUPPLEMENT)
SUPPLEMENTING = State(Status.IN_REVIEW, Wait.SUPPLEMENT)
UNPAID = State(Status.SUBMITTED, Wait.PAYMENT)
PAYING = State(Status.IN_REVIEW, Wait.PAYMENT)
CONFIRMING = State(Status.IN_REVIEW, Wait.CONFIRMATION)
STOPPED = State(Status.IN_REVIEW, Wait.STOPPED)
REGISTERING = State(Status.DECIDED, Wait.REGISTER)
LINKED = State(Status.SUBMITTED, Wait.PARTS)


@dataclass(frozen=True)
class Move:
    """One thing that may happen to a case."""

    what: Text
    """Said in "không thể …" / "cannot be …"."""
    paths: dict[State, State]


MOVES: dict[str, Move] = {
    "save": Move(t("sửa câu trả lời", "edited"), {s: s for s in (DRAFT, INCOMPLETE, SUPPLEMENTING)}),
    "discard": Move(t("xoá bản nháp", "discarded"), {DRAFT: DRAFT}),
    "submit": Move(t("nộp", "submitted"), {DRAFT: SUBMITTED}),
    "link": Move(t("chuyển tới các cơ quan", "sent to the agencies of its parts"), {SUBMITTED: LINKED, LINKED: LINKED}),
    "complete": Move(t("kết thúc", "completed"), {LINKED: CLOSED}),
    "accept": Move(t("tiếp nhận", "accepted"), {SUBMITTED: IN_REVIEW}),
    "turn_away": Move(t("từ chối tiếp nhận", "turned away"), {SUBMITTED: CLOSED}),
    "ask_supplement": Move(
        t("yêu cầu bổ sung", "sent back for more"), {SUBMITTED: INCOMPLETE, IN_REVIEW: SUPPLEMENTING}
    ),
    "supply": Move(t("bổ sung", "supplemented"), {INCOMPLETE: SUBMITTED, SUPPLEMENTING: IN_REVIEW}),
    "expire": Move(
        t("dừng vì quá hạn", "stopped for silence"), dict.fromkeys((INCOMPLETE, SUPPLEMENTING, UNPAID, PAYING), CLOSED)
    ),
    "ask_payment": Move(t("yêu cầu nộp tiền", "asked to be paid for"), {SUBMITTED: UNPAID, IN_REVIEW: PAYING}),
    "pay": Move(t("ghi đã nộp tiền", "paid for"), {UNPAID: SUBMITTED, PAYING: IN_REVIEW}),
    "reroute": Move(t("chuyển đến cơ quan khác", "passed to another agency"), {s: s for s in (SUBMITTED, IN_REVIEW)}),
    "consult": Move(t("hỏi ý kiến", "consulted upon"), {IN_REVIEW: IN_REVIEW}),
    "stop": Move(t("dừng giải quyết", "stopped"), {IN_REVIEW: STOPPED}),
    "resume": Move(t("tiếp tục giải quyết", "resumed"), {STOPPED: IN_REVIEW}),
    "lapse": Move(t("kết thúc vì dừng quá lâu", "ended after its stop"), {STOPPED: CLOSED}),
    "examine": Move(t("chuyển bước", "moved to the next step"), {IN_REVIEW: IN_REVIEW}),
    "ask_confirmation": Move(t("gửi bản nháp cho người dân xem", "shown to its applicant"), {IN_REVIEW: CONFIRMING}),
    "confirm": Move(t("xác nhận bản nháp", "confirmed"), {CONFIRMING: IN_REVIEW}),
    "send_back": Move(t("trả lại bước trước", "sent back a step"), {IN_REVIEW: IN_REVIEW}),
    "decide": Move(t("quyết định", "decided"), {IN_REVIEW: DECIDED}),
    "register": Move(t("ghi vào sổ", "entered in the register"), {DECIDED: REGISTERING}),
    "register_refused": Move(t("trả lại từ cơ sở dữ liệu", "sent back by the register"), {REGISTERING: DECIDED}),
    "registered": Move(t("xác nhận đã ghi sổ", "confirmed by the register"), {REGISTERING: DECIDED}),
    "reverse": Move(t("huỷ quyết định đồng ý", "reversed"), {DECIDED: DECIDED}),
    "finish": Move(t("ban hành kết quả", "given its result"), {DECIDED: DECIDED}),
    "return": Move(t("trả kết quả", "handed over"), {DECIDED: CLOSED}),
    "withdraw": Move(
        t("rút", "withdrawn"),
        dict.fromkeys(
            (SUBMITTED, INCOMPLETE, UNPAID, IN_REVIEW, SUPPLEMENTING, PAYING, CONFIRMING, STOPPED, LINKED), WITHDRAWN
        ),
    ),
    "apologise": Move(t("hẹn lại", "given a new date"), {s: s for s in (IN_REVIEW, CONFIRMING, DECIDED, REGISTERING)}),
    "rate": Move(t("đánh giá", "rated"), {CLOSED: CLOSED}),
}
"""Every move, with the state that each possible state becomes. What is not here cannot happen."""


def state_of(case: Case) -> State:
    """Where the case stands."""
    return State(Status(case.status), Wait(case.wait))


def can(case: Case, move: str) -> bool:
    """Whether the move is possible now."""
    return state_of(case) in MOVES[move].paths


def require(case: Case, move: str) -> None:
    """Refuse unless the move is possible now, saying where the case stands."""
    if not can(case, move):
        words = t(
            'Không thể {what} hồ sơ này: hồ sơ đang ở trạng thái "{state}". Tải lại trang để xem tình trạng mới nhất.',
            'The dossier cannot be {what}: it now reads "{state}". Reload the page to see where it stands.',
        )
        raise Refused(words.fill(what=MOVES[move].what, state=words_of(case)), code="out_of_order")


def move(case: Case, name: str) -> None:
    """Make the move on the row in hand; the action saves it."""
    require(case, name)
    case.status, case.wait = MOVES[name].paths[state_of(case)]


NATIONAL_CODES: dict[int, Text] = {
    0: t("Bản nháp, chưa nộp", "Draft, not sent"),
    1: t("Đã nộp, chờ cơ quan nhận", "Sent, waiting to be received"),
    2: t("Đã nhận, có ngày hẹn", "Received, date set"),
    3: t("Không nhận hồ sơ: xem lý do", "Not accepted: see why"),
    4: t("Đang giải quyết", "Being decided"),
    5: t("Chờ bạn bổ sung", "Waiting for you: documents"),
    6: t("Chờ bạn nộp tiền", "Waiting for you: payment"),
    7: t("Bạn đã rút hồ sơ", "You withdrew it"),
    8: t("Đã dừng: xem lý do", "Stopped: see why"),
    9: t("Đã có kết quả", "Result ready"),
    10: t("Đã trả kết quả", "Result handed over"),
}
"""National code → what its citizen reads. The wire carries the code alone; 0 never leaves the house."""

REFUSED_WORDS = t("Không được chấp thuận: xem lý do", "Refused: see why")
UNPAID_WORDS = t("Đã nộp hồ sơ, chờ bạn nộp tiền", "Sent, waiting for your payment")
LINKED_WORDS = t("Các cơ quan đang giải quyết từng phần", "The agencies are deciding their parts")
COMPLETED_WORDS = t("Mọi phần đã xong", "Every part has ended")
CONFIRM_WORDS = t("Chờ bạn xem bản nháp", "Waiting for you: check the draft")

_BY_WAIT = {Wait.SUPPLEMENT: 5, Wait.PAYMENT: 6, Wait.STOPPED: 8, Wait.PARTS: 4}
_BY_OUTCOME = {
    Outcome.TURNED_AWAY: 3,
    Outcome.STOPPED: 8,
    Outcome.EXPIRED: 8,
    Outcome.WITHDRAWN: 7,
    Outcome.GRANTED: 10,
    Outcome.REFUSED: 10,
}


def national_code(case: Case) -> int:
    """The code of the national list (1 to 10) for where the case stands; 0 for a draft.

    A decision that a register has not confirmed yet is still 4: the processing time ends with 9, with the result.
    """
    if case.status == Status.DRAFT:
        return 0
    if case.status in (Status.CLOSED, Status.WITHDRAWN):
        return _BY_OUTCOME[Outcome(case.outcome)]
    if case.wait in _BY_WAIT and not (case.wait == Wait.PAYMENT and case.status == Status.SUBMITTED):
        return _BY_WAIT[Wait(case.wait)]
    if case.status == Status.SUBMITTED:
        return 1
    if case.status == Status.DECIDED and case.finished_at:
        return 9
    return 4 if case.taken_up_at else 2


def words_of(case: Case) -> Text:
    """Where the case stands, in the words its citizen reads."""
    code = national_code(case)
    if case.wait == Wait.PAYMENT and case.status == Status.SUBMITTED:
        return UNPAID_WORDS
    if case.wait == Wait.CONFIRMATION:
        return CONFIRM_WORDS
    if case.wait == Wait.PARTS:
        return LINKED_WORDS
    if code == 10 and not case.decided_at and case.outcome == Outcome.GRANTED:
        return COMPLETED_WORDS
    if code in (9, 10) and case.outcome == Outcome.REFUSED:
        return REFUSED_WORDS
    return NATIONAL_CODES[code]
