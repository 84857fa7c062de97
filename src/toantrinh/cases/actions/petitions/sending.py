"""Handing a petition over: from here its clocks run."""

from django.db import transaction

from toantrinh.cases import timing
from toantrinh.cases.actions.filing import next_number
from toantrinh.cases.actions.petitions.acting import (
    arrive,
    ask_for_work,
    hold,
    keep,
    open_stage,
    require_author,
    say,
    tell,
)
from toantrinh.cases.actions.petitions.drafting import count_pace, secret_digest
from toantrinh.cases.facts.petitions import PetitionSent
from toantrinh.cases.models import Petition, PetitionStatus
from toantrinh.cases.petitions import screening
from toantrinh.cases.petitions.clock import due_of
from toantrinh.cases.petitions.rules import rules_in_force
from toantrinh.cases.petitions.wording import Words, digest_of, seal_words, text_digest
from toantrinh.documents.actions import give_files
from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Invalid, Problem
from toantrinh.kernel.text import t
from toantrinh.people.models import Agency
from toantrinh.people.queries import open_agency
from toantrinh.record import vault
from toantrinh.record.actions import promise


@transaction.atomic
def send_petition(
    petition: Petition, words: Words, *, by: Actor, secret: str = "", shows_name: bool = False, trapped: bool = False
) -> Petition:
    """Send it to its agency under a number; a second press finds it sent and changes nothing.

    `trapped` says that a field which no human sees was filled in. What looks like spam is put aside, never deleted.
    """
    hold(petition)
    require_author(petition, "petition.send", by=by)
    if petition.status != PetitionStatus.DRAFT:
        return petition
    agency = _require_ready(petition, words)
    count_pace(petition.author if by.assurance else _contact(words) or petition.author, per="author")
    petition.words_sealed = seal_words(petition.author, words)
    petition.author_kind = _kind(words, by)
    petition.text_digest, petition.contact_digest = (
        text_digest(words),
        vault.digest(_contact(words), "petition-contact"),
    )
    petition.parked = screening.suspicion(petition, words, trapped=trapped)
    petition.shows_name = shows_name and bool(words.name)
    petition.edition = rules_in_force().edition
    petition.number = next_number(f"PA-{agency.code}")
    petition.secret_digest = secret_digest(petition.number, secret) if secret else ""
    petition.sent_at, petition.status = now(), PetitionStatus.SENT
    arrive(petition, agency, due_at=due_of("answer", now(), agency.code))
    begin_at_agency(petition, by=by)
    keep(petition)
    _say_sent(petition, words, by=by)
    return petition


def _say_sent(petition: Petition, words: Words, *, by: Actor) -> None:
    event = say(
        PetitionSent,
        petition,
        by=by if by.assurance else SYSTEM,
        author_kind=petition.author_kind,
        is_parked=bool(petition.parked),
        edition=petition.edition,
        files=petition.files.count(),
        sent_at=petition.sent_at,
        arrived_at=petition.arrived_at,
        words=digest_of(words),
        number=petition.number,
    )
    promise(event)
    tell(
        petition,
        t("Đã gửi phản ánh {number}", "Petition {number} was sent"),
        t("Cơ quan nhận là {agency}. Hẹn trả lời: {due}.", "It went to {agency}. The answer is due at {due}.").fill(
            agency=petition.agency_name, due=timing.said(petition.due_at or now())
        ),
    )


def begin_at_agency(petition: Petition, *, by: Actor) -> None:
    """The first stage at an agency: take, forward or refuse."""
    assert petition.arrived_at is not None
    if petition.files.exists():
        give_files(petition.urn, agency=petition.agency, by=SYSTEM)
    due_at = due_of("refuse", petition.arrived_at, petition.agency_code)
    open_stage(petition, "receive", due_at)
    ask_for_work(petition, "receive", due_at, by=by if by.assurance else SYSTEM)


def _require_ready(petition: Petition, words: Words) -> Agency:
    problems = screening.problems_of(words) + screening.problems_of_contact(words)
    if not petition.agency:
        said = t("Chọn cơ quan nhận.", "Choose the agency that receives it.")
        problems.append(Problem(said, code="agency", field="agency"))
    if problems:
        raise Invalid(problems)
    return open_agency(petition.agency)


def _kind(words: Words, by: Actor) -> str:
    if by.assurance:
        return "firm" if words.firm else "person"
    if words.has_contact:
        return "contact"
    unnamed = rules_in_force().unnamed
    if not unnamed.allowed:
        said = t("Để lại thư điện tử hoặc số điện thoại.", "Leave an e-mail address or a telephone number.")
        raise Invalid([Problem(said, code="contact", field="email")])
    return "unnamed"


def _contact(words: Words) -> str:
    return words.email.strip().lower() or words.phone
