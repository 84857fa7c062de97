"""What this room can state: the life of a case, each step of it, and the procedures that come into the house.

Every fact about a case says where the case stands after it, so that replaying the record gives the table again.
"""

from datetime import datetime
from typing import Any

from toantrinh.kernel.text import t
from toantrinh.record.facts import Fact, exact, private, published


class ProcedureInstalled(Fact):
    """An edition of a procedure came into the house."""

    kind = "procedure.installed"
    sentence = t(
        "Đã cài thủ tục {procedure}, phiên bản {number}, có hiệu lực từ {in_force_from}.",
        "Procedure {procedure}, edition {number}, in force from {in_force_from}, was installed.",
    )

    edition: str = published(subject=True)
    procedure: str = published()
    number: int = published()
    in_force_from: str = published()
    digest: str = published()
    """Of the package folder."""
    content: str = published()
    """Of the files as they are stored."""
    origin: str = published(default="package")
    """`package`, or `record` of the national catalogue."""


class DraftDiscarded(Fact):
    """A draft was deleted, by its owner or because its day had come; nothing of it is left."""

    kind = "case.discarded"
    sentence = t("Bản nháp đã được xoá.", "The draft was deleted.")

    procedure: str = published()
    channel: str = published()
    was_forgotten: bool = published()
    case: str = exact(subject=True)


class CaseFact(Fact):
    """What every fact about a case says."""

    agency: str = published(subject=True)
    """URN of the agency that has the case; empty for a draft."""
    agency_code: str = published()
    procedure: str = published()
    channel: str = published()
    case: str = exact(subject=True)
    status: str = exact()
    wait: str = exact()
    outcome: str = published()
    step: str = exact()
    """Code of the step that is open after it."""


class CaseDrafted(CaseFact):
    """Somebody began an application."""

    kind = "case.drafted"
    sentence = t("Đã bắt đầu điền hồ sơ.", "An application was begun.")


class CasePrefilled(CaseFact):
    """Registers were asked for what the form may fill in by itself."""

    kind = "case.prefilled"
    sentence = t(
        "Đã hỏi {asked} nguồn dữ liệu của Nhà nước, {held} nguồn có dữ liệu.",
        "{asked} registers were asked; {held} had data.",
    )

    asked: int = published()
    held: int = published()


class EditionAdopted(CaseFact):
    """A draft went over to the edition in force."""

    kind = "case.edition_adopted"
    sentence = t(
        "Bản nháp chuyển sang biểu mẫu mới (phiên bản {number}).", "The draft moved to the new form (edition {number})."
    )

    edition: str = exact(subject=True)
    number: int = published()


class ValueDisputed(CaseFact):
    """A citizen said that a register's value about them is wrong."""

    kind = "case.value_disputed"
    sentence = t(
        "Người nộp báo một dữ liệu của Nhà nước bị sai.", "The applicant reported that a register's value is wrong."
    )

    field: str = published()


class CaseSubmitted(CaseFact):
    """An application was handed over."""

    kind = "case.submitted"
    sentence = t("Đã nộp hồ sơ, có {papers} tệp.", "The application was submitted with {papers} files.")

    edition: str = published(subject=True)
    full_online: bool = published()
    """The procedure is offered online from end to end."""
    reused: int = published()
    """Papers that the State already held, so that nobody was asked."""
    papers: int = exact()
    charges: list[dict[str, Any]] = exact()
    """What is charged, line by line, as it was frozen."""
    submitted_at: datetime = exact()
    number: str = private()
    applicant_name: str = private()


class CaseAccepted(CaseFact):
    """The agency received the dossier: its clock runs from here."""

    kind = "case.accepted"
    sentence = t("Cơ quan đã tiếp nhận và hẹn ngày trả kết quả.", "The agency received the dossier and set a date.")

    received_at: datetime = exact()
    due_at: datetime = exact()
    hours_to_receive: int = published()
    """Whole working hours between submission and receipt."""
    date_set_by: str = published(default="law")
    """`law`: by its only limit; `choice`: by one of several; `officer`: no limit is known, and the agency set a day."""
    limit: str = exact(default="")
    """The limit as it was frozen, as JSON."""


class SupplementAsked(CaseFact):
    """The citizen was asked, once, to complete the dossier; the clock stands."""

    kind = "case.supplement_asked"
    sentence = t(
        "Cơ quan yêu cầu bổ sung {items} nội dung; đồng hồ dừng.",
        "The agency asked for {items} things; the clock stands.",
    )

    items: int = published()
    reasons: list[str] = published()
    until: datetime = exact()


class CaseSupplemented(CaseFact):
    """The citizen supplied what was asked; the clock runs on."""

    kind = "case.supplemented"
    sentence = t(
        "Người nộp đã bổ sung {papers} tệp; đồng hồ chạy tiếp.",
        "The applicant supplied {papers} files; the clock runs on.",
    )

    papers: int = published()
    due_at: datetime | None = exact()


class StepCompleted(CaseFact):
    """One stage of the work is done."""

    kind = "case.step_completed"
    sentence = t('Đã xong bước "{done_name}".', 'The step "{done_name}" is done.')

    done: str = published()
    done_name: str = published()
    was_late: bool = published()
    hours: int = published()
    """Whole working hours that the step took."""


class DraftConfirmed(CaseFact):
    """The applicant agreed with the draft result, or let its time pass."""

    kind = "case.draft_confirmed"
    sentence = t("Bản nháp kết quả được xác nhận.", "The draft result was confirmed.")

    by_silence: bool = published()
    due_at: datetime = exact()


