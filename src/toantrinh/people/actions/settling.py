"""The named cast moves in."""

from datetime import date

from django.db import transaction

from toantrinh.kernel.actor import Actor
from toantrinh.people.actions.accounts import sign_in
from toantrinh.people.actions.mandates import grant_mandate
from toantrinh.people.actions.offices import appoint
from toantrinh.people.cast import Cast, parts
from toantrinh.people.models import Account, Agency, Appointment, Mandate
from toantrinh.people.queries import actor_for, list_offices, person_urn


@transaction.atomic
def settle_cast(by: Actor, *, from_on: date | None = None) -> Cast:
    """Let the cast sign in and take their offices, as far as they have not; needs territory and agencies loaded."""
    accounts: dict[str, Account] = {}
    for key, part in parts().items():
        known = Account.objects.filter(person__urn=person_urn(part.claims.personal_number)).first()
        account = accounts[key] = known or sign_in(part.claims, by=by)
        if part.agency and not Appointment.objects.filter(account=account, role=part.role).exists():
            agency = Agency.objects.get(code=part.agency)
            appoint(account, agency, part.role, title=part.title, by=by, from_on=from_on)
    for key, part in parts().items():
        for principal in part.acts_for:
            giver, taker = accounts[principal].person, accounts[key].person
            if not Mandate.objects.filter(principal=giver, agent=taker).exists():
                grant_mandate(giver.urn, taker.urn, by=by, from_on=from_on)
    return Cast(**{key: _in_office(account) for key, account in accounts.items()})


def _in_office(account: Account) -> Actor:
    offices = list_offices(account)
    return actor_for(account, offices[0].urn if offices else "", assurance=2)
