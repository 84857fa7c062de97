"""Who looked at my data: office, purpose, when and for which dossier, with repeats folded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from toantrinh.exchange.queries import find_purpose
from toantrinh.kernel.moment import local
from toantrinh.kernel.text import Text, t
from toantrinh.people.queries import open_agency
from toantrinh.record.queries import LookView
from toantrinh.registers.queries import describe_look

WHAT: dict[str, Text] = {
    "case": t("nội dung hồ sơ", "what the dossier says"),
    "petition": t("nội dung phản ánh, kiến nghị", "what the petition says"),
    "file": t("tệp trong hồ sơ", "a file of the dossier"),
    "letter": t("thư, giấy tờ", "a letter"),
    "name": t("họ tên, trong danh sách", "the name, in a list"),
    "number": t("số định danh", "the personal number"),
    "contacts": t("cách liên hệ", "contact details"),
}
WHY: dict[str, Text] = {
    "own": t("xem giấy tờ của mình", "to see one's own papers"),
    "mandate": t("làm thay theo uỷ quyền", "acting by mandate"),
    "case.file": t("để nộp hồ sơ", "to file a dossier"),
    "check": t("để kiểm tra một giấy tờ", "to check a paper"),
    "consent": t("để trả lời lời xin đồng ý", "to answer a request of consent"),
    "party": t("cùng đứng tên trong hồ sơ", "as the other person of the dossier"),
    "queue": t("xem danh sách việc", "to see the list of work"),
    "bulk": t("xử lý nhiều hồ sơ cùng lúc", "to act on many dossiers together"),
    "search": t("tìm hồ sơ", "to find a dossier"),
}
HANDLING = t("để giải quyết hồ sơ", "to handle the dossier")
WHO: dict[str, Text] = {
    "citizen": t("Người thân hoặc người được uỷ quyền", "A relative, or somebody with a mandate"),
    "house": t("Hệ thống tự hỏi, theo quyết định của cơ quan", "The system by itself, on an agency's decision"),
    "anyone": t("Người kiểm tra giấy tờ bằng mã QR", "Somebody checking a paper by its QR code"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """One look, or several alike on one day."""

    at: datetime
    """Of the newest."""
    day: date
    who: Text
    """The office, never the officer."""
    what: Text
    why: Text
    number: str = ""
    """Of the dossier for which it was, where the reader may open it."""
    times: int = 1


def lines(looks: Sequence[LookView], numbers: Mapping[str, str]) -> list[Looked]:
    """Looks in words, newest first; `numbers` names the dossiers that the reader may open, by URN."""
    agencies = {urn: _agency(urn) for urn in {one.agency for one in looks if one.by == "officer"}}
    seen = {what: _what(what) for what in {one.what for one in looks}}
    reasons = {purpose: _why(purpose) for purpose in {one.purpose for one in looks}}
    return _folded(
        Looked(
            at=one.at,
            day=local(one.at).date(),
            who=agencies[one.agency] if one.by == "officer" else WHO[one.by],
            what=seen[one.what],
            why=reasons[one.purpose],
            number=numbers.get(one.about, ""),
        )
        for one in looks
    )


def _agency(urn: str) -> Text:
    agency = open_agency(urn)
    return Text(agency.name, agency.name_en or agency.name)


def _what(what: str) -> Text:
    return WHAT.get(what) or describe_look(what) or Text(what, what)


def _why(purpose: str) -> Text:
    found = find_purpose(purpose)
    return WHY.get(purpose) or (found.label if found else HANDLING)


def _folded(looks: Iterable[Looked]) -> list[Looked]:
    """Repeats on one day as one line with their number; the newest first."""
    alike: dict[tuple[object, ...], list[Looked]] = {}
    for one in looks:
        alike.setdefault((one.day, one.who, one.what, one.why, one.number), []).append(one)
    return [
        Looked(
            at=max(one.at for one in group),
            day=group[0].day,
            who=group[0].who,
            what=group[0].what,
            why=group[0].why,
            number=group[0].number,
            times=sum(one.times for one in group),
        )
        for group in alike.values()
    ]


def by_day(looks: Sequence[Looked]) -> list[tuple[date, list[Looked]]]:
    """Looks grouped by day, as they come."""
    return [(day, list(group)) for day, group in groupby(looks, key=lambda one: one.day)]
