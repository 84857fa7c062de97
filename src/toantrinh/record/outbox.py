"""The sealed order as an outbox: subscribers get every event, complete and in order."""

from collections.abc import Callable, Collection

from toantrinh.record.events import EventView

Receiver = Callable[[EventView], None]


def subscribe(name: str, kinds: Collection[str], receive: Receiver, *, remote: bool = False) -> None:
    """Let `receive` have every sealed event of `kinds`, in order; called at start-up."""


def run_outbox(limit: int = 1000) -> int:
    """Seal, then deliver; answers how many events were sealed or delivered."""
    return 0
