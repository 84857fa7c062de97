"""Dossiers that are not for every officer of an agency: a procedure may keep them to the desks that take part in it."""

from functools import lru_cache

from django.db.models import Count, Max
from django.db.models.fields.json import KeyTextTransform

from toantrinh.cases.definition import Procedure
from toantrinh.cases.editions import PARSED, procedure_of
from toantrinh.cases.models import Edition
from toantrinh.cases.situation import edition_of
from toantrinh.kernel.actor import Actor


def is_for(procedure: Procedure, viewer: Actor) -> bool:
    """Whether a dossier of the procedure may be seen by this officer, where the agency's dossiers may."""
    if not procedure.confidential or "system" in viewer.roles:
        return True
    return not viewer.roles.isdisjoint(step.role for step in procedure.steps)


def codes_hidden_from(viewer: Actor) -> list[str]:
    """Codes of procedures whose dossiers do not appear in this officer's lists."""
    state = Edition.objects.aggregate(last=Max("pk"), count=Count("pk"))
    procedures = [procedure_of(edition_of(urn)) for urn in _confidential(state["last"] or 0, state["count"])]
    return sorted({procedure.code for procedure in procedures if not is_for(procedure, viewer)})


@lru_cache(maxsize=2)
def _confidential(last: int, count: int) -> tuple[str, ...]:
    """URNs of the editions that say so; asked anew when an edition was installed."""
    definition = KeyTextTransform(PARSED, "source")
    found = Edition.objects.annotate(said=definition).filter(said__contains='"confidential":true')
    return tuple(found.values_list("urn", flat=True))
