"""What happens around every page: headers that protect the reader, the language, and who acts."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers

from toantrinh.kernel.actor import NOBODY, Actor
from toantrinh.kernel.moment import now
from toantrinh.people.queries import actor_for

Answer = Callable[[HttpRequest], HttpResponseBase]

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "manifest-src 'self'",
    )
)
"""No script, style or picture from elsewhere, none written into a page; `data:` is for the design system's icons."""

OFFICER_SECONDS = 15 * 60
RENEW_AFTER_SECONDS = 60


class Headers:
    """Protective headers on every answer, those of errors too; personal pages are never stored."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, then add what is missing."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(), microphone=()")
        if _is_personal(request) or request.method == "POST" or response.cookies:
            response.headers["Cache-Control"] = "no-store"
        return response


class Language:
    """The language that the reader chose, kept in a cookie; Vietnamese until then, whatever the browser says."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the chosen language."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        with translation.override(chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        patch_vary_headers(response, ("Cookie",))
        return response


class WhoActs:
    """Puts `request.actor`: the account of the session in the office it chose, or nobody."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        """Find out who acts, then answer."""
        request.actor = find_actor(request)
        if request.actor.urn:
            renew(request, request.actor)
        return self.get_response(request)


def renew(request: Any, actor: Actor) -> None:
    """Let the time-out count from this page; written at most once a minute, so that reading does not write."""
    second = int(now().timestamp())
    if second - request.session.get("seen", 0) >= RENEW_AFTER_SECONDS:
        request.session["seen"] = second
        request.session.set_expiry(session_seconds(actor))


def session_seconds(actor: Actor) -> int:
    """How long a session lasts without a page: citizens 30 minutes, officers 15."""
    return OFFICER_SECONDS if actor.office else int(settings.SESSION_COOKIE_AGE)


def find_actor(request: Any) -> Actor:
    """The actor of the session, without a query for a visitor who never signed in."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return NOBODY
    return actor_for(
        request.user,
        office=request.session.get("office") or None,
        assurance=request.session.get("assurance", 1),
    )


def _is_personal(request: HttpRequest) -> bool:
    return bool(getattr(request, "actor", NOBODY).urn)
