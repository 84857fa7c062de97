"""Every write of this room."""

from toantrinh.people.actions.accounts import (
    change_contacts,
    choose_language,
    close_account,
    forget_person,
    know_person,
    settle_death,
    sign_in,
    sign_out,
)
from toantrinh.people.actions.agencies import end_agency, found_agency
from toantrinh.people.actions.mandates import grant_mandate, recognise_guardians, revoke_mandate
from toantrinh.people.actions.offices import appoint, end_appointment
from toantrinh.people.actions.reference import load_reference
from toantrinh.people.actions.settling import settle_cast

__all__ = [
    "appoint",
    "change_contacts",
    "choose_language",
    "close_account",
    "end_agency",
    "end_appointment",
    "forget_person",
    "found_agency",
    "grant_mandate",
    "know_person",
    "load_reference",
    "recognise_guardians",
    "revoke_mandate",
    "settle_cast",
    "settle_death",
    "sign_in",
    "sign_out",
]
