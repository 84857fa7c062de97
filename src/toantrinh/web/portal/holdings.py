"""My papers: what agencies issued to me and to my children, to open, keep and show to whoever may check it."""

from collections.abc import Sequence
from contextlib import suppress

import segno
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from toantrinh.cases.actions import return_result
from toantrinh.cases.models import Case
from toantrinh.cases.queries import has_unpaid, status_of
from toantrinh.documents.models import Letter
from toantrinh.documents.queries import check_token, list_letters, open_letter
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import today
from toantrinh.kernel.problem import Missing, Refused
from toantrinh.kernel.text import Text, t
from toantrinh.kernel.urn import key_of
from toantrinh.web.design.flash import say_done
from toantrinh.web.design.page import Request, page
from toantrinh.web.design.parts import Link
from toantrinh.web.portal.persons import Represented, represented_by
from toantrinh.web.portal.reaching import case_about, urn_named
from toantrinh.web.portal.slots import OWN, pdf_or_picture

PAPERS = t("Giấy tờ của tôi", "My papers")
VALID = t("Còn hiệu lực", "Valid")
REVOKED = t("Đã thu hồi hoặc hết hạn", "Revoked or expired")
RECEIPT = "bien-lai"
PAY_FIRST = t("Nộp tiền rồi mở kết quả.", "Pay, then open the result.")
READY = 9
"""National code: the result is there and nobody has taken it yet."""


@page("case.read_own")
def papers(request: Request) -> HttpResponse:
    """Results first; letters about dossiers stand folded below."""
    names = {one.person: one for one in represented_by(request.actor)}
    letters = list_letters(viewer=request.actor)
    results = [letter for letter in letters if is_result(letter)]
    values = {
        "title": PAPERS,
        "results": [_card(letter, names) for letter in results],
        "letters": [_card(letter, names) for letter in letters if not is_result(letter)],
        "valid_words": VALID,
        "revoked_words": REVOKED,
    }
    return render(request, "portal/papers.html", values)


def _card(letter: Letter, names: dict[str, Represented]) -> dict[str, object]:
    whose = names.get(letter.person)
    return {
        "key": key_of(letter.urn),
        "title": Text(letter.title_vi, letter.title_en),
        "letter": letter,
        "whose": whose.name if whose else "",
        "is_valid": letter.revoked_at is None and (letter.valid_until_on is None or letter.valid_until_on >= today()),
    }


@page("case.read_own")
def paper(request: Request, key: str) -> HttpResponse:
    """One paper: whose, from whom, whether it is valid, and the code by which anyone checks it."""
    letter = _own_letter(urn_named("letter", key), list_letters(viewer=request.actor))
    names = {one.person: one for one in represented_by(request.actor)}
    address = request.build_absolute_uri(f"/kiem-tra/{letter.token}")
    values = {
        "title": Text(letter.title_vi, letter.title_en),
        "card": _card(letter, names),
        "standing": check_token(letter.token),
        "address": address,
        "code": _qr(address),
        "valid_words": VALID,
        "revoked_words": REVOKED,
        "case": case_about(letter.about, request.actor),
        "back": Link(words=PAPERS, address=reverse("portal:papers")),
    }
    return render(request, "portal/paper.html", values)


def _own_letter(urn: str, letters: Sequence[Letter]) -> Letter:
    found = next((letter for letter in letters if letter.urn == urn), None)
    if found is None:
        raise Missing
    return found


def _qr(address: str) -> SafeString:
    """The address as a code to scan, drawn in the page."""
    code = segno.make(address, error="m")
    return mark_safe(code.svg_inline(scale=5, border=4, dark="#000", light="#fff", svgclass="tt-qr", lineclass=None))


def is_result(letter: Letter) -> bool:
    """Whether it is what somebody came for, and neither a national form nor a receipt for money."""
    return not letter.form.isdigit() and letter.form != RECEIPT


@page("case.read_own")
def letter_file(request: Request, key: str) -> HttpResponseBase:
    """A letter as PDF. Opening the result of a dossier takes it, once it is paid: it then counts as handed over."""
    letter, content = open_letter(urn_named("letter", key), viewer=request.actor, purpose=OWN)
    case = case_about(letter.about, request.actor)
    if case is not None and is_result(letter) and status_of(case).code == READY:
        if has_unpaid(case):
            say_done(request, PAY_FIRST)
            return redirect("portal:pay", name=case.number)
        _take(case, request.actor)
    return pdf_or_picture(content, "application/pdf", f"{letter.form}-{case.number if case else key}.pdf")


def _take(case: Case, actor: Actor) -> None:
    with suppress(Refused):  # somebody handed it over at this very moment
        return_result(case, by=actor)
