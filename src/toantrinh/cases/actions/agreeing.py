"""What happens to consents when an application changes, and what is said of them."""

from typing import Any

from toantrinh.cases import consents, form
from toantrinh.cases.actions.acting import say
from toantrinh.cases.consents import State
from toantrinh.cases.definition import Consent
from toantrinh.cases.facts import ConsentVoided
from toantrinh.cases.models import Case, CaseConsent
from toantrinh.cases.situation import procedure_of_case, situation_of
from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.moment import now
from toantrinh.kernel.text import Text, t
from toantrinh.notices.actions import send_notice
from toantrinh.people.actions import know_person


def void_changed_consents(case: Case, *, by: Actor) -> None:
    """Let consents count no longer that were given to something else, or asked of somebody else; the case is held."""
    if not procedure_of_case(case).consents:
        return
    for row in case.consents.filter(state__in=[State.ASKED, State.GIVEN]):
        situation = situation_of(case)
        if _still_counts(case, situation, row):
            continue
        was_given = row.state == State.GIVEN
        row.state, row.answered_at = State.VOID, now()
        row.save(update_fields=["state", "answered_at"])
        _tell_void(case, situation, row, was_given=was_given)
        say(ConsentVoided, case, by=by, **named(row))


def _still_counts(case: Case, situation: form.Situation, row: CaseConsent) -> bool:
    if row.state == State.GIVEN:
        return row.digest == consents.content_digest(case, situation)
    number = form.asked_of(situation, spec_of(row))
    return bool(number) and know_person(number, by=SYSTEM).urn == row.person


def _tell_void(case: Case, situation: form.Situation, row: CaseConsent, *, was_given: bool) -> None:
    words = words_of(case, spec_of(row))
    body = t(
        "{applicant} đã sửa hồ sơ sau khi bạn đồng ý, nên sự đồng ý đó không còn tính. Nếu vẫn cần, bạn sẽ được hỏi "
        "lại.",
        "{applicant} changed the application after you agreed, so that consent no longer counts. If it is still "
        "needed, you will be asked again.",
    )
    if not was_given:
        body = t(
            "{applicant} đã sửa hồ sơ và không còn xin bạn đồng ý. Bạn không phải làm gì.",
            "{applicant} changed the application and no longer asks you to agree. You need do nothing.",
        )
    subject = t("Hồ sơ đã sửa: {procedure}", "The application was changed: {procedure}")
    tell_one(situation, row, row.person, subject.fill(**words), body.fill(**words))


# ---- what is said of a consent


def spec_of(row: CaseConsent) -> Consent:
    """The consent as the case's edition defines it."""
    return next(one for one in procedure_of_case(row.case).consents if one.code == row.code)


def named(row: CaseConsent) -> dict[str, str]:
    """What every fact about a consent says of it."""
    return {"consent": row.urn, "what": row.code, "consenter": row.person}


def words_of(case: Case, spec: Consent) -> dict[str, Any]:
    """What the messages of a consent name."""
    return {"applicant": case.applicant_name, "procedure": procedure_of_case(case).names.short, "role": spec.role}


def tell_one(situation: form.Situation, row: CaseConsent, person: str, subject: Text, body: Text) -> None:
    """A message to one of the two; it leads to the page of the consent, or of the applicant's draft."""
    about = row.urn if person == row.person else row.case.urn
    agency = consents.speaker_of(row.case, situation)
    send_notice(person=person, subject=subject, body=body, about=about, agency=agency, by=SYSTEM)
