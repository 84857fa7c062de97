"""Who is acting, and whether they may: the one place where rights are decided."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from toantrinh.kernel.actor import NOBODY, Actor
from toantrinh.kernel.moment import today
from toantrinh.kernel.problem import Missing
from toantrinh.people.models import Account, Agency, Appointment, Mandate
from toantrinh.people.rights import CITIZEN, ROLES, VERBS, Role

Row = TypeVar("Row", bound=Model)


def actor_for(account: Account, office: str | None = None, *, assurance: int = 1) -> Actor:
    """The account in one capacity: as a citizen, or in the office of that URN.

    An office that has ended, is not theirs or is unknown gives the citizen: rights end the same moment. An officer has
    every role that they hold at the agency of that office, and acts for nobody else.
    """
    if not account.is_active:
        return NOBODY
    offices = list(_offices(account)) if office else []
    chosen = next((held for held in offices if held.urn == office), None)
    person = account.person.urn
    if chosen is None:
        acting_for = tuple(
            _mandates(today()).filter(agent=account.person_id).values_list("principal__urn", flat=True).distinct()
        )
        return Actor(urn=account.urn, name=account.full_name, person=person, assurance=assurance, acting_for=acting_for)
    agency = acts_as(chosen.agency)
    return Actor(
        urn=account.urn,
        name=account.full_name,
        person=person,
        office=chosen.urn,
        agency=agency.urn,
        area=agency.area,
        roles=frozenset(held.role for held in offices if acts_as(held.agency) == agency),
        assurance=assurance,
    )


def acts_as(agency: Agency) -> Agency:
    """The body in whose name an office at `agency` acts: a service centre is part of its committee."""
    if agency.kind == Agency.Kind.SERVICE_CENTRE and agency.parent is not None:
        return agency.parent
    return agency


def list_offices(account: Account) -> list[Appointment]:
    """The offices that the account holds today, the eldest first."""
    return list(_offices(account)) if account.is_active else []


def may(actor: Actor, verb: str, *, agency: str = "", persons: Iterable[str] = ()) -> bool:
    """Whether `actor` may do `verb` to something that `agency` controls and that concerns `persons` (URNs).

    1. A part of the system may.
    2. An office gives its roles' verbs, for what its own agency controls, or those below, or anyone, as the table says.
    3. A citizen, signed in well enough, may do a citizen's verbs to what concerns whom they may act for, oneself first.
    4. Without agency and persons the question is whether they may at all.
    """
    if verb not in VERBS:
        raise ValueError(f"Nobody has the verb {verb!r}: add it to people/rights.py")
    concerned = frozenset(persons)
    if "system" in actor.roles:
        return True
    if actor.office:
        return _may_in_office(actor, verb, agency, concerned)
    if not actor.person or verb not in CITIZEN or actor.assurance < CITIZEN[verb]:
        return False
    return bool(concerned.intersection(actor.persons)) if concerned or agency else True


def require(actor: Actor, verb: str, *, agency: str = "", persons: Iterable[str] = ()) -> None:
    """Raise `Missing` unless `actor` may: what is forbidden looks like what is not there."""
    if not may(actor, verb, agency=agency, persons=persons):
        raise Missing


def visible_to(
    rows: QuerySet[Row],
    viewer: Actor,
    verb: str,
    *,
    own_verb: str = "",
    agency: str = "agency",
    person: str = "person",
) -> QuerySet[Row]:
    """The rows that `viewer` may see by `verb`, as `may` would say of each, in one query.

    `agency` and `person` name the columns (or lookups) that hold URNs; an empty name says that there is no such column.
    `own_verb` is the verb for a citizen's own rows, where it has another name.
    """
    if "system" in viewer.roles:
        return rows
    if not viewer.office:
        sees_own = bool(person) and may(viewer, own_verb or verb, persons=viewer.persons)
        return rows.filter(**{f"{person}__in": viewer.persons}) if sees_own else rows.none()
    reach = _reach(viewer, verb)
    if reach == "anywhere":
        return rows
    if not agency or reach == "nowhere":
        return rows.none()
    if reach == "below":
        return rows.filter(**{f"{agency}__in": _at_or_below(viewer.agency).values("urn")})
    return rows.filter(**{agency: viewer.agency})


def list_officers(agency: str, role: str = "") -> list[Appointment]:
    """The offices held today at an agency (URN) or a centre of it, by name; of one role where given."""
    day = today()
    held = (
        Appointment.objects.filter(Q(agency__urn=agency) | Q(agency__parent__urn=agency), from_on__lte=day)
        .filter(Q(to_on=None) | Q(to_on__gt=day))
        .select_related("account", "agency__parent")
        .order_by("account__full_name", "pk")
    )
    return [one for one in held if acts_as(one.agency).urn == agency and role in ("", one.role)]


def roles_of(actor: Actor) -> list[Role]:
    """The lines of the rights table that the actor's office gives."""
    return [ROLES[code] for code in sorted(actor.roles) if code in ROLES]


def list_roles() -> list[Role]:
    """The rights table, for the pages and guides that explain it."""
    return list(ROLES.values())


def describe_rights(role: str) -> Role:
    """One line of the rights table; an unknown role is one without rights."""
    return ROLES.get(role, ROLES["none"])


def _may_in_office(actor: Actor, verb: str, agency: str, persons: frozenset[str]) -> bool:
    reach = _reach(actor, verb)
    if reach == "nowhere":
        return False
    if reach == "anywhere" or not (agency or persons):
        return True
    if not agency:
        return False
    if agency == actor.agency:
        return True
    return reach == "below" and _at_or_below(actor.agency).filter(urn=agency).exists()


def _reach(actor: Actor, verb: str) -> str:
    """How far the roles of an office carry the verb: nowhere, own, below or anywhere."""
    roles = roles_of(actor)
    if any(verb in role.anywhere for role in roles):
        return "anywhere"
    if any(verb in role.below for role in roles):
        return "below"
    return "own" if any(verb in role.own for role in roles) else "nowhere"


def _at_or_below(agency: str) -> QuerySet[Agency]:
    """The agency itself and what stands under it: committees of its communes and their centres."""
    return Agency.objects.filter(Q(urn=agency) | Q(parent__urn=agency) | Q(parent__parent__urn=agency))


def _offices(account: Account) -> QuerySet[Appointment]:
    day = today()
    return (
        Appointment.objects.filter(account=account, from_on__lte=day)
        .filter(Q(to_on=None) | Q(to_on__gt=day))
        .filter(Q(agency__valid_to=None) | Q(agency__valid_to__gt=day))
        .select_related("agency__parent")
        .order_by("from_on", "pk")
    )


def _mandates(day: date) -> QuerySet[Mandate]:
    return Mandate.objects.filter(Q(to_on=None) | Q(to_on__gt=day), from_on__lte=day)
