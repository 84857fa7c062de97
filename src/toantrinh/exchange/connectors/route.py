"""Which transport a call takes."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from toantrinh.exchange.connectors.transport import InProcess, Transport
from toantrinh.exchange.definition import Service

_IN_PROCESS = InProcess()
_instead: ContextVar[Transport | None] = ContextVar("transport_instead", default=None)


def transport_to(service: Service) -> Transport:
    """The way to the provider of `service`."""
    return _instead.get() or _IN_PROCESS


@contextmanager
def by_way_of(transport: Transport) -> Iterator[Transport]:
    """Let every call inside the block take `transport`."""
    token = _instead.set(transport)
    try:
        yield transport
    finally:
        _instead.reset(token)
