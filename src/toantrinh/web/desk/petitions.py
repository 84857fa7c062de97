"""Petitions at the desk: the queue by what must be done next, and one petition with everything to answer it."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from toantrinh.cases.models import Petition, PetitionStatus
from toantrinh.cases.queries import petitions as queries
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.problem import Missing, Problem
from toantrinh.kernel.text import Text, t
from toantrinh.kernel.urn import key_of, urn_of
from toantrinh.people.queries import may
from toantrinh.web.design.page import Request, page
from toantrinh.web.design.parts import Link, Milestone
from toantrinh.web.desk.dossier import shown
from toantrinh.web.desk.drawing import HANDLING

TITLE = t("Phản ánh, kiến nghị", "Petitions")
TABS: dict[str, tuple[str, Text]] = {
    "tat-ca": ("all", t("Đang mở", "Open")),
    "cho-nhan": ("receive", t("Chờ nhận", "To take")),
    "xu-ly": ("answer", t("Đang xử lý", "To answer")),
    "cho-duyet": ("approve", t("Chờ duyệt", "To approve")),
    "cong-khai": ("publish", t("Chờ công khai", "To publish")),
    "cho-nguoi-gui": ("waiting", t("Chờ người gửi", "With authors")),
    "qua-han": ("late", t("Quá hạn", "Overdue")),
    "nghi-rac": ("parked", t("Nghi là rác", "Perhaps spam")),
    "da-xong": ("closed", t("Đã xong", "Done")),
}
TONES = {"late": "danger", "soon": "warning", "running": "cham", "waiting": "neutral", "done": "neutral"}
PER_PAGE = 50
KINDS = {
    "person": t("Cá nhân, đã đăng nhập", "A person, signed in"),
    "firm": t("Doanh nghiệp, tổ chức", "A firm"),
    "contact": t("Không đăng nhập, có liên hệ", "Not signed in, can be reached"),
    "unnamed": t("Không ghi tên", "Unnamed"),
}
PARKED = {
    "trap": t("điền ô mà người không thấy", "it filled in what no human sees"),
    "words": t("có từ thường gặp trong rác", "it holds words of spam"),
    "links": t("có nhiều đường dẫn", "it holds many links"),
    "repeated": t("cùng nội dung gửi nhiều lần trong ngày", "the same text came many times in a day"),
}
REASONS = {
    "refuse": t("Lý do không nhận", "Why it was refused"),
    "forward": t("Lý do chuyển", "Why it was sent on"),
    "ask": t("Đã hỏi thêm", "Asked for"),
    "supply": t("Người gửi bổ sung", "Its author added"),
    "send_back": t("Người đứng đầu yêu cầu sửa", "The head wants it changed"),
    "private": t("Lý do không công khai", "Why it is private"),
    "complain": t("Khiếu nại tiếp vì", "Went to the next level because"),
}


@page("petition.read")
def petitions(request: Request) -> HttpResponse:
    """What waits, by what must be done next, the most urgent first."""
    name = request.GET.get("xem", "tat-ca")
    if name not in TABS:
        raise Missing
    mine, start = request.GET.get("cua") == "toi", _start(request)
    lines, counts = queries.list_petition_queue(
        request.actor,
        tab=TABS[name][0],  # type: ignore[arg-type]
        mine=mine,
        start=start,
        size=PER_PAGE,
    )
    kept = {"cua": "toi"} if mine else {}
    total = counts[TABS[name][0]]
    values = {
        "title": TITLE,
        "tab": name,
        "tabs": [
            (words, f"?{urlencode({**kept, 'xem': tab})}", counts[key], tab == name)
            for tab, (key, words) in TABS.items()
        ],
        "lines": [(line, TONES[line.tone], KINDS[line.petition.author_kind]) for line in lines],
        "mine": mine,
        "next_page": f"?{urlencode({**kept, 'xem': name, 'tu': start + PER_PAGE})}" if start + PER_PAGE < total else "",
        "first_page": f"?{urlencode({**kept, 'xem': name})}" if start else "",
    }
    return render(request, "desk/petitions.html", values)


def _start(request: Request) -> int:
    asked = request.GET.get("tu", "0")
    return min(int(asked), 100_000) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 0


def opened(request: Request, number: str) -> Petition:
    """The petition on which somebody works, with a look."""
    return queries.open_petition(number, viewer=request.actor, purpose=HANDLING)


@page("petition.read")
def petition(request: Request, petition: str) -> HttpResponse:
    """One petition whole."""
    return show(request, opened(request, petition))


def show(
    request: Request,
    found: Petition,
    problems: Sequence[Problem] = (),
    *,
    refusal: Problem | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a petition; after an act that a rule refused, with its reason on top."""
    viewer = request.actor
    values = values_of(found, viewer) | {"problems": problems, "refusal": refusal}
    values["title"] = values["view"].words.title
    return render(request, "desk/petition.html", values, status=status)


