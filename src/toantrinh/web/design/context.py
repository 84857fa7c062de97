"""What every template knows: the language, who acts, the face of the house that this page belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from toantrinh.kernel.actor import NOBODY, Actor
from toantrinh.kernel.text import Text, t
from toantrinh.people.queries import list_offices, may
from toantrinh.record.queries import is_demonstration
from toantrinh.web.design.flash import take_done
from toantrinh.web.design.middleware import session_seconds
from toantrinh.web.design.say import language


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """One of the faces of the house: its name, its first page and how large it writes."""

    code: str
    name: Text
    home: str = "/"
    size: str = "md"
    verb: str = ""
    """What one must be able to do for this face to be of any use; empty for everyone."""
    nav: Sequence[tuple[str, Text]] = ()
    """Names of addresses and the words of their links."""


FACES: dict[str, Face] = {
    face.code: face
    for face in (
        Face(
            code="portal",
            name=t("Dịch vụ công", "Public services"),
            verb="case.read_own",
            nav=(
                ("portal:cases", t("Hồ sơ của tôi", "My dossiers")),
                ("portal:letters", t("Thư", "Messages")),
                ("portal:petitions", t("Phản ánh", "Petitions")),
                ("portal:papers", t("Giấy tờ", "My papers")),
                ("portal:my_data", t("Dữ liệu của tôi", "My data")),
            ),
        ),
        Face(
            code="desk",
            name=t("Một cửa", "One-stop desk"),
            home="/mot-cua/",
            verb="case.read",
            size="sm",
            nav=(
                ("desk:queue", t("Hàng đợi", "Queue")),
                ("desk:counter", t("Tại quầy", "Counter")),
                ("desk:petitions", t("Phản ánh", "Petitions")),
                ("desk:search", t("Tìm hồ sơ", "Find a dossier")),
                ("desk:money", t("Thu tiền", "Money")),
                ("desk:numbers", t("Số của tôi", "My numbers")),
            ),
        ),
        Face(
            code="public",
            name=t("Số liệu mở", "Open figures"),
            home="/so-lieu/",
            nav=(
                ("public:figures", t("Số liệu", "Figures")),
                ("public:petitions", t("Phản ánh đã trả lời", "Answered petitions")),
                ("public:check", t("Kiểm tra giấy tờ", "Check a paper")),
                ("public:record", t("Sổ ghi", "The record")),
            ),
        ),
        Face(
            code="console",
            name=t("Vận hành", "Operations"),
            home="/van-hanh/",
            verb="console.read",
            size="sm",
            nav=(
                ("console:health", t("Tình trạng", "Health")),
                ("console:deliveries", t("Việc kẹt", "Stuck")),
                ("console:money", t("Tiền", "Money")),
                ("console:record", t("Sổ ghi", "The record")),
                ("console:people", t("Người và vai trò", "People and roles")),
            ),
        ),
    )
}


@dataclass(frozen=True, slots=True)
class NavItem:
    """One link of a face's navigation."""

    words: Text
    address: str
    is_here: bool


def every_page(request: HttpRequest) -> dict[str, Any]:
    """Values for every template."""
    actor = getattr(request, "actor", NOBODY)
    match = request.resolver_match
    face = FACES.get(match.app_name or match.namespace if match else "", FACES["portal"])
    offices = SimpleLazyObject(lambda: list_offices(request.user) if actor.urn else [])  # type: ignore[arg-type]
    return {
        "language": language(),
        "here": request.get_full_path(),
        "actor": actor,
        "face": face,
        "nav": nav_of(face, request),
        "has_offices": offices,
        "office": next((held for held in offices if held.urn == actor.office), None) if actor.office else None,
        "session_seconds": session_seconds(actor),
        "demonstration": is_demonstration(),
        "help_phone": settings.HELP_PHONE,
        "other_language": next(pair for pair in settings.LANGUAGES if pair[0] != language()),
        "done": take_done(request) if actor.urn else None,
    }


def nav_of(face: Face, request: HttpRequest) -> list[NavItem]:
    """The links of a face; to one who has no use for it, the way to their own."""
    actor: Actor = getattr(request, "actor", NOBODY)
    if face.verb and not may(actor, face.verb):
        own = first_face(actor)
        return [NavItem(own.name, own.home, False)] if own and own != face else []
    found = [(words, _address(name)) for name, words in face.nav]
    # Of two addresses, one inside the other, the page belongs to the nearer one.
    here = max((address for _, address in found if address and request.path.startswith(address)), key=len, default="")
    return [NavItem(words, address, address == here) for words, address in found if address]


def first_face(actor: Actor) -> Face | None:
    """The face that somebody needs most; None for a visitor."""
    faces = ("desk", "console", "portal") if actor.office else ("portal",)
    return next((FACES[code] for code in faces if actor.urn and may(actor, FACES[code].verb)), None)


def first_page(actor: Actor) -> str:
    """Where somebody begins after signing in."""
    face = first_face(actor)
    return (_address(face.nav[0][0]) if face and face.code != "portal" else "") or "/"


def _address(name: str) -> str:
    """The address of that name; empty where its pages are not there."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
