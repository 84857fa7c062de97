"""A transport that fails on purpose, for tests and demonstrations of what happens then."""

from collections.abc import Iterable
from typing import Literal

from toantrinh.exchange.connectors.route import by_way_of
from toantrinh.exchange.connectors.transport import InProcess, Transport
from toantrinh.exchange.definition import Service
from toantrinh.exchange.services import Body
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.problem import Refused, Silent
from toantrinh.kernel.text import t
from toantrinh.record.queries import is_demonstration

Fault = Literal["refuse", "silent", "silent_after", "twice", "wrong_shape"]


class Faulty:
    """Fails in the given ways, one for each call in turn, and then works.

    `refuse`: the provider says no. `silent`: nobody answers, nothing was done. `silent_after`: the provider did it, but
    the answer is lost. `twice`: the call arrives two times. `wrong_shape`: the answer is not what was promised.
    """

    is_remote = True

    def __init__(self, faults: Iterable[Fault], inner: Transport | None = None) -> None:
        if not is_demonstration():
            raise RuntimeError("The faulty transport works in a demonstration only.")
        self._faults = list(faults)
        self._inner = inner or InProcess()

    def deliver(self, service: Service, body: Body, *, by: Actor, purpose: str, about: str, key: str) -> Body:
        """Deliver, or fail as planned."""
        fault = self._faults.pop(0) if self._faults else None
        if fault == "refuse":
            raise Refused(t("Nơi cung cấp từ chối (thử).", "The provider refuses (a trial)."), code="exchange.faulty")
        if fault == "silent":
            raise _silent()
        with by_way_of(self._inner):  # what the provider asks of others is its own affair
            for _ in range(2 if fault == "twice" else 1):
                answer = self._inner.deliver(service, body, by=by, purpose=purpose, about=about, key=key)
        if fault == "silent_after":
            raise _silent()
        return {"unexpected": True} if fault == "wrong_shape" else answer


def _silent() -> Silent:
    return Silent(
        t("Nơi cung cấp không trả lời (thử).", "The provider does not answer (a trial)."), code="exchange.faulty"
    )