def values_of(found: Petition, viewer: Actor) -> dict[str, Any]:
    """What every page about a petition shows."""
    view = queries.view_petition(found, viewer=viewer)
    subject = queries.find_subject(found.subject)
    story = queries.petition_story(found, viewer=viewer)
    return {
        "petition": found,
        "view": view,
        "subject": subject,
        "kind": KINDS[found.author_kind],
        "parked": PARKED.get(found.parked),
        "acts": acts_of(found, view.draft is not None, viewer),
        "reasons": [(REASONS[one.act], one) for one in view.reasons if one.act in REASONS],
        "files": [_file(found, one) for one in view.files],
        "milestones": [Milestone(words=one.words, at=one.at, by=one.by) for one in reversed(story)],
        "repeated": queries.find_repeated(found, viewer=viewer),
        "may_merge": may(viewer, "petition.receive", agency=found.agency) and _is_open(found),
        "letter": reverse("desk:petition_letter", args=[found.number]) if view.answers else "",
        "public": reverse("public:petition", args=[view.public_key]) if view.public_key else "",
        "subjects": queries.rules_in_force().subjects,
        "back": Link(words=TITLE, address=reverse("desk:petitions")),
    }


def _is_open(found: Petition) -> bool:
    return found.status in (PetitionStatus.SENT, PetitionStatus.IN_REVIEW)


def _file(found: Petition, one: queries.FileView) -> tuple[queries.FileView, str, bool]:
    address = reverse("desk:petition_file", args=[found.number, key_of(one.line.urn)])
    return one, address, one.line.media_type.startswith("image/")


ACTS: tuple[tuple[str, str, str, Text, str], ...] = (
    ("receive", "petition.receive", "sent", t("Nhận xử lý", "Take it"), "t"),
    ("approve", "petition.approve", "proposed", t("Duyệt và gửi câu trả lời", "Approve and send the answer"), "d"),
    ("publish", "petition.publish", "answered", t("Công khai câu trả lời", "Publish the answer"), "r"),
    ("answer", "petition.answer", "in_review", t("Soạn câu trả lời", "Draft an answer"), "d"),
    ("ask", "petition.ask", "open", t("Hỏi thêm, một lần", "Ask for more, once"), "b"),
    ("forward", "petition.receive", "open", t("Chuyển cơ quan khác", "Send it on"), ""),
    ("assign", "petition.assign", "in_review", t("Giao cho", "Give it to"), "g a"),
    ("refuse", "petition.receive", "open", t("Từ chối, có lý do", "Refuse, with a reason"), ""),
)
"""Act, right, when it can be done, words and key; the first that applies is the main one."""


def acts_of(found: Petition, is_proposed: bool, viewer: Actor) -> list[tuple[str, Text, str, bool]]:
    """What the viewer can do now: address, words, key, and whether it comes first."""
    states = {str(found.status)} | ({"open"} if _is_open(found) else set())
    if is_proposed:
        states.add("proposed")
    possible = [
        (reverse(f"desk:petition_{act}", args=[found.number]), words, key)
        for act, verb, when, words, key in ACTS
        if when in states and may(viewer, verb, agency=found.agency) and not (act == "ask" and found.asked_at)
    ]
    taken: set[str] = set()
    found_acts = []
    for number, (address, words, key) in enumerate(possible):
        found_acts.append((address, words, "" if key in taken else key, number == 0))
        taken.add(key)
    return found_acts


@page("petition.read")
def petition_file(request: Request, petition: str, file: str) -> HttpResponse:
    """A photo or file as it is kept."""
    found = opened(request, petition)
    try:
        urn = urn_of("file", file)
    except ValueError:
        raise Missing from None
    line, content = queries.open_petition_file(found, urn, viewer=request.actor, purpose=HANDLING)
    return shown(content, line.media_type, line.name)


@page("petition.read")
def petition_letter(request: Request, petition: str) -> HttpResponse:
    """The answer as it was sent."""
    found = opened(request, petition)
    content = queries.open_answer_letter(found, viewer=request.actor, purpose=HANDLING)
    return shown(content, "application/pdf", f"{found.number}.pdf")
