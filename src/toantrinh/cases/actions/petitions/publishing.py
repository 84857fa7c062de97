"""What anyone may read: the officer's public version, cleared of personal data, or the reason why there is none."""

from django.db import transaction

from toantrinh.cases.actions.petitions.acting import (
    close,
    close_stage,
    ended,
    hold,
    keep,
    keep_reason,
    require_officer,
    require_status,
    require_version,
    say,
)
from toantrinh.cases.facts.petitions import AnswerKeptPrivate, PetitionPublished
from toantrinh.cases.models import Petition, PetitionOutcome, PetitionStatus, PublishedPetition
from toantrinh.cases.petitions.public import PublicWords, digest_of_public
from toantrinh.cases.petitions.rules import ground_of
from toantrinh.cases.petitions.wording import open_words, told_apart
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Invalid, Problem
from toantrinh.kernel.text import fold, t
from toantrinh.kernel.urn import key_of, new


@transaction.atomic
def publish_petition(petition: Petition, public: PublicWords, *, version: int, by: Actor) -> PublishedPetition:
    """Publish question and answer in words that tell of no person; the author's name only where they wished it.

    What still looks like a name, a number or an address is refused with its place.
    """
    hold(petition)
    require_officer(petition, "petition.publish", by=by)
    require_status(petition, PetitionStatus.ANSWERED)
    require_version(petition, version)
    _require_cleared(petition, public)
    close_stage(petition, "published", by=by)
    close(petition, PetitionOutcome.PUBLISHED)
    keep(petition)
    row = _store(petition, public)
    say(PetitionPublished, petition, by=by, words=digest_of_public(row), **ended(petition, []))
    return row


def _require_cleared(petition: Petition, public: PublicWords) -> None:
    words, problems = open_words(petition), []
    for field, text in (("title", public.title), ("question", public.question), ("answer", public.answer)):
        if not text.strip():
            problems.append(Problem(t("Viết bản công khai.", "Write the public version."), code="empty", field=field))
        for what in told_apart(text, words, may_name=False):
            said = t("Ở đây còn {what}. Bỏ đi trước khi công khai.", "This still holds {what}. Take it out first.")
            problems.append(Problem(said.fill(what=what), code="personal", field=field))
    if problems:
        raise Invalid(problems)


def _store(petition: Petition, public: PublicWords) -> PublishedPetition:
    """The row that anyone reads; a second answer takes the place of the first, both are in the record."""
    row = PublishedPetition.objects.filter(petition=petition).first()
    row = row or PublishedPetition(petition=petition, key=key_of(new("public")))
    row.subject, row.agency_code, row.area = petition.subject, petition.agency_code, petition.area
    row.agency_name = petition.agency_name
    row.title, row.question, row.answer = public.title.strip()[:200], public.question.strip(), public.answer.strip()
    row.author_name = open_words(petition).name[:100] if petition.shows_name else ""
    row.folded = fold(f"{row.title} {row.question} {row.answer} {row.agency_name}")
    assert petition.sent_at and petition.answered_at
    row.sent_at, row.answered_at, row.published_at = petition.sent_at, petition.answered_at, now()
    row.save()
    return row


@transaction.atomic
def keep_private(petition: Petition, code: str, *, by: Actor) -> Petition:
    """Do not publish the answer, with a ground of the rules."""
    hold(petition)
    require_officer(petition, "petition.publish", by=by)
    require_status(petition, PetitionStatus.ANSWERED)
    ground = ground_of("privates", code)
    close_stage(petition, "kept_private", by=by)
    close(petition, PetitionOutcome.PRIVATE)
    keep_reason(petition, "private", {"text": [ground.text.vi, ground.text.en], "basis": ground.basis}, code=code)
    keep(petition)
    say(AnswerKeptPrivate, petition, by=by, **ended(petition, [code]))
    return petition
