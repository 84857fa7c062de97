"""What the cases of this house answer through the exchange; offered at start-up in `site/apps.py`."""

from toantrinh.cases.actions import open_linked_case
from toantrinh.cases.queries.linking import outcome_of_part
from toantrinh.exchange.services import Body, offer
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import today


def offer_services() -> None:
    """Let agencies of this house open cases for others, and say what became of them."""
    offer("cases.open", _open, in_own_steps=True)
    offer("cases.outcome.read", _read_outcome)


def _open(body: Body, *, by: Actor, purpose: str, about: str, key: str) -> Body:
    case = open_linked_case(dict(body), token=key, by=by)
    return {
        "case": case.urn,
        "number": case.number,
        "agency": case.agency,
        "agency_name": case.agency_name,
        "source": "cases",
        "as_of": today().isoformat(),
    }


def _read_outcome(body: Body, *, by: Actor, purpose: str, about: str, key: str) -> Body:
    return {**outcome_of_part(dict(body), viewer=by), "source": "cases", "as_of": today().isoformat()}
