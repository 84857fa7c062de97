"""One person may act for another, and no longer."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import today
from toantrinh.kernel.problem import Missing, Refused
from toantrinh.kernel.text import t
from toantrinh.people.facts import MandateGranted, MandateRevoked
from toantrinh.people.models import Mandate, Person
from toantrinh.people.queries import require
from toantrinh.record.actions import state


@transaction.atomic
def grant_mandate(
    principal: str, agent: str, *, by: Actor, ground: str = "", from_on: date | None = None, to_on: date | None = None
) -> Mandate:
    """Let `agent` act for `principal` (URNs of persons), who gives it at sign-in level 2, until before `to_on`."""
    if principal not in by.persons[:1] and "system" not in by.roles:
        raise Missing
    require(by, "mandate.give", persons=[principal])
    if principal == agent:
        raise Refused(t("Không thể tự uỷ quyền cho chính mình.", "Nobody can give a mandate to themselves."))
    return _grant(principal, agent, Mandate.Kind.GIVEN, ground=ground, from_on=from_on, to_on=to_on, by=by)


@transaction.atomic
def recognise_guardians(
    child_person: str,
    parent_persons: Iterable[str],
    *,
    ground: str,
    by: Actor,
    from_on: date | None = None,
    to_on: date | None = None,
) -> list[Mandate]:
    """Let each parent act for the child, as the civil-status entry `ground` says; saying it again changes nothing.

    `to_on` is the day on which the child comes of age.
    """
    require(by, "register.write", agency=by.agency)
    return [
        _grant(child_person, parent, Mandate.Kind.GUARDIANSHIP, ground=ground, from_on=from_on, to_on=to_on, by=by)
        for parent in parent_persons
    ]


@transaction.atomic
def revoke_mandate(mandate: Mandate, *, by: Actor) -> Mandate:
    """Take a mandate back, or lay it down; guardianship ends by the register alone."""
    parties = {mandate.principal.urn, mandate.agent.urn}
    if "system" not in by.roles and by.person not in parties:
        raise Missing
    if "system" not in by.roles and mandate.kind == Mandate.Kind.GUARDIANSHIP:
        raise Refused(
            t(
                "Quyền của cha mẹ, người giám hộ chỉ thay đổi theo sổ hộ tịch.",
                "The right of parents and guardians changes by the civil-status register alone.",
            )
        )
    if mandate.to_on is not None and mandate.to_on <= today():
        return mandate
    mandate.to_on = today()
    mandate.save(update_fields=["to_on"])
    state(
        MandateRevoked(
            mandate=mandate.urn,
            principal=mandate.principal.urn,
            agent=mandate.agent.urn,
            person=mandate.principal.urn,
        ),
        by=by,
    )
    return mandate


def _grant(
    principal: str, agent: str, kind: str, *, ground: str, from_on: date | None, to_on: date | None, by: Actor
) -> Mandate:
    persons = {person.urn: person for person in Person.objects.filter(urn__in=[principal, agent])}
    if len(persons) < 2:
        raise Missing
    if any(person.death for person in persons.values()):
        raise Refused(
            t("Một trong hai người đã được khai tử.", "The death of one of the two is registered."),
            code="mandate.dead",
        )
    same = Mandate.objects.filter(principal__urn=principal, agent__urn=agent, ground=ground)
    if ground and (known := same.first()):
        return known
    mandate = Mandate.objects.create(
        principal=persons[principal],
        agent=persons[agent],
        kind=kind,
        ground=ground,
        from_on=from_on or today(),
        to_on=to_on,
    )
    state(MandateGranted(mandate=mandate.urn, principal=principal, agent=agent, basis=kind, person=principal), by=by)
    return mandate
