"""What a consent is given to, and whether it still counts."""

import json
from dataclasses import replace

from toantrinh.cases import form
from toantrinh.cases.definition import Consent
from toantrinh.cases.form import Situation, Values
from toantrinh.cases.models import Case, CaseConsent
from toantrinh.kernel.problem import Problem
from toantrinh.kernel.text import t
from toantrinh.people.queries import find_agency
from toantrinh.record import vault

State = CaseConsent.State


def content_digest(case: Case, situation: Situation) -> str:
    """Keyed digest of all that a consent is given to: the form's edition, every answer that shows, every file."""
    files = sorted(case.papers.values_list("slot", "file"))
    content = json.dumps([case.edition_id, form.agreed_to(situation), files], ensure_ascii=False, default=str)
    return vault.digest(content, "consent")


def as_agreed(situation: Situation, consent: Consent, lookups: dict[str, Values]) -> Situation:
    """The application as it will read once this consent is given: with what registers say of who gives it."""
    return replace(
        situation,
        agreed=situation.agreed | {consent.code},
        lookups={**situation.lookups, **{code: asked["answer"] for code, asked in lookups.items()}},
    )


def standing_of(case: Case, code: str) -> CaseConsent | None:
    """The latest request of this consent, whatever became of it."""
    return case.consents.filter(code=code).order_by("-pk").first()


def missing(case: Case, situation: Situation) -> list[Problem]:
    """A problem for each consent that is needed and was not given to the application as it stands."""
    problems = []
    for consent in form.consents(situation):
        found = case.consents.filter(code=consent.code, state=State.GIVEN).first()
        if found is None or found.digest != content_digest(case, situation):
            words = t("Cần sự đồng ý của {role} trước khi nộp.", "Before sending, {role} must agree.")
            problems.append(Problem(words.fill(role=consent.role), code="consent", field=f"consent:{consent.code}"))
    return problems


def speaker_of(case: Case, situation: Situation) -> str:
    """URN of the agency in whose name messages about a draft are sent; the ministry's where the commune is unknown."""
    from toantrinh.cases.situation import competent_agency

    if case.agency:
        return case.agency
    agency = competent_agency(situation) or find_agency(situation.procedure.field_code.partition("-")[0])
    return agency.urn if agency else ""
