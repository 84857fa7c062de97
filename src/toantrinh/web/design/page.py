"""How an address is declared: who may open it, by which methods, and what becomes of a problem.

    @page("case.receive")                              an officer's page: the verb is required, GET only
    @page("case.file", methods=("GET", "POST"))        a form
    @page("case.withdraw", methods=("POST",))          a button
    @page(anyone=True)                                 open to nobody in particular
    @page(signed_in=True)                              one's own affairs, in whatever capacity

A view takes a `Request`, which knows the `actor`. Whether this actor may see *this* dossier is for queries and actions
to say; the verb here only keeps out those who could not see any. Missing and forbidden answer alike.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver
from django_htmx.middleware import HtmxDetails

from toantrinh.kernel.actor import Actor
from toantrinh.kernel.problem import Missing, Problem
from toantrinh.people.queries import may
from toantrinh.record.queries import is_demonstration
from toantrinh.web.design import errors, kept

Parts = ParamSpec("Parts")


class Request(HttpRequest):
    """A request as views get it: the middleware has found out who acts."""

    actor: Actor
    htmx: HtmxDetails


View = Callable[Concatenate[Request, Parts], HttpResponseBase]


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What a view says about itself; a test asks every address for it."""

    verb: str = ""
    anyone: bool = False
    signed_in: bool = False
    demonstration: bool = False
    methods: tuple[str, ...] = ("GET",)


@dataclass(frozen=True, slots=True)
class Address:
    """One address of the house and what was declared for it; `declared` is None where somebody forgot."""

    route: str
    name: str
    declared: Declaration | None


def page(
    verb: str = "",
    *,
    anyone: bool = False,
    signed_in: bool = False,
    demonstration: bool = False,
    methods: tuple[str, ...] = ("GET",),
) -> Callable[[View[Parts]], Callable[Concatenate[HttpRequest, Parts], HttpResponseBase]]:
    """Declare a view: exactly one of `verb`, `anyone`, `signed_in`; `demonstration` pages are missing in production."""
    if [bool(verb), anyone, signed_in].count(True) != 1:
        raise TypeError("A page names one verb, or anyone=True, or signed_in=True.")
    declared = Declaration(verb=verb, anyone=anyone, signed_in=signed_in, demonstration=demonstration, methods=methods)

    def declare(view: View[Parts]) -> Callable[Concatenate[HttpRequest, Parts], HttpResponseBase]:
        @wraps(view)
        def answer(request: Any, /, *args: Parts.args, **parts: Parts.kwargs) -> HttpResponseBase:
            try:
                return _admit(request, declared) or view(request, *args, **parts)
            except Problem as problem:
                return errors.show_problem(request, problem)
            except Exception as error:
                if errors.is_out_of_breath(error):
                    return errors.show_out_of_breath(request, error)
                raise

        answer.declared = declared  # type: ignore[attr-defined]
        return answer

    return declare


def _admit(request: Request, declared: Declaration) -> HttpResponseBase | None:
    """Let the actor in (None), or answer with what stands in the way."""
    methods = declared.methods + (("HEAD",) if "GET" in declared.methods else ())
    if request.method not in methods:
        return errors.show_wrong_method(request, methods)
    if declared.demonstration and not is_demonstration():
        raise Missing()
    if declared.anyone:
        return None
    actor = request.actor
    if not actor.urn:
        return kept.ask_to_sign_in(request)
    if declared.verb and not may(actor, declared.verb, agency=actor.agency, persons=actor.persons):
        raise Missing()
    return None


def list_addresses(resolver: URLResolver | None = None, before: str = "", face: str = "") -> Iterator[Address]:
    """Every address of the house, in the order in which they are tried; named as links name it: `portal:cases`."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from list_addresses(pattern, route, f"{pattern.namespace}:" if pattern.namespace else face)
        elif isinstance(pattern, URLPattern):
            name = f"{face}{pattern.name}" if pattern.name else ""
            yield Address(route, name, getattr(pattern.callback, "declared", None))
