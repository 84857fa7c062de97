"""Every read of the room: files and letters opened with permission and a look, papers checked by anyone."""

import hmac
from dataclasses import dataclass
from datetime import date, datetime

from toantrinh.documents import store
from toantrinh.documents.actions import ATTEMPTS_AN_HOUR, birth_digest, count_attempt, draw_letter
from toantrinh.documents.models import File, Letter
from toantrinh.kernel.actor import NOBODY, Actor
from toantrinh.kernel.moment import today
from toantrinh.kernel.problem import Missing, Problem, Refused
from toantrinh.kernel.text import Text, t
from toantrinh.people.queries import may, require
from toantrinh.record import vault
from toantrinh.record.looks import look


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLine:
    """A file in a list."""

    urn: str
    about: str
    name: str
    media_type: str
    size: int
    pages: int
    kept_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What anyone who holds a letter may know of it."""

    type: Text
    agency: str
    issued_at: datetime
    is_valid: bool
    valid_until_on: date | None
    revoked_at: datetime | None
    revoked_ground: Text | None
    asks_birth_date: bool
    """Whether the holder's name is told to one who knows the birth date."""
    holder: str = ""


def open_file(urn: str, *, viewer: Actor, purpose: str) -> tuple[FileLine, bytes]:
    """A file and its content; whoever is not its owner leaves a look."""
    file = _visible(urn, viewer)
    _look(file, viewer, purpose, "file")
    return _line(file), _content(file)


def list_files(about: str, *, viewer: Actor) -> list[FileLine]:
    """The files of a dossier that `viewer` may see, letters left out, oldest first."""
    files = File.objects.filter(about=about, dropped_at=None, letter=None).order_by("pk")
    return [_line(file) for file in files if _may_read(file, viewer)]


def find_letters(about: str, *, viewer: Actor) -> list[Letter]:
    """The letters about a dossier that `viewer` may see, oldest first."""
    letters = Letter.objects.filter(about=about).select_related("file").order_by("pk")
    return [letter for letter in letters if _may_read(letter, viewer)]


def list_letters(*, viewer: Actor) -> list[Letter]:
    """The letters of everyone in whose name `viewer` may act, newest first."""
    return list(Letter.objects.filter(person__in=viewer.persons).select_related("file").order_by("-issued_at", "-pk"))


def open_letter(urn: str, *, viewer: Actor, purpose: str) -> tuple[Letter, bytes]:
    """A letter and its PDF; whoever is not its holder leaves a look."""
    letter = Letter.objects.filter(urn=urn).first()
    if letter is None or not _may_read(letter, viewer):
        raise Missing
    _look(letter, viewer, purpose, "letter")
    letter = draw_letter(urn)
    assert letter.file is not None
    return letter, _content(letter.file)


def check_token(token: str) -> Standing:
    """What the page behind a letter's QR code says to anyone: type, agency, day, validity, and no name."""
    return _standing(_by_token(token))


def check_token_with_birth_date(token: str, birth_date: date | str) -> Standing:
    """The same with the holder's name, where the birth date is right.

    A wrong date, and a letter that tells no name, answer alike; every attempt counts, and past the hour's number
    the right date is refused like a wrong one.
    """
    letter = _by_token(token)
    if not count_attempt(letter):
        raise Refused(
            t(
                f"Đã thử {ATTEMPTS_AN_HOUR} lần trong một giờ. Thử lại sau một giờ.",
                f"There were {ATTEMPTS_AN_HOUR} attempts within an hour. Try again in an hour.",
            ),
            code="too_many_attempts",
        )
    if not hmac.compare_digest(birth_digest(token, birth_date), letter.birth_digest):
        raise Problem(
            t("Ngày sinh không khớp với giấy tờ này.", "The date of birth does not match this paper."),
            code="birth_date_differs",
            field="birth_date",
        )
    look(by=NOBODY, person=letter.person, what="name", purpose="check", about=letter.about)
    name = vault.unseal(letter.person, bytes(letter.holder_sealed))
    return _standing(letter, holder=name.decode() if name else "")


def _by_token(token: str) -> Letter:
    letter = Letter.objects.filter(token=token).first()
    if letter is None:
        raise Missing(t("Không có giấy tờ nào mang mã này.", "No paper carries this code."))
    return letter


def _standing(letter: Letter, *, holder: str = "") -> Standing:
    is_over = letter.valid_until_on is not None and letter.valid_until_on < today()
    ground = Text(letter.revoked_ground_vi, letter.revoked_ground_en)
    return Standing(
        type=Text(letter.title_vi, letter.title_en),
        agency=letter.agency_name,
        issued_at=letter.issued_at,
        is_valid=not is_over and letter.revoked_at is None,
        valid_until_on=letter.valid_until_on,
        revoked_at=letter.revoked_at,
        revoked_ground=ground if letter.revoked_at else None,
        asks_birth_date=bool(letter.birth_digest),
        holder=holder,
    )


def _may_read(row: File | Letter, viewer: Actor) -> bool:
    return may(viewer, "document.read", agency=row.agency, persons=[row.person])


def _visible(urn: str, viewer: Actor) -> File:
    file = File.objects.filter(urn=urn, dropped_at=None).first()
    if file is None:
        raise Missing
    require(viewer, "document.read", agency=file.agency, persons=[file.person])
    return file


def _look(row: File | Letter, viewer: Actor, purpose: str, what: str) -> None:
    if viewer.person != row.person:
        look(by=viewer, person=row.person, what=what, purpose=purpose, about=row.about)


def _content(file: File) -> bytes:
    try:
        content = vault.unseal(file.person, store.read(file.digest))
    except FileNotFoundError:
        content = None
    if content is None:
        raise Missing
    return content


def _line(file: File) -> FileLine:
    name = vault.unseal(file.person, bytes(file.name_sealed))
    return FileLine(
        urn=file.urn,
        about=file.about,
        name=name.decode() if name else "",
        media_type=file.media_type,
        size=file.size,
        pages=file.pages,
        kept_at=file.kept_at,
    )
