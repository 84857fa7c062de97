"""Every write of the room: files kept and dropped, letters issued, drawn and revoked, attempts at a name counted."""

import secrets
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from toantrinh.documents import drawing, inspection, store
from toantrinh.documents.facts import FileDropped, FileKept, FilesGiven, LetterDrawn, LetterIssued, LetterRevoked
from toantrinh.documents.models import File, Letter, LetterTemplate, NameAttempt
from toantrinh.kernel import urn as urns
from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Missing, Refused
from toantrinh.kernel.text import Text, t
from toantrinh.people.models import Agency
from toantrinh.people.queries import find_unit, open_agency, require
from toantrinh.record import vault
from toantrinh.record.actions import state
from toantrinh.record.queries import is_demonstration

ATTEMPTS_AN_HOUR = 5
"""How often one letter's holder may be asked for by a birth date: too few for guessing among 36,500 days."""

SWEEP_AFTER = timedelta(hours=1)
"""Content without a row may be younger than this: the action that wrote it has not committed yet."""


# --- Files ----------------------------------------------------------------------------------------------------------


def keep_file(
    content: bytes, *, name: str, person: str, about: str, by: Actor, agency: str = "", shrink: bool = False
) -> File:
    """Keep a file that was handed in for `person`, cleaned of what it should not carry.

    `shrink` makes a photo that is too heavy smaller instead of refusing it. Raises `Unfit` with words for its sender,
    or `StoreFull`; nothing is kept then.
    """
    require(by, "document.keep", agency=agency, persons=[person])
    fit = inspection.inspect(content, name=name, shrink=shrink)
    with transaction.atomic():
        file = _keep(fit, person=person, about=about, agency=agency)
        state(
            FileKept(
                area=by.area,
                person=person,
                pages=file.pages,
                size=file.size,
                media_type=file.media_type,
                file=file.urn,
                about=about,
                digest=file.digest,
            ),
            by=by,
        )
    return file


def _keep(fit: inspection.Fit, *, person: str, about: str, agency: str) -> File:
    """The row, after its content is safe on the disk."""
    digest = store.digest_of(person, fit.content)
    store.write(digest, vault.seal(person, fit.content))
    return File.objects.create(
        urn=urns.new("file"),
        person=person,
        about=about,
        agency=agency,
        name_sealed=vault.seal(person, fit.name.encode()),
        media_type=fit.media_type,
        size=len(fit.content),
        pages=fit.pages,
        digest=digest,
        kept_at=now(),
    )


def set_aside(content: bytes, *, person: str, by: Actor) -> str:
    """Put an upload that was too heavy aside, sealed, so that shrinking it needs no second upload; answers its name.

    No row names it, so the next sweep removes it: after an hour or so it is gone.
    """
    require(by, "document.keep", persons=[person])
    digest = store.digest_of(person, content)
    store.write(digest, vault.seal(person, content))
    return digest


@transaction.atomic
def drop_file(urn: str, *, by: Actor) -> None:
    """Take a file away; its content leaves the disk with the next sweep. A letter is not dropped but revoked."""
    file = File.objects.select_for_update(of=("self",)).filter(urn=urn, dropped_at=None, letter__isnull=True).first()
    if file is None:
        raise Missing
    require(by, "document.keep", agency=file.agency, persons=[file.person])
    file.dropped_at = now()
    file.save(update_fields=["dropped_at"])
    state(FileDropped(area=by.area, person=file.person, file=file.urn, about=file.about), by=by)


@transaction.atomic
def give_files(about: str, *, agency: str, by: Actor) -> int:
    """Let `agency` see the files of `about` from now on, as when a draft is handed over; answers how many."""
    files = File.objects.filter(about=about, dropped_at=None, letter__isnull=True).exclude(agency=agency)
    for person in set(files.values_list("person", flat=True)):
        require(by, "document.keep", agency=agency, persons=[person])
    if count := files.update(agency=agency):
        state(FilesGiven(area=open_agency(agency).area, agency=agency, about=about, count=count), by=by)
    return count


