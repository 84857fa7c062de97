"""The only ways to a petition: as its author, by account or by number and secret, or as an officer with a look."""

import hmac
import re

from toantrinh.cases.actions.petitions.drafting import secret_digest
from toantrinh.cases.actions.tracking import count_attempt
from toantrinh.cases.models import Petition, PetitionStatus
from toantrinh.cases.petitions.rights import is_hidden_from
from toantrinh.cases.petitions.wording import open_words, stranger
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.problem import Missing, Problem, Refused
from toantrinh.kernel.text import t
from toantrinh.kernel.urn import kind_of
from toantrinh.people.queries import Contacts, may, require
from toantrinh.record.looks import look


def open_petition(number: str, *, viewer: Actor, purpose: str = "") -> Petition:
    """The petition of a number; raises `Missing` where there is none for this viewer. An officer leaves a look."""
    petition = Petition.objects.filter(number=_tidy(number)).exclude(number="").first()
    if petition is None:
        raise Missing
    if viewer.office:
        require(viewer, "petition.read", agency=petition.agency)
        if is_hidden_from(petition, viewer):
            raise Missing
        if not purpose:
            raise ValueError("An officer opens a petition for a purpose.")
    else:
        require(viewer, "petition.follow", persons=[petition.author])
    if "system" not in viewer.roles and viewer.person != petition.author:
        look(by=viewer, person=petition.author, what="petition", purpose=purpose or "mandate", about=petition.urn)
    return petition


def _tidy(number: str) -> str:
    return re.sub(r"\s", "", number).upper()[:60]


def open_draft(key: str, *, viewer: Actor, secret: str = "") -> tuple[Petition, Actor]:
    """A draft, and who its author is for the acts that follow: the account, or whoever holds the secret."""
    urn = f"urn:toantrinh:petition:{key}"
    petition = Petition.objects.filter(urn=urn).first()
    if petition is None or viewer.office:
        raise Missing
    if may(viewer, "petition.send", persons=[petition.author]):
        return petition, viewer
    name = petition.number or petition.urn
    if secret and hmac.compare_digest(secret_digest(name, secret), petition.secret_digest):
        return petition, stranger(petition.author)
    raise Missing


def follow_petition(number: str, secret: str) -> tuple[Petition, Actor]:
    """A petition by number and secret. A wrong one of either reads the same, and attempts are limited by the hour."""
    wanted = _tidy(number)
    if not count_attempt(wanted):
        raise Refused(
            t("Đã thử nhiều lần. Thử lại sau một giờ.", "There were many attempts. Try again in an hour."),
            code="too_many_attempts",
        )
    try:
        return reopen_petition(wanted, secret)
    except Missing:
        raise Problem(
            t(
                "Không có phản ánh nào với mã số và mã bí mật này. Xem lại trang đã lưu khi gửi.",
                "No petition has this number and this secret. Look at the page you saved when you sent it.",
            ),
            code="not_found",
            field="ma_so",
        ) from None


def reopen_petition(number: str, secret: str) -> tuple[Petition, Actor]:
    """The same for who has shown the secret in this session already; raises `Missing`."""
    petition = Petition.objects.filter(number=_tidy(number)).exclude(status=PetitionStatus.DRAFT).first()
    expected = petition.secret_digest if petition else ""
    if not hmac.compare_digest(secret_digest(_tidy(number), secret), expected) or petition is None:
        raise Missing
    return petition, stranger(petition.author)


def contacts_of_author(author: str, about: str) -> Contacts:
    """How an author without an account is reached; for the notices of the house alone."""
    petition = Petition.objects.filter(urn=about, author=author).first()
    if petition is None or kind_of(author) != "author":
        return Contacts()
    return Contacts(email=open_words(petition).email)
