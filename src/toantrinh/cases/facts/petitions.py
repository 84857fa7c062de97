"""What this room can state about a petition, from its sending to what its author says of the answer.

Every fact says where the petition stands after it, so that replaying the record gives the table again. Who sent it and
what it says is never in a public or exact part: the words are sealed in the table, their digest stands here.
"""

from datetime import datetime

from toantrinh.kernel.text import t
from toantrinh.record.facts import Fact, exact, private, published


class PetitionFact(Fact):
    """What every fact about a petition says."""

    agency: str = published(subject=True)
    """URN of the agency that has it after the fact."""
    agency_code: str = published()
    about: str = published()
    """Code of its subject."""
    channel: str = published()
    level: int = published()
    petition: str = exact(subject=True)
    status: str = exact()
    stage: str = exact()
    stage_due_at: datetime | None = exact()
    outcome: str = exact()
    due_at: datetime | None = exact()


class PetitionSent(PetitionFact):
    """Somebody said something to an agency."""

    kind = "petition.sent"
    sentence = t("Đã gửi phản ánh, kiến nghị (số tệp: {files}).", "The petition was sent (files: {files}).")

    author_kind: str = published()
    is_parked: bool = published()
    """Put aside by the rule against spam; it is still on its clock."""
    edition: int = published()
    files: int = exact()
    sent_at: datetime = exact()
    arrived_at: datetime = exact()
    words: str = exact()
    """Keyed digest of what it says."""
    number: str = private()


class PetitionReceived(PetitionFact):
    """The agency took it."""

    kind = "petition.received"
    sentence = t("Cơ quan đã nhận và đang xem xét.", "The agency took it and looks into it.")

    on_time: bool = published()
    was_parked: bool = published()
    received_at: datetime = exact()


class PetitionForwarded(PetitionFact):
    """The wrong agency had it; it went on to another, whose clock begins anew."""

    kind = "petition.forwarded"
    sentence = t("Không thuộc thẩm quyền: đã chuyển đến {to_name}.", "Not theirs to answer: it went on to {to_name}.")

    on_time: bool = published()
    from_agency: str = published()
    """Code of the agency that had it."""
    to_name: str = published()
    arrived_at: datetime = exact()


class PetitionMoreAsked(PetitionFact):
    """The author was asked, once, for more; the clock stands."""

    kind = "petition.more_asked"
    sentence = t("Cơ quan hỏi thêm một lần; đồng hồ dừng.", "The agency asked for more, once; the clock stands.")

    on_time: bool = published()
    received_at: datetime = exact()


class PetitionSupplied(PetitionFact):
    """The author added what was asked; the clock runs on."""

    kind = "petition.supplied"
    sentence = t(
        "Người gửi đã bổ sung (số tệp: {files}); đồng hồ chạy tiếp.",
        "The author added what was asked (files: {files}); the clock runs on.",
    )

    files: int = exact()


class PetitionAssigned(PetitionFact):
    """It was given to an officer."""

    kind = "petition.assigned"
    sentence = t("Đã giao cho cán bộ xử lý.", "It was given to an officer.")

    officer: str = exact()


class AnswerDrafted(PetitionFact):
    """An officer proposed an answer to the head."""

    kind = "petition.answer_drafted"
    sentence = t("Cán bộ đã soạn câu trả lời, chờ người đứng đầu.", "An answer was drafted and waits for the head.")


class AnswerSentBack(PetitionFact):
    """The head sent a draft back."""

    kind = "petition.answer_sent_back"
    sentence = t("Người đứng đầu yêu cầu soạn lại câu trả lời.", "The head sent the draft back.")


class PetitionAnswered(PetitionFact):
    """The head sent the answer."""

    kind = "petition.answered"
    sentence = t("Cơ quan đã trả lời.", "The agency answered.")

    on_time: bool = published()
    working_days: int = published()
    """Whole working days of this agency since the petition reached it, a begun day counted."""
    answered_at: datetime = exact()
    words: str = exact()
    """Keyed digest of the answer."""


class PetitionEnded(PetitionFact):
    """What each fact says by which the agency's part ends; the row from which figures are computed."""

    on_time: bool = published()
    """Every stage at this agency was done within its limit."""
    agency_days: int = published()
    author_days: int = published()
    other_days: int = published()
    """Whole working days by who held it: this agency, its author, agencies before."""
    reminders: int = published()
    reasons: list[str] = published()


class PetitionRefused(PetitionEnded):
    """The agency said why it does not take it."""

    kind = "petition.refused"
    sentence = t("Cơ quan từ chối và đã nêu lý do.", "The agency refused it and said why.")


class PetitionPublished(PetitionEnded):
    """The answer was published without personal data."""

    kind = "petition.published"
    sentence = t("Câu trả lời đã được công khai.", "The answer was published.")

    words: str = published()
    """Digest (SHA-256) of what was published."""


class AnswerKeptPrivate(PetitionEnded):
    """The answer stays between agency and author, with a reason."""

    kind = "petition.kept_private"
    sentence = t("Câu trả lời không công khai, có lý do.", "The answer is not published, for a stated reason.")


class PetitionExpired(PetitionFact):
    """It ended because what was asked for did not come."""

    kind = "petition.expired"
    sentence = t("Kết thúc vì quá hạn bổ sung.", "It ended: the time to add what was asked ran out.")


class PetitionMerged(PetitionFact):
    """It is answered with another of the same author."""

    kind = "petition.merged"
    sentence = t(
        "Trùng với một phản ánh khác của bạn; trả lời chung một lần.",
        "The same as another of yours; both are answered once.",
    )

    into: str = exact(subject=True)


class PetitionWithdrawn(PetitionFact):
    """Its author took it back."""

    kind = "petition.withdrawn"
    sentence = t("Người gửi đã rút lại.", "Its author took it back.")


class PetitionRated(PetitionFact):
    """The author said whether the answer is satisfying."""

    kind = "petition.rated"
    sentence = t("Người gửi đã đánh giá câu trả lời.", "The author rated the answer.")

    satisfied: bool = published()


class PetitionComplained(PetitionFact):
    """The author was not content and went to the next level."""

    kind = "petition.complained"
    sentence = t("Người gửi khiếu nại tiếp lên {to_name}.", "The author went on to {to_name}.")

    from_agency: str = published()
    to_name: str = published()
    arrived_at: datetime = exact()


class PetitionFellSilent(PetitionFact):
    """Nobody did the stage within its limit; head and author were told."""

    kind = "petition.fell_silent"
    sentence = t(
        "Quá hạn mà cơ quan chưa làm; chúng tôi đã nhắc (lần {times}).",
        "The limit passed and the agency has not acted; we reminded it (reminder {times}).",
    )

    times: int = published()