class MistakeReported(CaseFact):
    """The applicant found a mistake in the draft result."""

    kind = "case.mistake_reported"
    sentence = t("Người nộp báo bản nháp kết quả có chỗ sai.", "The applicant reported a mistake in the draft result.")

    due_at: datetime = exact()


class CaseSentBack(CaseFact):
    """The signer returned the case to the step before."""

    kind = "case.sent_back"
    sentence = t("Người ký trả hồ sơ về bước trước để xem lại.", "The signer returned the case to the step before.")


class CaseDecided(CaseFact):
    """The agency granted or refused."""

    kind = "case.decided"
    sentence = t("Cơ quan đã quyết định.", "The agency decided.")

    reasons: list[str] = published()
    decided_at: datetime = exact()


class DecisionReversed(CaseFact):
    """A grant that a register would not enter was turned into a refusal."""

    kind = "case.reversed"
    sentence = t("Quyết định đồng ý được thay bằng từ chối.", "The grant was replaced by a refusal.")

    reasons: list[str] = published()


class EffectConfirmed(CaseFact):
    """A register made the change that the decision asked for."""

    kind = "case.effect_confirmed"
    sentence = t("Cơ sở dữ liệu đã ghi nhận.", "The register made the change.")

    effect: str = published()
    service: str = published()
    attempts: int = published()


class EffectRefused(CaseFact):
    """A register refused the change; the officer has it again."""

    kind = "case.effect_refused"
    sentence = t(
        "Cơ sở dữ liệu từ chối ghi; cán bộ đang xem lại.", "The register refused the change; the officer looks again."
    )

    effect: str = published()
    service: str = published()


class RegisterSilent(CaseFact):
    """A register did not answer; the change is sent again by itself."""

    kind = "case.register_silent"
    sentence = t(
        "Cơ sở dữ liệu chưa trả lời; hệ thống tự gửi lại.", "The register has not answered; it is asked again."
    )

    effect: str = published()
    service: str = published()


class EffectMended(CaseFact):
    """An officer corrected what a register had refused."""

    kind = "case.effect_mended"
    sentence = t("Cán bộ đã sửa và gửi lại cơ sở dữ liệu.", "The officer corrected it and sent it again.")

    effect: str = published()


class CaseEnded(CaseFact):
    """What each fact says by which the processing time ends; the row from which figures are computed."""

    on_time: bool = published()
    """Ended no later than promised; also true where no promise had been made yet."""
    was_received: bool = published()
    online_result: bool = published()
    """The result exists as an electronic original."""
    working_days: int = published()
    """Whole working days from receipt, suspended time left out, rounded up."""
    citizen_days: int = published()
    agency_days: int = published()
    other_days: int = published()
    """Whole working days by who held the case, rounded down."""
    supplements: int = published()
    reminders: int = published()
    apologised: bool = published()
    ended_at: datetime = exact()
    due_at: datetime | None = exact()
    minutes_worked: int = exact()
    """Working minutes on the agency's clock."""


class CaseFinished(CaseEnded):
    """The result exists: the processing time ends here (national code 9)."""

    kind = "case.finished"
    sentence = t("Đã có kết quả.", "The result is ready.")


class CaseTurnedAway(CaseEnded):
    """The dossier was not accepted."""

    kind = "case.turned_away"
    sentence = t("Cơ quan không nhận hồ sơ và đã nêu lý do.", "The agency did not accept the dossier and said why.")

    reasons: list[str] = published()


class CaseExpired(CaseEnded):
    """The case stopped because the papers or the money that were asked for did not come in time."""

    kind = "case.expired"
    sentence = t(
        "Hồ sơ dừng vì quá hạn bổ sung hoặc nộp tiền.", "The case stopped: the time to supply or to pay ran out."
    )


class CaseWithdrawn(CaseEnded):
    """The applicant took the application back."""

    kind = "case.withdrawn"
    sentence = t("Người nộp đã rút hồ sơ.", "The applicant withdrew the application.")


class ResultReturned(CaseFact):
    """The results were handed over."""

    kind = "case.returned"
    sentence = t("Kết quả đã được trả.", "The result was handed over.")

    way: str = published()
    """online or counter."""
    returned_at: datetime = exact()


class CaseApologised(CaseFact):
    """The agency said sorry for a late result, with the reason and a new date."""

    kind = "case.apologised"
    sentence = t("Cơ quan xin lỗi và hẹn lại ngày trả kết quả.", "The agency apologised and set a new date.")

    before_due: bool = published()
    new_due_at: datetime = exact()


class CaseRated(CaseFact):
    """The citizen said how it went."""

    kind = "case.rated"
    sentence = t("Người nộp chấm {rating} trên 5.", "The applicant gave {rating} of 5.")

    rating: int = published()


class CaseNoted(CaseFact):
    """An officer wrote a note beside the case."""

    kind = "case.noted"
    sentence = t("Cán bộ ghi chú nội bộ.", "An officer wrote an internal note.")


class CaseTaken(CaseFact):
    """An officer took the case up."""

    kind = "case.taken"
    sentence = t("Cán bộ {officer} đang xử lý.", "{officer} is working on it.")

    officer: str = private()


class CaseFellSilent(CaseFact):
    """Nobody touched the case within its step's limit; its head and its citizen were told."""

    kind = "case.fell_silent"
    sentence = t(
        'Không ai xử lý trong thời hạn của bước "{silent_name}"; chúng tôi đã nhắc cơ quan (lần {times}).',
        'Nobody acted within the limit of the step "{silent_name}"; we reminded the agency (reminder {times}).',
    )

    silent_step: str = published()
    silent_name: str = published()
    times: int = published()
