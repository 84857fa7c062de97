"""My petitions: by account, or by number and secret; where each stands, its answer, and what its author may do."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from toantrinh.cases.actions import petitions as acts
from toantrinh.cases.models import Petition, PetitionStatus
from toantrinh.cases.queries import petitions as queries
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Invalid, Missing, Problem, Refused
from toantrinh.kernel.text import Text, t
from toantrinh.kernel.urn import key_of, urn_of
from toantrinh.record.queries import list_looks
from toantrinh.web.design.fields import Field, by_field
from toantrinh.web.design.flash import say_done
from toantrinh.web.design.page import Request, page
from toantrinh.web.design.parts import Link, Milestone
from toantrinh.web.portal import looking
from toantrinh.web.portal.speaking import MOST_READ, remember, secret_of

MINE = t("Phản ánh của tôi", "My petitions")
FOLLOW = t("Theo dõi phản ánh", "Follow a petition")
OWN = "own"
TONES = {"late": "danger", "soon": "warning", "running": "cham", "waiting": "warning", "done": "neutral"}


@page("petition.follow")
def petitions(request: Request) -> HttpResponse:
    """Every petition of mine, the newest first."""
    lines = [(line, TONES[line.tone]) for line in queries.list_my_petitions(request.actor)]
    return render(request, "portal/petitions.html", {"title": MINE, "lines": lines})


# ---- by account


@page("petition.follow", methods=("GET", "POST"))
def petition(request: Request, petition: str) -> HttpResponseBase:
    """One petition of mine."""
    found = queries.open_petition(petition, viewer=request.actor)
    back = Link(words=MINE, address=reverse("portal:petitions"))
    return _page(request, found, request.actor, back=back, address="portal:petition")


@page("petition.follow")
def petition_letter(request: Request, petition: str) -> HttpResponse:
    """The answer as a letter."""
    found = queries.open_petition(petition, viewer=request.actor)
    return _pdf(queries.open_answer_letter(found, viewer=request.actor, purpose=OWN), found.number)


@page("petition.follow")
def petition_file(request: Request, petition: str, file: str) -> HttpResponse:
    """A photo or file that I sent."""
    found = queries.open_petition(petition, viewer=request.actor)
    try:
        urn = urn_of("file", file)
    except ValueError:
        raise Missing from None
    line, content = queries.open_petition_file(found, urn, viewer=request.actor, purpose=OWN)
    response = HttpResponse(content, content_type=line.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = 'inline; filename="tep"'
    return response


# ---- by number and secret


@page(anyone=True, methods=("GET", "POST"))
def follow(request: Request) -> HttpResponseBase:
    """Number and secret; who has shown them goes on in this session without them."""
    problems: list[Problem] = []
    number, secret = request.POST.get("ma_so", ""), request.POST.get("ma_bi_mat", "")
    if request.method == "POST":
        try:
            found, _ = queries.follow_petition(number, secret)
        except Problem as problem:
            problems = [Problem(problem.message, code=problem.code, field="ma_so")]
        else:
            remember(request, found.number, secret)
            return redirect("portal:follow_petition", petition=found.number)
    said = by_field(problems)
    fields = [
        Field(
            name="ma_so",
            kind="text",
            label=t("Mã số", "Number"),
            hint=t("Ví dụ PA-H29.27301-261008-0001", "Such as PA-H29.27301-261008-0001"),
            value=number or request.GET.get("ma", ""),
            problem=said.get("ma_so", ""),
        ),
        Field(
            name="ma_bi_mat",
            kind="text",
            label=t("Mã bí mật", "Secret"),
            hint=t("10 chữ và số trên trang bạn đã lưu khi gửi", "10 letters and digits on the page that you saved"),
            value=secret if problems else "",
        ),
    ]
    values = {"title": FOLLOW, "fields": fields, "problems": problems}
    return render(request, "portal/follow.html", values, status=422 if problems else 200)


def _by_secret(request: Request, number: str) -> tuple[Petition, Actor] | None:
    try:
        return queries.reopen_petition(number, secret_of(request, number))
    except Missing:
        return None


@page(anyone=True, methods=("GET", "POST"))
def follow_petition(request: Request, petition: str) -> HttpResponseBase:
    """One petition, for whoever has shown its secret in this session."""
    opened = _by_secret(request, petition)
    if opened is None:
        return redirect(f"{reverse('portal:follow')}?ma={petition}")
    back = Link(words=FOLLOW, address=reverse("portal:follow"))
    response = _page(request, *opened, back=back, address="portal:follow_petition")
    response.headers["Cache-Control"] = "no-store"
    return response


@page(anyone=True)
def follow_letter(request: Request, petition: str) -> HttpResponseBase:
    """The answer as a letter, for whoever has shown its secret in this session."""
    opened = _by_secret(request, petition)
    if opened is None:
        return redirect(f"{reverse('portal:follow')}?ma={petition}")
    response = _pdf(queries.open_answer_letter(opened[0], viewer=opened[1], purpose=OWN), petition)
    response.headers["Cache-Control"] = "no-store"
    return response


def _pdf(content: bytes, number: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = f'inline; filename="{number}.pdf"'
    return response


# ---- the page, the same for both


def _page(request: Request, found: Petition, author: Actor, *, back: Link, address: str) -> HttpResponseBase:
    """Show it; a POST does one of the author's acts first."""
    problems: Sequence[Problem] = []
    refusal: Problem | None = None
    if request.method == "POST":
        try:
            done = _act(request, found, author)
        except Invalid as wrong:
            problems = wrong.problems
        except (Missing, Refused) as refused:
            if isinstance(refused, Missing):
                raise
            refusal = refused
        else:
            if request.actor.urn:
                say_done(request, done)
            return redirect(address, petition=found.number)
        found.refresh_from_db()
    values = _values(found, author) | {
        "title": queries.view_petition(found, viewer=author).words.title,
        "problems": problems,
        "refusal": refusal,
        "said": by_field(problems),
        "typed": request.POST.get("text", ""),
        "back": back,
        "letter": reverse(
            f"{address}_letter" if address == "portal:petition" else "portal:follow_letter", args=[found.number]
        ),
        "has_account": bool(author.assurance),
    }
    status = 422 if problems else refusal.status if refusal else 200
    return render(request, "portal/petition.html", values, status=status)


