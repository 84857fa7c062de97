"""Where a provider offers what answers a service; upper rooms do so at start-up, in `site/apps.py`."""

from collections.abc import Callable
from typing import Any, Protocol

from toantrinh.exchange.definition import Service
from toantrinh.kernel.actor import Actor

Body = dict[str, Any]
"""A request or an answer: what JSON can hold."""


class Handler(Protocol):
    """The provider's side of one service.

    It runs in its own transaction, after the exchange judged right and purpose and checked the request's shape. It
    writes a look for every person whose data it reads, naming `purpose` and `about`. Where the service writes, the
    same `key` must never be carried out twice. It refuses by raising `Refused` with a reason for people.
    """

    def __call__(self, body: Body, *, by: Actor, purpose: str, about: str, key: str) -> Body:
        """Answer `body`."""


_offered: dict[str, Handler] = {}
_in_own_steps: set[str] = set()


def offer(service: str, handler: Handler, *, in_own_steps: bool = False) -> None:
    """Let `handler` answer the calls of `service` in this process, in one transaction.

    One that asks others itself works `in_own_steps`: it makes transactions of its own, with its calls between them,
    and goes on where it stood when it is called again under the same key.
    """
    _offered[service] = handler
    _in_own_steps.discard(service)
    if in_own_steps:
        _in_own_steps.add(service)


def works_in_own_steps(service: Service) -> bool:
    """Whether what answers the service makes its own transactions."""
    return service.code in _in_own_steps


def handler_of(service: Service) -> Handler | None:
    """What answers the service in this process, if anything does: what was offered, else a register by its package."""
    if (handler := _offered.get(service.code)) is not None or service.answered_from is None:
        return handler
    return next((answer_from(service) for answer_from in _registers), None)


_registers: list[Callable[[Service], Handler]] = []


def answer_from_registers(answer: Callable[[Service], Handler]) -> None:
    """Let `answer` give what answers a service whose package says that a register does."""
    if answer not in _registers:
        _registers.append(answer)


_relatives: list[Callable[[str], set[str]]] = []


def know_relatives(of: Callable[[str], set[str]]) -> None:
    """Let `of` tell the spouse, parents and children (URNs) of a person, for services whose reach is relatives."""
    if of not in _relatives:
        _relatives.append(of)


def relatives_of(person: str) -> set[str]:
    """Spouse, parents and children of a person, as far as a register in this process knows them."""
    return set().union(*(of(person) for of in _relatives))
