"""The sealed order as an outbox: each subscriber gets every event once sealed, complete and in order.

A local receiver writes to this database alone: its effects and the cursor commit together, so each event has its
effects exactly once. A remote one talks to something else: it is called outside a transaction and may get an event
again after a crash. A receiver that fails is asked again with growing patience and holds up nobody else.
"""

import logging
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from toantrinh.kernel.moment import now
from toantrinh.record.events import EventView, view_events
from toantrinh.record.models import Event, Subscriber
from toantrinh.record.seal import SealRefused, seal_record, tree_size

log = logging.getLogger(__name__)

Receiver = Callable[[EventView], None]

LEASE = timedelta(minutes=5)
"""How long a process that died keeps others from delivering to a subscriber."""
PATIENCE = timedelta(minutes=15)
"""Longest wait before a receiver that failed is asked again."""
BATCH = 200
"""Events that a local receiver takes in one transaction."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """Who wants which events."""

    name: str
    kinds: frozenset[str]
    receive: Receiver
    is_remote: bool


SUBSCRIPTIONS: dict[str, Subscription] = {}


class Overtaken(Exception):
    """Another process moved the cursor on; what was done here is rolled back."""


def subscribe(name: str, kinds: Collection[str], receive: Receiver, *, remote: bool = False) -> None:
    """Let `receive` have every sealed event of `kinds` (all when empty), in order; called at start-up.

    The name keeps the place: it must not change. A new subscriber starts at the beginning of the record.
    """
    SUBSCRIPTIONS[name] = Subscription(name, frozenset(kinds), receive, remote)


def run_outbox(limit: int = 1000) -> int:
    """Seal, then deliver up to `limit` events to each subscriber; answers how many were sealed or delivered.

    A sealer that refuses does not hold up what was sealed before; its SealRefused is raised at the end.
    """
    refusal, done = None, 0
    try:
        done = seal_record()
    except SealRefused as error:
        refusal = error
    known = {row.name: row for row in Subscriber.objects.all()}
    for subscription in SUBSCRIPTIONS.values():
        row = known.get(subscription.name) or Subscriber.objects.get_or_create(name=subscription.name)[0]
        tip = tree_size()
        if row.position < tip and _claim(row):
            done += _deliver(subscription, row, tip, limit)
    if refusal:
        raise refusal
    return done


@transaction.atomic
def pass_by(name: str) -> int:
    """Move a subscriber past everything sealed, for one that takes it in by other means in this same transaction.

    Answers the position before which all is taken in.
    """
    row, _ = Subscriber.objects.select_for_update().get_or_create(name=name)
    row.position = tree_size()
    row.save(update_fields=["position"])
    return row.position


def _claim(row: Subscriber) -> bool:
    """Take the lease of a subscriber, unless another process has it or it is not yet time to try again."""
    free = Q(leased_until=None) | Q(leased_until__lt=now())
    due = Q(retry_at=None) | Q(retry_at__lte=now())
    claimed = Subscriber.objects.filter(free, due, name=row.name).update(leased_until=now() + LEASE)
    if claimed:
        row.refresh_from_db()
    return bool(claimed)


def _deliver(subscription: Subscription, row: Subscriber, tip: int, limit: int) -> int:
    """Deliver what lies between the cursor and `tip`; answers how many events the receiver took."""
    taken = 0
    try:
        while taken < limit and row.position < tip:
            events = _next(subscription, row.position, tip, min(BATCH, limit - taken))
            after = events[-1].position + 1 if len(events) == min(BATCH, limit - taken) else tip  # type: ignore[operator]
            _hand_over(subscription, row, events, after)
            taken += len(events)
    except Overtaken:
        return taken
    except Exception as error:  # whatever a receiver raises concerns that receiver alone
        log.warning("Subscriber %s failed at position %d", row.name, row.position, exc_info=True)
        _fail(row, error)
        return taken
    Subscriber.objects.filter(name=row.name).update(leased_until=None)
    return taken


def _next(subscription: Subscription, start: int, tip: int, limit: int) -> list[EventView]:
    """The next sealed events that a subscriber wants."""
    wanted = Event.objects.filter(sealed__position__gte=start, sealed__position__lt=tip)
    if subscription.kinds:
        wanted = wanted.filter(kind__in=subscription.kinds)
    return view_events(list(wanted.select_related("sealed").order_by("sealed__position")[:limit]))


def _hand_over(subscription: Subscription, row: Subscriber, events: list[EventView], after: int) -> None:
    """Let the receiver take `events` and move its cursor to `after`: all at once, or one by one where that fails."""
    if subscription.is_remote:
        for event in events:
            subscription.receive(event)
            _take(subscription, row, [], (event.position or 0) + 1)
    else:
        with suppress(Exception):
            _take(subscription, row, events, after)
            return
        for event in events:
            _take(subscription, row, [event], (event.position or 0) + 1)
    _take(subscription, row, [], after)


def _take(subscription: Subscription, row: Subscriber, events: list[EventView], after: int) -> None:
    """Let the receiver have `events`, and move the cursor in the same transaction; raises Overtaken."""
    with transaction.atomic():
        for event in events:
            subscription.receive(event)
        moved = Subscriber.objects.filter(name=row.name, position=row.position).update(
            position=after, failures=0, retry_at=None, error="", leased_until=now() + LEASE
        )
        if not moved:
            raise Overtaken
    row.position = after


def _fail(row: Subscriber, error: Exception) -> None:
    """Keep what went wrong, and when to try again."""
    failures = Subscriber.objects.get(name=row.name).failures + 1
    Subscriber.objects.filter(name=row.name).update(
        leased_until=None,
        failures=failures,
        retry_at=now() + min(timedelta(seconds=2 ** min(failures, 12)), PATIENCE),
        error=f"{type(error).__name__}: {error}"[:500],
    )
