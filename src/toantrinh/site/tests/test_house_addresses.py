"""Every address says who may open it: an address without a declaration is open by mistake."""

from toantrinh.people.rights import VERBS
from toantrinh.site.tests import house
from toantrinh.web.design.page import list_addresses

WITHOUT_DECLARATION = {"healthz"}
"""Answered by the site itself, without anything about anyone."""


def test_every_address_declares_who_may_open_it() -> None:
    found = [a.route for a in list_addresses() if a.declared is None and a.route not in WITHOUT_DECLARATION]
    assert not found, house.told(
        found, "Declare the view with @page(verb), @page(signed_in=True) or @page(anyone=True)."
    )


def test_every_verb_that_an_address_demands_is_some_ones_right() -> None:
    declared = [(a.route, a.declared.verb) for a in list_addresses() if a.declared and a.declared.verb]
    found = [f"{route}: {verb}" for route, verb in declared if verb not in VERBS]
    assert not found, house.told(
        found, "Nobody has this verb: add it to a role in people/rights.py, or mend its spelling."
    )


def test_every_address_has_a_name_of_its_own() -> None:
    names = [address.name for address in list_addresses()]
    found = sorted({name or "(none)" for name in names if not name or names.count(name) > 1})
    assert not found, house.told(found, "Links are made from names, so that an address can move.")
