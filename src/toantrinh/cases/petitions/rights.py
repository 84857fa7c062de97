"""Who may read what is said about an officer: the head of the agency, and whom the head charged with it."""

from toantrinh.cases.models import Petition
from toantrinh.cases.petitions.rules import codes_for_head
from toantrinh.kernel.actor import Actor
from toantrinh.people.queries import may


def is_hidden_from(petition: Petition, officer: Actor) -> bool:
    """Whether a petition to the officer's own agency is for others alone."""
    if petition.subject not in codes_for_head() or "system" in officer.roles:
        return False
    return officer.urn != petition.handler and not may(officer, "petition.approve", agency=petition.agency)
