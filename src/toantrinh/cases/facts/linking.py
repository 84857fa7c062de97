"""What can be stated of linked cases."""

from datetime import datetime

from toantrinh.cases.facts.path import CaseFact
from toantrinh.kernel.text import t
from toantrinh.record.facts import exact, published


class CaseOpenedByLink(CaseFact):
    """A case was opened here as one part of a linked application."""

    kind = "case.opened_by_link"
    sentence = t("Hồ sơ được mở từ một hồ sơ liên thông.", "The dossier was opened from a linked application.")

    part: str = published()
    parent: str = exact()


class PartFact(CaseFact):
    """What every fact about a part of a linked application says."""

    part: str = published()
    part_procedure: str = published()
    """National code of the procedure of the part."""
    part_name: str = published()
    part_state: str = exact()


class PartOpened(PartFact):
    """Another agency opened its part as a case of its own."""

    kind = "case.part_opened"
    sentence = t(
        "Đã mở hồ sơ cho phần {part_name} tại cơ quan giải quyết.", "The part {part_name} was opened at its agency."
    )

    part_agency: str = published(subject=True)
    opened: str = exact()
    attempts: int = published()


class PartSilent(PartFact):
    """The other agency's system did not answer; the part is sent again by itself."""

    kind = "case.part_silent"
    sentence = t(
        "Cơ quan nhận phần {part_name} chưa trả lời; hệ thống tự gửi lại.",
        "The agency of the part {part_name} has not answered; it is sent again.",
    )


class PartUnopened(PartFact):
    """The other agency could not open its part."""

    kind = "case.part_unopened"
    sentence = t(
        "Chưa mở được hồ sơ cho phần {part_name}: xem lý do.", "The part {part_name} could not be opened: see why."
    )


class PartEnded(PartFact):
    """The other agency's case has ended: granted, or not."""

    kind = "case.part_ended"
    sentence = t("Cơ quan đã giải quyết xong phần {part_name}.", "The agency has dealt with the part {part_name}.")

    part_outcome: str = published()
    opened: str = exact()


class PartDropped(PartFact):
    """A part is not asked for any more."""

    kind = "case.part_dropped"
    sentence = t("Phần {part_name} không làm nữa.", "The part {part_name} is not asked for any more.")

    why: str = published()
    """withdrawn, earlier_part or alone."""


class PartSentAgain(PartFact):
    """An officer sends a part again that could not be opened."""

    kind = "case.part_sent_again"
    sentence = t("Cán bộ gửi lại phần {part_name}.", "An officer sent the part {part_name} again.")


class PartSeen(PartFact):
    """The officer of the first agency knows that a part came to nothing."""

    kind = "case.part_seen"
    sentence = t(
        "Cán bộ đã biết phần {part_name} không thành.", "The officer knows that the part {part_name} came to nothing."
    )


class PartFiledAlone(PartFact):
    """The citizen begins to file a part alone."""

    kind = "case.part_filed_alone"
    sentence = t("Người nộp làm riêng phần {part_name}.", "The applicant files the part {part_name} alone.")

    draft: str = exact()


class PartsCompleted(CaseFact):
    """Every part has ended: the linked application is closed."""

    kind = "case.parts_completed"
    sentence = t(
        "Mọi phần đã xong: {granted} trên {parts} phần có kết quả.",
        "Every part has ended: {granted} of {parts} with a result.",
    )

    granted: int = published()
    parts: int = published()
    closed_at: datetime = exact()
