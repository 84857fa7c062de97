"""What can be stated of how a dossier comes in, moves, rests, and is consulted upon."""

from datetime import datetime

from toantrinh.cases.facts.path import CaseFact
from toantrinh.kernel.text import t
from toantrinh.record.facts import exact, published


class ReceiptBackdated(CaseFact):
    """A dossier that had come earlier was entered: the clock runs from when it came."""

    kind = "case.backdated"
    sentence = t(
        "Hồ sơ đã đến từ trước, được nhập vào hệ thống sau {hours} giờ làm việc; thời hạn tính từ lúc đến.",
        "The dossier came earlier; it was entered {hours} working hours later. Its clock runs from when it came.",
    )

    hours: int = published()
    """Whole working hours between arrival and entry."""
    arrived_at: datetime = exact()


class PapersHandedIn(CaseFact):
    """Papers were handed in on paper."""

    kind = "case.papers_handed_in"
    sentence = t("Đã nhận {papers} loại giấy tờ bằng bản giấy.", "{papers} papers were handed in on paper.")

    papers: int = published()


class CaseFiledElsewhere(CaseFact):
    """A desk took in a dossier that another agency decides."""

    kind = "case.filed_elsewhere"
    sentence = t(
        "Hồ sơ nộp tại {desk_name}, do {agency_name} giải quyết.",
        "The dossier was handed in at {desk_name}; {agency_name} decides it.",
    )

    desk: str = published(subject=True)
    desk_name: str = published()
    agency_name: str = published()


class HandOverFact(CaseFact):
    """What every fact about papers on their way says."""

    from_agency: str = published(subject=True)
    to_agency: str = published(subject=True)
    hand_over: str = exact(subject=True)


class PapersPacked(HandOverFact):
    """Papers must travel from the desk that took them in to the agency that decides."""

    kind = "case.papers_packed"
    sentence = t("Giấy tờ bản giấy chờ chuyển đến {to_name}.", "The papers wait to be sent to {to_name}.")

    to_name: str = published()
    until: datetime = exact()


class PapersSent(HandOverFact):
    """The papers left."""

    kind = "case.papers_sent"
    sentence = t("Giấy tờ bản giấy đã gửi đi.", "The papers were sent.")

    was_late: bool = published()
    until: datetime = exact()


class PapersArrived(HandOverFact):
    """The papers came."""

    kind = "case.papers_arrived"
    sentence = t("Giấy tờ bản giấy đã đến nơi giải quyết.", "The papers reached the agency that decides.")

    was_late: bool = published()
    is_complete: bool = published()


class HandOverReminded(HandOverFact):
    """Papers did not move within their limit; the head of the side that must act was told."""

    kind = "case.papers_late"
    sentence = t(
        "Giấy tờ bản giấy chậm chuyển; chúng tôi đã nhắc (lần {times}).",
        "The papers are late on their way; we reminded the agency (reminder {times}).",
    )

    times: int = published()


class CaseRerouted(CaseFact):
    """A dossier that had been addressed wrongly passed to the competent agency."""

    kind = "case.rerouted"
    sentence = t(
        "Hồ sơ được chuyển từ {from_name} đến {to_name}; mã hồ sơ giữ nguyên.",
        "The dossier passed from {from_name} to {to_name}; its number stays.",
    )

    from_agency: str = published(subject=True)
    from_name: str = published()
    to_name: str = published()
    days_held: int = published()
    """Whole working days for which the former agency had it."""


class CaseMoved(CaseFact):
    """The open step passed to another role of the agency."""

    kind = "case.moved"
    sentence = t("Bước đang làm được chuyển cho bộ phận khác.", "The open step passed to another unit of the agency.")

    role: str = exact()


class OpinionFact(CaseFact):
    """What every fact about a question to another agency says."""

    asked: str = published(subject=True)
    asked_name: str = published()
    opinion: str = exact(subject=True)


class OpinionAsked(OpinionFact):
    """Another agency was asked for its opinion."""

    kind = "case.opinion_asked"
    sentence = t("Đã hỏi ý kiến {asked_name}.", "{asked_name} was asked for its opinion.")

    waits: bool = published()
    until: datetime = exact()


class OpinionAnswered(OpinionFact):
    """The agency asked gave its opinion."""

    kind = "case.opinion_answered"
    sentence = t("{asked_name} đã trả lời ý kiến.", "{asked_name} gave its opinion.")

    was_late: bool = published()
    hours: int = published()
    """Whole working hours that it took."""


class OpinionOvertaken(OpinionFact):
    """The dossier went on without the opinion."""

    kind = "case.opinion_overtaken"
    sentence = t("Hồ sơ đi tiếp, không chờ ý kiến {asked_name}.", "The dossier went on without {asked_name}.")

    was_late: bool = published()


class OpinionReminded(OpinionFact):
    """An opinion did not come in time; the head of the agency asked was told."""

    kind = "case.opinion_late"
    sentence = t(
        "{asked_name} chậm trả lời ý kiến; chúng tôi đã nhắc (lần {times}).",
        "{asked_name} is late with its opinion; we reminded it (reminder {times}).",
    )

    times: int = published()


class CaseStopped(CaseFact):
    """The work on a case was stopped, with the ground and how to go on; national code 8."""

    kind = "case.stopped"
    sentence = t("Cơ quan dừng giải quyết và đã nêu lý do.", "The agency stopped the work and said why.")

    reasons: list[str] = published()
    stopped_until: datetime = exact()


class CaseResumed(CaseFact):
    """What stopped the case is gone; its clock runs on."""

    kind = "case.resumed"
    sentence = t("Cơ quan tiếp tục giải quyết; đồng hồ chạy tiếp.", "The agency goes on; the clock runs again.")

    due_at: datetime = exact()
