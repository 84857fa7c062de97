"""The inbox: official messages, the newest first. Opening one is recorded: from then a deadline in it runs."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from toantrinh.cases.queries import list_consents
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.text import t
from toantrinh.kernel.urn import key_of
from toantrinh.notices.actions import open_notice
from toantrinh.notices.queries import find_notice, list_notices
from toantrinh.web.design.page import Request, page
from toantrinh.web.design.parts import Link, Pages
from toantrinh.web.design.say import say
from toantrinh.web.portal import consenting
from toantrinh.web.portal.dossiers import UNREAD, letter_address, todo_of
from toantrinh.web.portal.reaching import case_about, urn_named

LETTERS = t("Thư", "Messages")
MOST = 500
PER_PAGE = 20


@page("notice.read")
def letters(request: Request) -> HttpResponse:
    """Every message to me and to those for whom I act."""
    messages = list_notices(request.actor, limit=MOST)
    pages = Pages.of(request, len(messages), size=PER_PAGE)
    values = {
        "title": LETTERS,
        "messages": [(message, key_of(message.urn)) for message in messages[pages.slice(PER_PAGE)]],
        "unread": sum(message.opened_at is None for message in messages),
        "pages": pages,
        "unread_words": UNREAD,
    }
    return render(request, "portal/letters.html", values)


def _consent_address(about: str, actor: Actor) -> str:
    """Where the request that a message is about is answered; empty where it is about something else, or is over."""
    found = next((row for row, _ in list_consents(actor) if row.urn == about), None)
    return consenting.address_of(found) if found else ""


@page("notice.read")
def letter(request: Request, key: str) -> HttpResponse:
    """One message, and the way to what it is about."""
    urn = urn_named("notice", key)
    open_notice(urn, by=request.actor)
    message = find_notice(urn, viewer=request.actor)
    case = case_about(message.about, request.actor)
    values = {
        "title": message.subject,
        "message": message,
        "body": say(message.body or "").split("\n"),
        "case": case,
        "todo": todo_of(case) if case else None,
        "consent": _consent_address(message.about, request.actor),
        "letter": letter_address(message.letter) if message.letter else "",
        "back": Link(words=LETTERS, address=reverse("portal:letters")),
    }
    return render(request, "portal/letter.html", values)
