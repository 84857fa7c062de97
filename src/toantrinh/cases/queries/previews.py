"""How letters and results would read if they were issued now: drawn, and not kept."""

from collections.abc import Sequence
from copy import copy
from datetime import datetime

from toantrinh.cases import letters, timing
from toantrinh.cases.models import Case
from toantrinh.cases.queries.clock import preview_due
from toantrinh.cases.queries.dossier import draft_results
from toantrinh.cases.reasons import Ground, Kind, Spelt, check_grounds, spell
from toantrinh.cases.situation import procedure_of_case, situation_of
from toantrinh.documents.queries import preview_letter
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Missing
from toantrinh.people.queries import require


def spell_grounds(case: Case, grounds: Sequence[Ground], kind: Kind) -> list[Spelt]:
    """Grounds in words, as the citizen will read them; raises `Invalid` where one says too little."""
    procedure = procedure_of_case(case)
    check_grounds(procedure, grounds, kind)
    return [spell(procedure, ground, kind) for ground in grounds]


def supplement_due(case: Case) -> datetime:
    """Until when the citizen could answer, if they were asked now."""
    return timing.working_days_from(now(), procedure_of_case(case).supplement_days, case.agency_code)


def preview_form(case: Case, form: str, grounds: Sequence[Ground] = (), *, viewer: Actor) -> bytes:
    """A national form (01 to 03) as PDF; raises `Missing` for another."""
    require(viewer, "document.issue", agency=case.agency)
    seen = copy(case)
    if form == "01":
        seen.received_at = case.received_at or now()
        due = preview_due(case)
        seen.due_at = case.due_at or (due.moment if due else None)
        values = letters.receipt(seen, situation_of(case), by=viewer)
    elif form == "02":
        values = letters.request(case, grounds, supplement_due(case), by=viewer)
    elif form == "03":
        values = letters.refusal(case, grounds, now(), by=viewer)
    else:
        raise Missing
    template, title = letters.template_of_form(form), letters.TITLES[form]
    return preview_letter(template, letters.about(case) | values, agency=case.agency, title=title, viewer=viewer)


def preview_result(case: Case, code: str, *, viewer: Actor) -> bytes:
    """A result as it would be signed, as PDF; what a register has yet to give stands empty."""
    require(viewer, "document.issue", agency=case.agency)
    found = next(((result, said) for result, said in draft_results(case) if result.code == code), None)
    if found is None:
        raise Missing
    result, said = found
    return preview_letter(
        letters.template_of_result(case, result.template),
        letters.about(case) | said | {"signer": viewer.name, "signer_title": letters.title_of(viewer)},
        agency=case.agency,
        title=result.name,
        viewer=viewer,
    )
