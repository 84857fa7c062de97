"""What the portal says of limits, fees, channels and clocks, in the words of those who read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from toantrinh.cases.definition import Channel, ChannelTerms, Fee, Limit, Procedure
from toantrinh.cases.models import Case
from toantrinh.cases.queries import Clock as CaseClock
from toantrinh.cases.queries import exempted, quote, say_limit
from toantrinh.kernel.calendar import DAY_OF_WORK
from toantrinh.kernel.moment import local, now, today
from toantrinh.kernel.text import Text, t
from toantrinh.web.design.parts import Clock, Link, Stretch

CHANNELS: dict[Channel, Text] = {
    Channel.ONLINE: t("Trên mạng", "Online"),
    Channel.COUNTER: t("Tại quầy một cửa", "At the one-stop counter"),
    Channel.POST: t("Qua bưu điện", "By post"),
}
LEVELS: dict[str, Text] = {
    "commune": t("Uỷ ban nhân dân xã, phường, đặc khu", "People's committee of the commune"),
    "province": t("Cơ quan cấp tỉnh", "A provincial agency"),
    "ministry": t("Bộ, cơ quan trung ương", "A ministry"),
}
DECIDES: dict[str, Text] = {
    "commune_committee": LEVELS["commune"],
    "commune_police": t("Công an xã, phường, đặc khu", "Police of the commune"),
    "provincial_committee": t("Uỷ ban nhân dân tỉnh, thành phố", "People's committee of the province"),
    "provincial_department": t("Sở chuyên ngành của tỉnh, thành phố", "A department of the province"),
    "provincial_police": t("Công an tỉnh, thành phố", "Police of the province"),
    "provincial_social_insurance": t("Bảo hiểm xã hội tỉnh, thành phố", "Social insurance of the province"),
}
"""By the kind of agency that is competent; where it is one of its own, its level says it."""
WAITS: dict[str, Text] = {
    "supplement": t("chờ bạn bổ sung", "waiting for what was asked of you"),
    "confirmation": t("chờ bạn xem bản nháp", "waiting for you to check the draft"),
    "payment": t("chờ bạn nộp tiền", "waiting for your payment"),
}
WHOSE: dict[str, Text] = {
    "citizen": t("chờ bạn", "waiting for you"),
    "agency": t("cơ quan", "the agency"),
    "other": t("nơi khác", "another body"),
    "nobody": t("không ai", "nobody"),
}


def say_promise(limit: Limit) -> Text:
    """What is promised before the agency has received the dossier, as a sentence."""
    if not limit.is_known:
        return t(
            "Ngày trả kết quả do cơ quan hẹn khi tiếp nhận, vì nguồn chưa ghi thời hạn bằng số.",
            "The agency sets the day of the result when it receives the dossier: no limit in numbers is published.",
        )
    words = t(
        "Hẹn trả: {limit}, tính từ lúc cơ quan nhận.", "Promised: {limit}, from the moment the agency receives it."
    )
    return words.fill(limit=say_limit(limit))


def decides(procedure: Procedure) -> Text:
    """What kind of agency decides."""
    return DECIDES.get(procedure.competent.kind) or LEVELS[procedure.level]


def begun(words: Text) -> Text:
    """The words as a sentence begins."""
    return Text(words.vi[:1].upper() + words.vi[1:], words.en[:1].upper() + words.en[1:])


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """What one charge comes to before anybody has answered anything, and who pays less."""

    name: Text
    words: Text
    basis: str
    exempted: Sequence[Text]
    note: str
    sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What holds for one way of applying, or for several alike."""

    way: Text
    limit: Text
    others: Sequence[tuple[Text, Text | None]]
    """Other limits, each with the case in which it holds, where one is known."""
    basis: str
    fees: Sequence[Quoted]
    note: Text | None
    is_online: bool


def terms_of(procedure: Procedure) -> list[Terms]:
    """Time and fee of every way in, online first; ways with the same terms stand together."""
    alike: list[tuple[ChannelTerms, list[Channel]]] = []
    for channel in (one for one in CHANNELS if one in procedure.channels):
        terms = procedure.channels[channel]
        same = next((channels for known, channels in alike if known == terms), None)
        if same is None:
            alike.append((terms, [channel]))
        else:
            same.append(channel)
    asked = next((item for item in procedure.fields() if item.name == "variant"), None)
    names = {f'variant = "{choice.value}"': choice.label for choice in (asked.choices if asked else ())}
    return [_terms(terms, channels, names) for terms, channels in alike]


def _others(terms: ChannelTerms, names: Mapping[str, Text]) -> list[tuple[Text, Text | None]]:
    """Limits beside the usual one, once each: of named cases, then those that the desk chooses."""
    named = [(say_limit(one.limit), name) for one in terms.limits if (name := names.get(one.when or ""))]
    loose = [(say_limit(one.limit), None) for one in terms.limits if one.when is None]
    known = {words for words, _ in named}
    return [*named, *(one for one in loose if one[0] not in known)]


def _terms(terms: ChannelTerms, channels: Sequence[Channel], names: Mapping[str, Text]) -> Terms:
    ways = [CHANNELS[channel] for channel in channels]
    joined = Text(", ".join(way.vi.lower() for way in ways), ", ".join(way.en.lower() for way in ways))
    return Terms(
        way=begun(joined),
        limit=begun(say_limit(terms.limit)),
        others=_others(terms, names),
        basis=terms.limit.basis,
        fees=[_quoted(fee) for fee in terms.fees],
        note=terms.note,
        is_online=Channel.ONLINE in channels,
    )


def _quoted(fee: Fee) -> Quoted:
    return Quoted(
        name=fee.name,
        words=quote(fee, today()),
        basis=fee.basis,
        exempted=exempted(fee, today()),
        note=fee.note,
        sure=fee.sure,
    )


def face_of(case: Case, found: CaseClock, *, apology: Link | None = None) -> Clock:
    """The clock of a case as its citizen reads it."""
    days, hours = _left(found)
    face = Clock(
        due_at=found.due_at,
        left=-found.late_days if found.tone == "late" else days,
        hours_left=hours,
        holder=holder_of(found),
        is_done=found.tone == "done",
        apology=apology,
        promised_anew_at=found.new_due_at,
        stretches=_stretches(found),
    )
    if found.stopped_since is None:
        return face
    return replace(
        face,
        stopped_since=local(found.stopped_since).date(),
        stopped_because=WAITS.get(case.wait) or found.stopped_by or "",
        due_if_answered_today=found.due_if_continued_now,
    )


def _left(found: CaseClock) -> tuple[int, int | None]:
    """Whole working days until the promise; below one day, whole hours."""
    left = found.left or timedelta()
    if found.tone == "late" or found.left is None or left >= DAY_OF_WORK:
        return left // DAY_OF_WORK, None
    return 0, left // timedelta(hours=1)


def holder_of(found: CaseClock) -> Text | str:
    """Who has the case now, in words for its citizen; empty where nobody does."""
    if found.holder == "citizen":
        return t("bạn", "you")
    return "" if found.holder == "nobody" else found.holder_name


def _stretches(found: CaseClock) -> list[Stretch]:
    return [
        Stretch(
            start_at=one.from_at,
            end_at=one.until_at or now(),
            whose=WHOSE[one.holder],
            counts=one.counts,
            reason=one.why,
        )
        for one in found.stretches
    ]
