"""Nothing typed is lost: what was sent after the session had ended waits, encrypted, until its sender is back.

The server holds the sealed content, the browser holds the key, and a mark in the browser says whose session it was:
on a shared computer the next person gets nothing of it.
"""

import base64
import json
from dataclasses import asdict, dataclass, field
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from nacl.utils import random

OWNER_COOKIE, KEY_COOKIE, SESSION_KEY = "chu", "khoa", "kept"
OWNER_SECONDS = 12 * 3600
MOST_BYTES = 200_000


@dataclass(frozen=True, slots=True)
class Kept:
    """A form that was sent too late, as it was typed."""

    path: str
    fields: list[tuple[str, str]]
    files: list[str] = field(default_factory=list)
    """Names of files that came with it: they are not kept and must be chosen again."""


def ask_to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """Send a visitor to the sign-in page and, after it, back here; what a form held is kept meanwhile."""
    address = f"{reverse('sign_in')}?{urlencode({'tiep': request.get_full_path()})}"
    if request.headers.get("HX-Request"):
        response: HttpResponse = HttpResponse(status=204)
        response["HX-Redirect"] = address
    else:
        response = redirect(address)
    if request.method == "POST":
        _keep(request, response)
    return response


def mark_owner(response: HttpResponseBase, account: str) -> None:
    """Let this browser remember whose session it holds, without naming them."""
    _set_cookie(response, OWNER_COOKIE, _owner_mark(account), OWNER_SECONDS)


def forget(response: HttpResponseBase) -> None:
    """On signing out: nothing of the session stays in the browser."""
    response.delete_cookie(OWNER_COOKIE)
    response.delete_cookie(KEY_COOKIE)


def read_sent(request: HttpRequest) -> Kept:
    """What a form holds, without the mark against forgery."""
    pairs = [
        (name, value) for name, values in request.POST.lists() for value in values if name != "csrfmiddlewaretoken"
    ]
    files = [str(file.name) for _, files in request.FILES.lists() for file in files]
    return Kept(request.get_full_path(), pairs, files)


def is_from_our_page(request: HttpRequest) -> bool:
    """Whether the browser itself says that one of our own pages sent this."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def has_kept(request: HttpRequest) -> bool:
    """Whether a form waits for its sender in this session."""
    return SESSION_KEY in request.session


def open_kept(request: HttpRequest, account: str) -> Kept | None:
    """The form that waits for this account; one that another person left is thrown away."""
    held = request.session.get(SESSION_KEY)
    if not held:
        return None
    try:
        key = base64.b64decode(request.COOKIES.get(KEY_COOKIE, ""))
        content = json.loads(SecretBox(key).decrypt(base64.b64decode(held["sealed"])))
    except (ValueError, TypeError, CryptoError):
        content = None
    if content is None or not constant_time_compare(held["owner"], _owner_mark(account)):
        del request.session[SESSION_KEY]
        return None
    return Kept(content["path"], [(name, value) for name, value in content["fields"]], content["files"])


def _keep(request: HttpRequest, response: HttpResponseBase) -> None:
    owner = request.COOKIES.get(OWNER_COOKIE)
    if not owner:
        return
    try:
        content = json.dumps(asdict(read_sent(request))).encode()
    except SuspiciousOperation:
        return
    if len(content) > MOST_BYTES:
        return
    key = random(SecretBox.KEY_SIZE)
    sealed = bytes(SecretBox(key).encrypt(content))
    request.session[SESSION_KEY] = {"sealed": base64.b64encode(sealed).decode(), "owner": owner}
    _set_cookie(response, KEY_COOKIE, base64.b64encode(key).decode(), settings.SESSION_COOKIE_AGE)


def _owner_mark(account: str) -> str:
    return salted_hmac("toantrinh.web.kept", account, algorithm="sha256").hexdigest()


def _set_cookie(response: HttpResponseBase, name: str, value: str, seconds: int) -> None:
    response.set_cookie(
        name, value, max_age=seconds, httponly=True, samesite="Lax", secure=bool(settings.SESSION_COOKIE_SECURE)
    )
