"""Every read of the room: files and letters opened with permission and a look, papers checked by anyone."""

import hmac
import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from toantrinh.documents import cell, store
from toantrinh.documents.actions import ATTEMPTS_AN_HOUR, birth_digest, count_attempt, draw_letter, sheet_of
from toantrinh.documents.drawing import attach, draw, read_template, written
from toantrinh.documents.models import File, Letter
from toantrinh.documents.replay import compare_files, compare_letters
from toantrinh.kernel.actor import NOBODY, Actor
from toantrinh.kernel.moment import today
from toantrinh.kernel.problem import Missing, Problem, Refused
from toantrinh.kernel.text import Text, t
from toantrinh.people.queries import open_agency, require, visible_to
from toantrinh.record import vault
from toantrinh.record.looks import look
from toantrinh.record.verify import Difference

log = logging.getLogger(__name__)

THUMBNAIL_SIDE = 320
"""Pixels."""


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
    return _lines([file])[0], _content(file)


def open_thumbnail(urn: str, *, viewer: Actor, purpose: str) -> tuple[str, bytes]:
    """Media type and content of a small picture of a photo, made anew each time; Missing for anything else."""
    file = _visible(urn, viewer)
    if not file.media_type.startswith("image/"):
        raise Missing
    _look(file, viewer, purpose, "file")
    asked = {"media_type": file.media_type, "longest_side": THUMBNAIL_SIDE, "most_bytes": 200_000}
    answer, content = cell.run("inspect_image", asked, _content(file))
    return answer["media_type"], content


def open_aside(name: str, *, person: str, viewer: Actor) -> bytes | None:
    """An upload of `person` that was set aside a moment ago; None where it has been swept away."""
    require(viewer, "document.keep", persons=[person])
    try:
        return vault.unseal(person, store.read(name))
    except (FileNotFoundError, ValueError, vault.Damaged):
        return None


def list_files(about: str, *, viewer: Actor) -> list[FileLine]:
    """The files of a dossier that `viewer` may see, letters left out, oldest first."""
    files = File.objects.filter(about=about, dropped_at=None, letter__isnull=True).order_by("pk")
    return _lines(list(visible_to(files, viewer, "document.read")))


def list_own_files(*, viewer: Actor, limit: int = 200) -> list[FileLine]:
    """The files of everyone in whose name `viewer` may act, newest first: papers that can be used again."""
    files = File.objects.filter(person__in=viewer.persons, dropped_at=None, letter__isnull=True)
    return _lines(list(visible_to(files, viewer, "document.read").order_by("-kept_at", "-pk")[:limit]))


def find_letters(about: str, *, viewer: Actor) -> list[Letter]:
    """The letters about a dossier that `viewer` may see, oldest first."""
    letters = Letter.objects.filter(about=about).select_related("file").order_by("pk")
    return list(visible_to(letters, viewer, "document.read"))


def list_letters(*, viewer: Actor) -> list[Letter]:
    """The letters of everyone in whose name `viewer` may act, newest first."""
    letters = Letter.objects.filter(person__in=viewer.persons).select_related("file")
    return list(visible_to(letters, viewer, "document.read").order_by("-issued_at", "-pk"))


def open_letter(urn: str, *, viewer: Actor, purpose: str) -> tuple[Letter, bytes]:
    """A letter and its PDF; whoever is not its holder leaves a look."""
    letter = Letter.objects.filter(urn=urn).first()
    if letter is None:
        raise Missing
    require(viewer, "document.read", agency=letter.agency, persons=[letter.person])
    _look(letter, viewer, purpose, "letter")
    letter = draw_letter(urn)
    assert letter.file is not None
    return letter, _content(letter.file)


def show_letter(urn: str, *, viewer: Actor, purpose: str) -> tuple[Letter, bytes]:
    """A letter, for an office to which the room whose affair it is has given the right; a look stays."""
    letter = Letter.objects.filter(urn=urn).first()
    if letter is None or not viewer.office:
        raise Missing
    _look(letter, viewer, purpose, "letter")
    letter = draw_letter(urn)
    assert letter.file is not None
    return letter, _content(letter.file)


def show_file(urn: str, *, viewer: Actor, purpose: str) -> tuple[FileLine, bytes]:
    """A file, for an office to which the room whose affair it is has given the right; a look stays."""
    file = File.objects.filter(urn=urn, dropped_at=None).first()
    if file is None or not viewer.office:
        raise Missing
    _look(file, viewer, purpose, "file")
    return _lines([file])[0], _content(file)


def preview_letter(template: Path, data: dict[str, Any], *, agency: str, title: Text, viewer: Actor) -> bytes:
    """How a letter would look if it were issued now, as PDF marked as a preview."""
    require(viewer, "document.issue", agency=agency)
    sheet = sheet_of(open_agency(agency), title.vi)
    return draw(read_template(template), written(data), sheet=sheet).content


def draw_sheet(
    template: Path, data: dict[str, Any], *, agency: str, title: Text, path: str, attached: dict[str, bytes]
) -> bytes:
    """A sheet for who asks, as PDF with files inside it: not a letter, so nothing is issued and nothing kept.

    `path` is that of the page on which anyone checks what is attached. Who may have it is asked by who gives the data.
    """
    sheet = replace(sheet_of(open_agency(agency), title.vi), path=path)
    return attach(draw(read_template(template), written(data), sheet=sheet).content, attached)


def attached_to(pdf: bytes) -> bytes:
    """The JSON file inside a PDF that a stranger sent; empty where there is none."""
    try:
        return cell.run("read_attached", {}, pdf)[1]
    except cell.Broken as error:
        log.warning("A PDF could not be opened: %s", error)
        return b""


def compare_with_record() -> Iterator[Difference]:
    """Every difference between files, letters and what the record says of them; a check of `toantrinh verify`."""
    yield from compare_files()
    yield from compare_letters()


def check_token(token: str) -> Standing:
    """What the page behind a letter's QR code says to anyone: type, agency, day, validity, and no name."""
    return _standing(_by_token(token))


def check_token_with_birth_date(token: str, birth_date: object) -> Standing:
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


def _visible(urn: str, viewer: Actor) -> File:
    file = File.objects.filter(urn=urn, dropped_at=None).first()
    if file is None:
        raise Missing
    require(viewer, "document.read", agency=file.agency, persons=[file.person])
    return file


def _look(row: File | Letter, viewer: Actor, purpose: str, what: str) -> None:
    look(by=viewer, person=row.person, what=what, purpose=purpose, about=row.about)


def _content(file: File) -> bytes:
    """The content as it was kept; raises `Missing` where the owner's key was erased, else `Unreadable`."""
    try:
        content = vault.unseal(file.person, store.read(file.digest))
    except (FileNotFoundError, vault.Damaged) as error:
        log.error("The content of %s cannot be read: %r", file.urn, error)
        raise store.Unreadable from error
    if content is None:
        raise Missing
    if store.digest_of(file.person, content) != file.digest:
        log.error("The content of %s is not what was kept", file.urn)
        raise store.Unreadable
    return content


def _lines(files: list[File]) -> list[FileLine]:
    names = vault.unseal_many((file.person, bytes(file.name_sealed)) for file in files)
    return [
        FileLine(
            urn=file.urn,
            about=file.about,
            name=name.decode() if name else "",
            media_type=file.media_type,
            size=file.size,
            pages=file.pages,
            kept_at=file.kept_at,
        )
        for file, name in zip(files, names, strict=True)
    ]