def sweep_store() -> int:
    """Remove content that no row names any more: dropped files, and what rolled-back actions left; answers how many."""
    removed = 0
    for path in list(store.list_older((now() - SWEEP_AFTER).timestamp())):
        if path.name.startswith(".") or not File.objects.filter(digest=path.name, dropped_at=None).exists():
            path.unlink(missing_ok=True)
            removed += 1
    return removed


# --- Letters --------------------------------------------------------------------------------------------------------


def issue_letter(
    template: Path,
    data: dict[str, Any],
    *,
    form: str,
    about: str,
    person: str,
    agency: str,
    by: Actor,
    title: Text,
    holder: str = "",
    birth_date: object = None,
    valid_until_on: date | None = None,
    draw: bool = True,
) -> Letter:
    """Issue a paper of `agency` to `person`, drawn from the Typst file `template` with `data` (JSON values).

    Whoever scans its QR code reads type, agency, day and validity; with `birth_date` (a date or partial date) also the
    name `holder`. What it says is frozen now; `draw=False` leaves the drawing to its first opening or the worker.
    """
    require(by, "document.issue", agency=agency)
    token = secrets.token_urlsafe(20)
    letter = Letter(
        urn=urns.new("letter"),
        token=token,
        form=form,
        title_vi=title.vi,
        title_en=title.en,
        about=about,
        person=person,
        agency=agency,
        valid_until_on=valid_until_on,
        birth_digest=birth_digest(token, birth_date) if birth_date and holder else "",
    )
    return _issue(letter, drawing.read_template(template), data, holder=holder, draw=draw, by=by)


def _issue(
    letter: Letter, source: drawing.Template, data: dict[str, Any], *, holder: str, draw: bool, by: Actor
) -> Letter:
    """Draw outside the transaction, then write the letter, its template and its fact in one."""
    issuer = open_agency(letter.agency)
    sheet = sheet_of(issuer, letter.title_vi, letter.token)
    words = drawing.written({"data": data, "parent": sheet.parent, "place": sheet.place})
    pdf = drawing.draw(source, drawing.written(data), sheet=sheet) if draw else None
    with transaction.atomic():
        letter.agency_name, letter.issued_at = issuer.name, sheet.issued_at
        letter.template = LetterTemplate.objects.get_or_create(digest=source.digest, defaults={"texts": source.texts})[
            0
        ]
        letter.holder_sealed = vault.seal(letter.person, holder.encode())
        letter.words_sealed = vault.seal(letter.person, words.encode())
        letter.save(force_insert=True)
        state(
            LetterIssued(
                area=issuer.area,
                person=letter.person,
                agency=letter.agency,
                form=letter.form,
                template=source.digest,
                letter=letter.urn,
                about=letter.about,
                words=vault.digest(words, "letter-words"),
            ),
            by=by,
        )
        if pdf:
            _keep_drawn(letter, pdf)
    return letter


def sheet_of(issuer: Agency, title: str, token: str = "") -> drawing.Sheet:
    """What the house adds to a letter of `issuer` that is issued now; without a token, to its preview."""
    is_part = issuer.kind != Agency.Kind.COMMITTEE and issuer.parent is not None
    return drawing.Sheet(
        title=title,
        agency=issuer.name,
        parent=issuer.parent.name if is_part and issuer.parent else "",
        place=_place_of(issuer),
        issued_at=now(),
        token=token,
        is_sample=is_demonstration(),
    )


def _place_of(issuer: Agency) -> str:
    """The place before the day. A commune keeps its kind: decree 30/2020 wants it for names of persons and numbers."""
    unit = find_unit(issuer.unit) if issuer.unit else None
    if unit is None:
        return "Hà Nội"  # one language
    is_named_after_a_person = unit.name.endswith("Hồ Chí Minh")  # one language
    short = unit.name.removeprefix("Tỉnh ").removeprefix("Thành phố ")  # one language
    return unit.name if is_named_after_a_person else short


