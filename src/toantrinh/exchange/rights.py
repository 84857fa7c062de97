"""Whether a call may be made: by this caller, for this purpose, about these persons."""

from collections.abc import Iterator
from typing import Any

from toantrinh.exchange.definition import Caller, Service
from toantrinh.exchange.services import Body, relatives_of
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.problem import Missing
from toantrinh.kernel.text import t
from toantrinh.people.queries import open_agency, person_urn


def require_right(service: Service, body: Body, *, by: Actor, purpose: str, about: str) -> None:
    """Raise `Missing` unless one of the service's callers fits; the log alone learns which part did not.

    1. The purpose must be one of the service's.
    2. A line of `callers` must fit the actor and allow the purpose.
    3. An officer and the house call for a case or another thing that they name.
    4. A citizen names only persons for whom they may act, or their relatives where the line says so.
    """
    if service.purpose(purpose) is None:
        raise _no_right(service)
    for caller in service.callers:
        if (not caller.purposes or purpose in caller.purposes) and _fits(caller, service, body, by, about):
            return
    raise _no_right(service)


def _fits(caller: Caller, service: Service, body: Body, by: Actor, about: str) -> bool:
    if caller.who == "house":
        return "system" in by.roles and bool(about)
    if caller.who == "officer":
        return bool(by.office and about) and not by.roles.isdisjoint(caller.roles) and _is_agency(caller, by)
    is_citizen = bool(by.person) and not by.office and by.assurance >= caller.assurance
    return is_citizen and _are_near(persons_named(service, "request", body), by, caller.reach)


def _are_near(persons: set[str], by: Actor, reach: str) -> bool:
    strangers = persons.difference(by.persons)
    if not strangers or reach == "own":
        return not strangers
    return strangers <= set().union(*(relatives_of(person) for person in by.persons))


def _is_agency(caller: Caller, by: Actor) -> bool:
    if not caller.agencies:
        return True
    code = open_agency(by.agency).code
    return any(code == agency or (agency.endswith(".") and code.startswith(agency)) for agency in caller.agencies)


def persons_named(service: Service, side: str, body: Body) -> set[str]:
    """URNs of the persons whom a request or an answer names; one unknown to the house stands as an empty word."""
    found: set[str] = set()
    for path in service.about_persons:
        where, _, rest = path.partition(".")
        if where == side:
            found.update(_urn(value) for value in _values(body, rest.split(".")))
    return found


def _urn(value: Any) -> str:
    """A person may be named by URN or by personal number."""
    named = str(value)
    return named if named.startswith("urn:") else person_urn(named) or ""


def _values(body: Any, path: list[str]) -> Iterator[Any]:
    if not path:
        if body not in (None, ""):
            yield body
        return
    step, rest = path[0].removesuffix("[]"), path[1:]
    if isinstance(body, dict) and step in body:
        for part in body[step] if path[0].endswith("[]") else [body[step]]:
            yield from _values(part, rest)


def _no_right(service: Service) -> Missing:
    return Missing(
        t(
            f"Không có dịch vụ {service.code} cho người gọi và mục đích này.",
            f"There is no service {service.code} for this caller and purpose.",
        ),
        code="exchange.no_right",
    )
