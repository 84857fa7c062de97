"""Letters of a case: the national forms 01 to 05, and the results."""

from typing import Any

from toantrinh.cases import letters, timing
from toantrinh.cases.definition import Result
from toantrinh.cases.models import Case, CaseLetter
from toantrinh.cases.situation import procedure_of_case
from toantrinh.cases.wording import words_of_result
from toantrinh.documents.actions import issue_letter
from toantrinh.documents.models import Letter
from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.moment import now


def write_form(case: Case, form: str, values: dict[str, Any], *, by: Actor) -> Letter:
    """Issue a national form to the applicant. What it says is frozen now; it is drawn when first opened."""
    letter = issue_letter(
        letters.template_of_form(form),
        letters.about(case) | values,
        form=form,
        about=case.urn,
        person=case.applicant,
        agency=case.agency,
        title=letters.TITLES[form],
        by=by if by.office and by.agency == case.agency else SYSTEM,
        draw=False,
    )
    CaseLetter.objects.create(case=case, form=form, letter=letter.urn, issued_at=now())
    return letter


def write_result(case: Case, result: Result, contents: dict[str, Any], *, by: Actor) -> Letter:
    """Issue what the citizen came for; its owner may be another than the applicant, such as a child."""
    said = words_of_result(procedure_of_case(case), result, contents) | _signer(case)
    until = timing.last_day(result.valid, now(), case.agency_code) if result.valid else None
    if until:
        said["valid_until"] = until.isoformat()
    letter = issue_letter(
        letters.template_of_result(case, result.template),
        letters.about(case) | said,
        form=result.code,
        about=case.urn,
        person=str(contents.get("owner") or case.applicant),
        agency=case.agency,
        title=result.name,
        by=by if by.office else SYSTEM,
        holder=str(contents.get("holder_name") or ""),
        birth_date=contents.get("birth_date"),
        valid_until_on=until,
        draw=False,
    )
    CaseLetter.objects.create(case=case, form=result.code, letter=letter.urn, issued_at=now())
    return letter


def _signer(case: Case) -> dict[str, str]:
    """Who decided, with the title of that day."""
    row = case.steps.filter(kind="sign", outcome="granted").order_by("pk").last()
    return {"signer": row.by_name, "signer_title": row.by_title} if row else {}