def _act(request: Request, found: Petition, author: Actor) -> Text:
    """Do what the button says; answers what was done."""
    posted, verb = request.POST, request.POST.get("lam", "")
    known: dict[str, Callable[[], Text]] = {
        "supply": lambda: _supply(request, found, author),
        "rate": lambda: _rate(posted.get("satisfied", ""), posted.get("text", ""), found, author),
        "complain": lambda: _complain(posted.get("text", ""), found, author),
        "withdraw": lambda: _withdraw(found, author),
    }
    if verb not in known:
        raise Invalid([Problem(t("Bấm một nút trên trang.", "Press a button of the page."), field="")])
    return known[verb]()


def _supply(request: Request, found: Petition, author: Actor) -> Text:
    for upload in request.FILES.getlist("files"):
        try:
            acts.attach_file(found, upload.read(MOST_READ), name=upload.name or "", by=author)
        except (Missing, Refused):
            raise
        except Problem as problem:
            raise Invalid([Problem(problem.message, code=problem.code, field="files")]) from None
    acts.supply_petition(found, request.POST.get("text", ""), by=author)
    return t("Đã gửi phần bổ sung; đồng hồ của cơ quan chạy tiếp.", "It was sent; the agency's clock runs on.")


def _rate(satisfied: str, words: str, found: Petition, author: Actor) -> Text:
    if satisfied not in ("yes", "no"):
        raise Invalid([Problem(t("Chọn hài lòng hoặc không.", "Choose content or not."), field="satisfied")])
    acts.rate_answer(found, satisfied == "yes", words=words, by=author)
    return t("Đã ghi đánh giá của bạn.", "Your rating was recorded.")


def _complain(words: str, found: Petition, author: Actor) -> Text:
    acts.complain_further(found, words, by=author)
    return t("Đã chuyển lên cấp trên; đồng hồ mới bắt đầu.", "It went to the next level; its clock has begun.")


def _withdraw(found: Petition, author: Actor) -> Text:
    acts.withdraw_petition(found, by=author)
    return t("Đã rút phản ánh.", "The petition was withdrawn.")


def _values(found: Petition, author: Actor) -> dict[str, Any]:
    view = queries.view_petition(found, viewer=author)
    subject = queries.find_subject(found.subject)
    is_open = found.status in (PetitionStatus.SENT, PetitionStatus.IN_REVIEW, PetitionStatus.WAITING)
    ended = found.status == PetitionStatus.ANSWERED or found.outcome in ("published", "private", "refused")
    may_complain = (
        ended
        and found.level == 1
        and found.author_kind != "unnamed"
        and found.complain_until is not None
        and found.complain_until > now()
        and queries.next_level(found.agency) is not None
    )
    story = queries.petition_story(found, viewer=author)
    return {
        "petition": found,
        "view": view,
        "subject": subject.name if subject else "",
        "asked": next((one for one in reversed(view.reasons) if one.act == "ask"), None),
        "refused": next((one for one in reversed(view.reasons) if one.act == "refuse"), None),
        "forwards": [one for one in view.reasons if one.act == "forward"],
        "kept_private": next((one for one in view.reasons if one.act == "private"), None),
        "files": [
            (one, reverse("portal:petition_file", args=[found.number, key_of(one.line.urn)])) for one in view.files
        ],
        "milestones": [Milestone(words=one.words, at=one.at) for one in story],
        "may_rate": found.answered_at is not None and found.satisfied is None and ended and found.outcome != "refused",
        "may_complain": may_complain,
        "above": queries.next_level(found.agency) if may_complain else None,
        "may_withdraw": is_open,
        "public": reverse("public:petition", args=[view.public_key]) if view.public_key else "",
        "looks": _looks(found, author) if author.assurance else [],
    }


def _looks(found: Petition, author: Actor) -> list[looking.Looked]:
    shown = list_looks(found.author, viewer=author, limit=1000).shown
    return looking.lines([one for one in shown if one.about == found.urn], {})
