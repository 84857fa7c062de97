"""At the counter: who has come, or written, and for what; the form and its papers follow in `counter_form`."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from toantrinh.cases import actions
from toantrinh.cases.definition import Channel
from toantrinh.cases.models import Case
from toantrinh.cases.queries import Narrowing, is_offered, most_used, search_procedures
from toantrinh.exchange.actions import call
from toantrinh.kernel.identifiers import read_personal_number
from toantrinh.kernel.moment import HANOI, local, now
from toantrinh.kernel.partial_date import read_date
from toantrinh.kernel.problem import Invalid, Missing, Problem, Refused, Silent
from toantrinh.kernel.text import Text, t
from toantrinh.kernel.urn import key_of
from toantrinh.people.actions import know_person
from toantrinh.web.design.fields import Choice, Field, by_field
from toantrinh.web.design.page import Request, page
from toantrinh.web.design.say import Words
from toantrinh.web.desk.drawing import CHANNELS

PREFILL = "dien-san"
"""Why the officer asks the population register for a name."""
MOST_OFFERED = 8
"""Procedures that stand ready to be chosen, and results of a search that are shown."""
CARD_PARTS = 7
"""Number, old number, name, day of birth, sex, address, day of issue: what the QR code of a chip card holds."""
FOUND, USED = t("Thủ tục tìm được", "Found"), t("Thủ tục hay dùng", "Used most")
_TIME = re.compile(r"([01]?\d|2[0-3])[:hg](\d{2})?")


@page("case.file_for", methods=("GET", "POST"))
def begin(request: Request) -> HttpResponseBase:
    """The person's number or the card's QR code, the procedure, and how and when it came."""
    if request.method != "POST":
        return _beginning(request, [])
    posted = request.POST
    code, problems = _procedure(posted)
    channel = posted.get("channel", "")
    if channel not in (Channel.COUNTER, Channel.POST):
        problems.append(Problem(t("Chọn cách nộp.", "Choose how it came."), field="channel"))
    arrival: Arrival | None = None
    try:
        arrival = read_arrival(posted)
    except Problem as problem:
        problems.append(problem)
    try:
        number, name = _who(posted.get("person", ""), posted.get("full_name", ""), request)
    except Problem as problem:
        problems.insert(0, problem)
    if problems:
        return _beginning(request, problems)
    person = know_person(number, by=request.actor)
    try:
        case = actions.create_draft(
            code, applicant=person.urn, applicant_name=name, channel=Channel(channel), by=request.actor
        )
    except Refused as problem:  # it is not accepted in this way
        return _beginning(request, [Problem(problem.message, field="channel")])
    if arrival and (found := _note_arrival(request, case, arrival)):
        return _beginning(request, found)
    actions.fetch_lookups(case, by=request.actor)
    return redirect("desk:counter_form", key=key_of(case.urn))


def _note_arrival(request: Request, case: Case, arrival: "Arrival") -> Sequence[Problem]:
    """Keep when it came; what cannot be, comes back, and nothing has begun."""
    posted, day = request.POST, arrival.posted_on
    why, slip = posted.get("why", ""), posted.get("slip", "")
    try:
        actions.note_arrival(case, arrival.at, why=why, slip=slip, posted_on=day, by=request.actor)
    except Invalid as problem:
        actions.discard_draft(case, by=request.actor)
        return problem.problems
    return ()


# --- Who, what, when --------------------------------------------------------------------------------------------------


def _who(typed: str, name: str, request: Request) -> tuple[str, str]:
    """Number and name: the QR code of a card holds both (`number|…|name|…`); else the population register is asked."""
    parts = [part.strip() for part in typed.split("|")]
    number = str(read_personal_number(parts[0], field="person"))
    if len(parts) > 2 and parts[2]:
        _require_one_card(number, parts)
        return number, parts[2][:100]
    person = know_person(number, by=request.actor)
    asked = {"personal_number": number}
    try:
        found = call("population.person.read", asked, by=request.actor, purpose=PREFILL, about=person.urn)
        return number, str(found["full_name"])
    except (Missing, Refused, Silent) as problem:
        if name.strip():
            return number, " ".join(name.split())[:100]
        words = t(
            "Cơ sở dữ liệu dân cư chưa trả lời về số này. Nhập họ tên như trên thẻ.",
            "The population register does not answer for this number. Enter the name as on the card.",
        )
        raise Problem(words, field="full_name") from problem


def _require_one_card(number: str, parts: Sequence[str]) -> None:
    """The number names the year of birth: a card that was read wrongly, or of two persons, is told."""
    born = parts[3] if len(parts) >= CARD_PARTS else ""
    if re.fullmatch(r"\d{8}", born) and born[6:] != number[4:6]:
        words = t(
            "Mã QR đọc chưa đúng: năm sinh {year} không khớp số định danh. Quét lại thẻ.",
            "The code was not read well: year of birth {year} does not fit the number. Scan the card again.",
        )
        raise Problem(words.fill(year=born[4:]), field="person")


def _procedure(posted: Mapping[str, str]) -> tuple[str, list[Problem]]:
    """The procedure that was chosen, or the only one that was looked for."""
    code, text = posted.get("code", ""), posted.get("thu_tuc", "").strip()
    if code and is_offered(code):
        return code, []
    if not text:
        return "", [Problem(t("Chọn một thủ tục.", "Choose a procedure."), field="code")]
    hits = _found(text)
    if not hits:
        words = t('Không có thủ tục nào khớp "{text}".', 'No procedure matches "{text}".').fill(text=text[:60])
        return "", [Problem(words, field="thu_tuc")]
    if len(hits) == 1:
        return hits[0].value, []
    return "", [Problem(t("Chọn một thủ tục tìm được.", "Choose one of those that were found."), field="code")]


def _found(text: str) -> list[Choice]:
    hits = search_procedures(text, Narrowing(only_offered=True)).hits[:MOST_OFFERED]
    return [Choice(value=hit.code, label=hit.procedure.names.short) for hit in hits if hit.is_offered]


def _usual() -> list[Choice]:
    return [Choice(value=hit.code, label=hit.procedure.names.short) for hit in most_used(MOST_OFFERED)]


@dataclass(frozen=True, slots=True)
class Arrival:
    """When something came that is entered later."""

    at: datetime
    posted_on: date | None


def read_arrival(posted: Mapping[str, str]) -> Arrival | None:
    """Day and hour of arrival as they were typed; None where it comes right now."""
    day_typed, time_typed = posted.get("arrived_on", "").strip(), posted.get("arrived_time", "").strip()
    posted_typed = posted.get("posted_on", "").strip()
    posted_on = read_date(posted_typed, field="posted_on") if posted_typed else None
    if not day_typed and not time_typed and posted_on is None:
        return None
    moment = local(now())
    day = read_date(day_typed, field="arrived_on") if day_typed else moment.date()
    if not time_typed:
        if day == moment.date():
            return Arrival(moment, posted_on)
        raise Problem(t("Nhập giờ nhận, ví dụ 14:30.", "Enter the hour, such as 14:30."), field="arrived_time")
    found = _TIME.fullmatch(time_typed.lower())
    if found is None or int(found[2] or 0) > 59:
        words = t("Không có giờ “{typed}”. Nhập như 14:30.", "“{typed}” is no time. Enter it like 14:30.")
        raise Problem(words.fill(typed=time_typed[:20]), field="arrived_time")
    at = datetime(day.year, day.month, day.day, int(found[1]), int(found[2] or 0), tzinfo=HANOI)
    return Arrival(at, posted_on)


# --- What the page shows ----------------------------------------------------------------------------------------------

_LATER: tuple[tuple[str, Text, Text], ...] = (
    (
        "arrived_on",
        t("Ngày nhận", "Day on which it came"),
        t("27/11/2026, hôm nay, hoặc -1", "27/11/2026, today, or -1"),
    ),
    ("arrived_time", t("Giờ nhận", "Hour"), t("Ví dụ 14:30", "Such as 14:30")),
    ("posted_on", t("Ngày trên dấu bưu điện", "Day of the postmark"), t("Khi gửi qua bưu chính", "When it was posted")),
    ("slip", t("Số phiếu giấy đã phát", "Number of the paper slip"), t("Khi mất mạng", "When nothing worked")),
    (
        "why",
        t("Vì sao nhập sau", "Why it is entered later"),
        t("Người nộp và cơ quan giải quyết đọc được.", "The applicant and the deciding agency can read it."),
    ),
)
"""What is asked of something that came earlier: name, label, hint."""


def _beginning(request: Request, problems: Sequence[Problem]) -> HttpResponse:
    posted, words = request.POST, by_field(problems)
    later = [
        Field(name=name, kind="text", label=label, hint=hint, value=posted.get(name, ""), problem=words.get(name, ""))
        for name, label, hint in _LATER
    ]
    values = {
        "title": t("Nhận hồ sơ tại quầy", "File at the counter"),
        "fields": _who_and_what(posted, words),
        "later": later,
        "later_open": any(posted.get(name) or name in words for name, _, _ in _LATER),
        "problems": problems,
    }
    return render(request, "desk/counter.html", values, status=422 if problems else 200)


def _who_and_what(posted: Mapping[str, str], words: Mapping[str, Words]) -> list[Field]:
    text = posted.get("thu_tuc", "").strip()
    offered = (_found(text) if text else []) or _usual()
    channels = [Choice(value=one, label=CHANNELS[one]) for one in (Channel.COUNTER, Channel.POST)]
    fields = [
        Field(
            name="person",
            kind="text",
            label=t("Số định danh, hoặc quét mã QR trên thẻ", "Personal number, or scan the card's QR code"),
            value=posted.get("person", ""),
            problem=words.get("person", ""),
        ),
        Field(
            name="thu_tuc",
            kind="text",
            label=t("Tìm thủ tục bằng lời hoặc mã", "Find the procedure by words or code"),
            value=text,
            problem=words.get("thu_tuc", ""),
            optional=True,
        ),
        Field(
            name="code",
            kind="choice",
            label=FOUND if text else USED,
            value=posted.get("code", offered[0].value if len(offered) == 1 else ""),
            choices=offered,
            problem=words.get("code", ""),
        ),
        Field(
            name="channel",
            kind="choice",
            label=t("Cách nộp", "How it came"),
            value=posted.get("channel", Channel.COUNTER),
            choices=channels,
            problem=words.get("channel", ""),
        ),
    ]
    if "full_name" in words or posted.get("full_name"):
        fields.insert(1, _name(posted, words))
    return fields


def _name(posted: Mapping[str, str], words: Mapping[str, Words]) -> Field:
    """Asked where no register tells it."""
    return Field(
        name="full_name",
        kind="full_name",
        label=t("Họ, chữ đệm và tên như trên thẻ", "Full name as on the card"),
        value=posted.get("full_name", ""),
        problem=words.get("full_name", ""),
    )