def draw_letter(urn: str) -> Letter:
    """Draw a letter whose drawing was put off; one that is drawn stays as it is."""
    letter = Letter.objects.select_related("file", "template").get(urn=urn)
    if letter.words_sealed is None:
        return letter
    said = vault.unseal_json(letter.person, bytes(letter.words_sealed))
    if said is None:
        raise Missing
    sheet = drawing.Sheet(
        title=letter.title_vi,
        agency=letter.agency_name,
        parent=said["parent"],
        place=said["place"],
        issued_at=letter.issued_at,
        token=letter.token,
        is_sample=is_demonstration(),
    )
    pdf = drawing.draw(drawing.Template(letter.template.texts), drawing.written(said["data"]), sheet=sheet)
    with transaction.atomic():
        letter = Letter.objects.select_for_update(of=("self",)).select_related("file").get(urn=urn)
        if letter.words_sealed is not None:  # else another process was first
            _keep_drawn(letter, pdf)
    return letter


def draw_letters(limit: int = 20) -> int:
    """Draw letters that wait for it, so that a template at fault is seen before a citizen is; the worker's.

    What is older than a day waits for whoever opens it. A letter that cannot be drawn is left alone for an hour, so
    that it holds up no other.
    """
    waiting = Letter.objects.filter(file=None, issued_at__gt=now() - timedelta(days=1))
    waiting = waiting.exclude(failed_at__gt=now() - timedelta(hours=1)).order_by("pk")
    drawn = 0
    for urn in list(waiting.values_list("urn", flat=True)[:limit]):
        try:
            draw_letter(urn)
            drawn += 1
        except (Missing, drawing.CannotDraw):  # the log says why
            Letter.objects.filter(urn=urn).update(failed_at=now())
    return drawn


def _keep_drawn(letter: Letter, pdf: drawing.Drawn) -> None:
    fit = inspection.Fit(pdf.content, f"{letter.title_vi}.pdf", "application/pdf", pdf.pages)
    letter.file = _keep(fit, person=letter.person, about=letter.about, agency=letter.agency)
    letter.words_sealed, letter.failed_at = None, None
    letter.save(update_fields=["file", "words_sealed", "failed_at"])
    area = open_agency(letter.agency).area
    fact = LetterDrawn(
        area=area, person=letter.person, letter=letter.urn, file=letter.file.urn, digest=letter.file.digest
    )
    state(fact, by=SYSTEM)


@transaction.atomic
def revoke_letter(urn: str, *, ground: Text, by: Actor) -> Letter:
    """End a letter's validity from this moment, with the ground that whoever checks it will read."""
    letter = Letter.objects.select_for_update().filter(urn=urn).first()
    if letter is None:
        raise Missing
    require(by, "document.revoke", agency=letter.agency)
    if letter.revoked_at:
        raise Refused(t("Giấy tờ này đã bị thu hồi trước đó.", "This paper was revoked before."), code="revoked")
    letter.revoked_at = now()
    letter.revoked_ground_vi, letter.revoked_ground_en = ground.vi, ground.en
    letter.save(update_fields=["revoked_at", "revoked_ground_vi", "revoked_ground_en"])
    state(
        LetterRevoked(
            area=open_agency(letter.agency).area,
            person=letter.person,
            agency=letter.agency,
            form=letter.form,
            letter=letter.urn,
            about=letter.about,
            ground_vi=ground.vi,
            ground_en=ground.en,
        ),
        by=by,
    )
    return letter


def birth_digest(token: str, birth_date: object) -> str:
    """Digest of a birth date, another for each letter, so that two letters cannot be matched by it."""
    return vault.digest(f"{token} {birth_date}", "letter-birth-date")


@transaction.atomic
def count_attempt(letter: Letter) -> bool:
    """Count one attempt at the holder's name, before it is answered; False where the hour's attempts are used up."""
    Letter.objects.select_for_update().get(pk=letter.pk)  # so that two at once are counted one after the other
    letter.attempts.filter(made_at__lt=now() - timedelta(hours=1)).delete()
    if letter.attempts.count() >= ATTEMPTS_AN_HOUR:
        return False
    NameAttempt.objects.create(letter=letter, made_at=now())
    return True
