"""From a case to what its form depends upon: the edition, what was answered, what the registers said."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from toantrinh.cases import form
from toantrinh.cases.charging import Charge, charges
from toantrinh.cases.definition import Channel, Procedure
from toantrinh.cases.editions import procedure_of
from toantrinh.cases.form import Situation
from toantrinh.cases.models import Case, CaseConsent, Edition, Status
from toantrinh.kernel.moment import local, today
from toantrinh.kernel.problem import Refused
from toantrinh.kernel.text import t
from toantrinh.people.models import Agency
from toantrinh.people.queries import agency_for_unit, find_agency, find_unit
from toantrinh.record import vault

Values = dict[str, Any]


_editions: dict[str, Edition] = {}
MOST_REMEMBERED = 4096


def edition_of(urn: str) -> Edition:
    """The edition of that URN; it never changes, so one reading lasts as long as the process."""
    if urn not in _editions:
        remember_editions([urn])
    return _editions[urn]


def remember_editions(urns: Iterable[str]) -> None:
    """Read at once those that are not known yet; what else a record says is left where it is, for it is read seldom."""
    wanted = [urn for urn in urns if urn not in _editions]
    if len(_editions) + len(wanted) > MOST_REMEMBERED:
        _editions.clear()
    for start in range(0, len(wanted), 500):
        rows = Edition.objects.defer("record").filter(urn__in=wanted[start : start + 500])
        _editions.update((edition.urn, edition) for edition in rows)


@lru_cache(maxsize=4096)
def _procedure(urn: str) -> Procedure:
    return procedure_of(edition_of(urn))


def procedure_of_case(case: Case) -> Procedure:
    """The procedure by which the case runs."""
    return _procedure(case.edition_id)


@dataclass
class Contents:
    """What a case holds sealed under its applicant's key."""

    me: Values = field(default_factory=dict)
    """The applicant as known when the draft began: personal number, name, sex, level of sign-in."""
    answers: Values = field(default_factory=dict)
    """Field path → JSON value."""
    lookups: dict[str, Values] = field(default_factory=dict)
    """Lookup code → `body` asked, `answer`, `state` (held, missing, silent), `asked_at`."""


def contents_of(case: Case) -> Contents:
    """Open what the case holds. Raises Refused where the applicant's key was erased."""
    if not case.answers_sealed:
        return Contents()
    sealed = [bytes(case.answers_sealed), *([bytes(case.lookups_sealed)] if case.lookups_sealed else [])]
    opened = vault.unseal_many([(case.applicant, one) for one in sealed])
    if None in opened:
        raise Refused(
            t(
                "Dữ liệu của hồ sơ này đã được xoá theo luật.",
                "The contents of this dossier were erased under the law.",
            ),
            code="erased",
        )
    values = [json.loads(one) for one in opened if one is not None]
    return Contents(**values[0], lookups=values[1] if len(values) > 1 else {})


def seal_contents(case: Case, contents: Contents, *, with_lookups: bool = False) -> None:
    """Put the contents into the row in hand, sealed; the action saves it."""
    case.answers_sealed = vault.seal_json(case.applicant, {"me": contents.me, "answers": contents.answers})
    if with_lookups:
        case.lookups_sealed = vault.seal_json(case.applicant, contents.lookups)


def situation_of(case: Case, contents: Contents | None = None) -> Situation:
    """All that the form of this case depends upon, as of today for a draft, and as of its submission afterwards."""
    held = contents or contents_of(case)
    procedure = procedure_of_case(case)
    lookups = {code: one["answer"] for code, one in held.lookups.items() if one["state"] != "silent"}
    situation = Situation(
        procedure=procedure,
        today=local(came_at).date() if (came_at := case.submitted_at or case.arrived_at) else today(),
        channel=Channel(case.channel),
        me=_me(procedure, held.me, lookups),
        answers=held.answers,
        lookups=lookups,
        disputed=frozenset(case.disputed),
        files=frozenset(case.slots) | frozenset(case.handed_slots),
        agreed=agreed_in(case) if procedure.consents else frozenset(),
        case=about_case(case),
    )
    return form.without_unagreed(situation) if procedure.consents else situation


def consenters_of(case: Case) -> list[str]:
    """URNs of those who agreed to the application and follow it as their own, once it was sent."""
    if not procedure_of_case(case).consents:
        return []
    return list(case.persons.filter(part="consenter").order_by("pk").values_list("person", flat=True))


def agreed_in(case: Case) -> frozenset[str]:
    """Codes of the consents that were given and still count."""
    if case.pk is None:
        return frozenset()
    return frozenset(case.consents.filter(state=CaseConsent.State.GIVEN).values_list("code", flat=True))


def _me(procedure: Procedure, me: Values, lookups: dict[str, Values]) -> Values:
    """The applicant, with what a register said of the applicant's own number."""
    for lookup in procedure.lookups:
        if lookup.body == {"personal_number": "me.personal_number"} and (held := lookups.get(lookup.code)):
            me = me | {name: held[name] for name in ("sex", "birth_date") if held.get(name)}
    return me


def competent_agency(situation: Situation) -> Agency | None:
    """The agency that decides, by the law's rule on where; None where that is not known yet."""
    rule = form.competent(situation)
    if rule.kind == "agency":
        return find_agency(rule.agency)
    unit = form.competent_unit(situation)
    level, branch = rule.place
    return agency_for_unit(unit, level, situation.today, branch=branch) if unit else None


def places_of(agency: Agency | None) -> frozenset[str]:
    """The codes by which a dated amount may name the province of an agency: `H29`, and `79` of its territory."""
    if agency is None:
        return frozenset()
    return frozenset({agency.area, _province(agency.unit, today())}) - {""}


@lru_cache(maxsize=8192)
def _province(unit_code: str, day: date) -> str:
    """Code of the province in which a unit lies on a day."""
    unit = find_unit(unit_code, on=day) if unit_code else None
    while unit is not None and unit.parent_code:
        above = find_unit(unit.parent_code, on=day)
        if above is None:
            break
        unit = above
    return unit.code if unit is not None else ""


def charges_of(case: Case) -> list[Charge]:
    """What is charged: as it was frozen when the case was submitted, or as it would be now, for a draft."""
    if case.status != Status.DRAFT:
        return [Charge.from_json(kept) for kept in case.charges]
    situation = situation_of(case)
    return charges(situation, places_of(competent_agency(situation)))


def about_case(case: Case) -> Values:
    """What expressions may say of the case itself: `case.number`, `case.agency` …"""
    if case.status == Status.DRAFT:
        return {}
    days = {"submitted_on": case.submitted_at, "received_on": case.received_at, "decided_on": case.decided_at}
    known = {name: local(moment).date().isoformat() for name, moment in days.items() if moment}
    agency = {"agency": case.agency_code, "agency_urn": case.agency, "agency_name": case.agency_name}
    return known | agency | {"urn": case.urn, "number": case.number}
