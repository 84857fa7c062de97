"""Every write of the room: files kept and dropped, letters issued and revoked, attempts at a name counted."""

import secrets
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import F

from toantrinh.documents import drawing, inspection, store
from toantrinh.documents.facts import FileDropped, FileKept, LetterIssued, LetterRevoked
from toantrinh.documents.models import File, Letter, NameAttempt
from toantrinh.kernel import urn as urns
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Missing, Refused
from toantrinh.kernel.text import Text, t
from toantrinh.people.models import Agency
from toantrinh.people.queries import require
from toantrinh.record import vault
from toantrinh.record.actions import state
from toantrinh.record.queries import is_demonstration

ATTEMPTS_AN_HOUR = 5
"""How often one letter's holder may be asked for by a birth date: too few for guessing among 36,500 days."""

SWEEP_AFTER = timedelta(hours=1)
"""Content without a row is younger than this only while the action that wrote it may still commit."""


def keep_file(
    content: bytes, *, name: str, person: str, about: str, by: Actor, agency: str = "", shrink: bool = False
) -> File:
    """Keep a file that was handed in for `person`, cleaned of what it should not carry.

    `shrink` makes a photo that is too heavy smaller instead of refusing it. Raises `inspection.Unfit` with the words
    for its reader, or `store.StoreFull`; nothing is kept then.
    """
    require(by, "document.keep", agency=agency, persons=[person])
    fit = inspection.inspect(content, name=name, shrink=shrink)
    with transaction.atomic():
        file = _keep(fit.content, fit.name, fit.media_type, fit.pages, person=person, about=about, agency=agency)
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


def _keep(content: bytes, name: str, media_type: str, pages: int, *, person: str, about: str, agency: str) -> File:
    digest = store.digest_of(person, content)
    store.write(digest, vault.seal(person, content))
    return File.objects.create(
        urn=urns.new("file"),
        person=person,
        about=about,
        agency=agency,
        name_sealed=vault.seal(person, name.encode()),
        media_type=media_type,
        size=len(content),
        pages=pages,
        digest=digest,
        kept_at=now(),
    )


@transaction.atomic
def drop_file(urn: str, *, by: Actor) -> None:
    """Take a file away; its content leaves the disk with the next sweep. A letter cannot be dropped, only revoked."""
    file = File.objects.select_for_update().filter(urn=urn, dropped_at=None, letter=None).first()
    if file is None:
        raise Missing
    require(by, "document.keep", agency=file.agency, persons=[file.person])
    file.dropped_at = now()
    file.save(update_fields=["dropped_at"])
    state(FileDropped(area=by.area, person=file.person, file=file.urn, about=file.about), by=by)


@transaction.atomic
def give_files(about: str, *, agency: str, by: Actor) -> int:
    """Let `agency` see the files of `about` from now on, as when a draft is handed over; answers how many."""
    files = File.objects.filter(about=about, dropped_at=None, letter=None)
    for person in set(files.values_list("person", flat=True)):
        require(by, "document.keep", persons=[person])
    return files.update(agency=agency)


def sweep_store() -> int:
    """Remove content that no row names any more: dropped files, and what rolled-back actions left; answers how many."""
    removed = 0
    for path in list(store.list_older(time.time() - SWEEP_AFTER.total_seconds())):
        if path.name.startswith(".") or not File.objects.filter(digest=path.name, dropped_at=None).exists():
            path.unlink(missing_ok=True)
            removed += 1
    return removed


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
    birth_date: date | str | None = None,
    valid_until_on: date | None = None,
    draw: bool = True,
) -> Letter:
    """Issue a paper of `agency` to `person`, drawn from the Typst file `template` with `data` (JSON values).

    Whoever scans its QR code reads type, agency, day and validity; with `birth_date` (a date, or "1950" where only
    that is known) also the name `holder`. `draw=False` puts the drawing off until it is first opened.
    """
    require(by, "document.issue", agency=agency)
    issuer = Agency.objects.get(urn=agency)
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
        agency_name=issuer.name,
        template=drawing.digest_of(template),
        birth_digest=birth_digest(token, birth_date) if birth_date and holder else "",
        issued_at=now(),
        valid_until_on=valid_until_on,
    )
    pdf = drawing.draw(template, data, sheet=sheet_of(letter)) if draw else None
    with transaction.atomic():
        letter.holder_sealed = vault.seal(person, holder.encode())
        if pdf is None:
            letter.data_sealed = vault.seal_json(person, {"template": str(template), "data": data})
        else:
            letter.file = _keep_drawn(letter, pdf)
        letter.save()
        state(
            LetterIssued(
                area=issuer.area,
                person=person,
                agency=agency,
                form=form,
                template=letter.template,
                letter=letter.urn,
                about=about,
                digest=letter.file.digest if letter.file else "",
            ),
            by=by,
        )
    return letter


def sheet_of(letter: Letter) -> drawing.Sheet:
    """What every page of a letter carries beside its words."""
    return drawing.Sheet(
        token=letter.token, title=letter.title_vi, issued_at=letter.issued_at, is_sample=is_demonstration()
    )


def _keep_drawn(letter: Letter, pdf: drawing.Drawn) -> File:
    name = f"{letter.title_vi}.pdf"
    return _keep(
        pdf.content, name, "application/pdf", pdf.pages, person=letter.person, about=letter.about, agency=letter.agency
    )


def draw_letter(urn: str) -> Letter:
    """Draw a letter whose drawing was put off; one that is drawn stays as it is."""
    letter = Letter.objects.select_related("file").get(urn=urn)
    if letter.data_sealed is None:
        return letter
    kept = vault.unseal_json(letter.person, bytes(letter.data_sealed))
    if kept is None:
        raise Missing
    pdf = drawing.draw(Path(kept["template"]), kept["data"], sheet=sheet_of(letter))
    with transaction.atomic():
        letter = Letter.objects.select_for_update(of=("self",)).get(urn=urn)
        if letter.data_sealed is not None:
            letter.file = _keep_drawn(letter, pdf)
            letter.data_sealed = None
            letter.save(update_fields=["file", "data_sealed"])
    return letter


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
            area=by.area,
            person=letter.person,
            agency=letter.agency,
            form=letter.form,
            letter=letter.urn,
            about=letter.about,
        ),
        by=by,
    )
    return letter


def birth_digest(token: str, birth_date: date | str) -> str:
    """Digest of a birth date, different for each letter, so that two letters cannot be matched by it."""
    return vault.digest(f"{token} {birth_date}", "letter-birth-date")


def count_attempt(letter: Letter) -> bool:
    """Count one attempt at the holder's name, before it is answered; False where the hour's attempts are used up."""
    with transaction.atomic():
        Letter.objects.select_for_update().filter(pk=letter.pk).update(form=F("form"))
        hour_ago = now() - timedelta(hours=1)
        letter.attempts.filter(made_at__lt=hour_ago).delete()
        if letter.attempts.count() >= ATTEMPTS_AN_HOUR:
            return False
        NameAttempt.objects.create(letter=letter, made_at=now())
    return True
