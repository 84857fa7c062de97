"""To whom a dossier could pass: roles of the agency that can do its step, and agencies by name."""

from toantrinh.cases.models import Case
from toantrinh.cases.situation import procedure_of_case
from toantrinh.kernel.text import fold
from toantrinh.people.models import Agency
from toantrinh.people.queries import describe_rights, find_agency, list_agencies, list_officers

VERB_OF_STEP = {"receive": "case.receive", "examine": "case.check", "sign": "case.sign", "return": "case.return"}
"""Right without which a role can do nothing with a step of that kind."""
MOST_FOUND = 12


def roles_for(case: Case) -> list[str]:
    """Roles held today at the agency that may do the open step, other than the one that has it."""
    kind = next((step.kind for step in procedure_of_case(case).steps if step.code == case.step), "")
    verb = VERB_OF_STEP.get(kind, "")
    held = {office.role for office in list_officers(case.agency)}
    return sorted(role for role in held if role != case.role and verb in describe_rights(role).verbs)


def agencies_like(text: str) -> list[Agency]:
    """Agencies of today whose code is this, or whose name holds every word, with or without accents."""
    words = fold(text).split()
    if not words:
        return []
    if found := find_agency(text.strip().upper()):
        return [found]
    return [one for one in list_agencies() if all(word in fold(one.name) for word in words)][:MOST_FOUND]
