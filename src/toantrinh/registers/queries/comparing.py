"""Whether the tables of the registers say what the record says."""

from collections.abc import Iterator

from toantrinh.kernel.actor import SYSTEM
from toantrinh.record.queries import iter_events
from toantrinh.registers.facts import EntryCorrected, EntryEnded, EntryMade
from toantrinh.registers.models import Entry
from toantrinh.registers.versions import history_digest

KINDS = (EntryMade.kind, EntryCorrected.kind, EntryEnded.kind)
PAGE = 1000


def compare_with_record() -> Iterator[tuple[str, str]]:
    """Every difference between entries and what was stated of them: the URN of the entry, and what differs.

    The last fact about an entry holds a digest over all its versions, so that a changed, missing or added row of an
    entry shows, whatever else was changed with it.
    """
    stated: dict[str, str] = {}
    for event in iter_events(KINDS, viewer=SYSTEM):
        stated[event.exact["entry"]] = event.exact["history"]
    last = 0
    while page := list(Entry.objects.filter(pk__gt=last).order_by("pk").prefetch_related("versions__links")[:PAGE]):
        for entry in page:
            history = stated.pop(entry.urn, None)
            if history is None:
                yield entry.urn, f"stands in {entry.register}, and no event says that it was entered"
            elif history != history_digest(entry, entry.versions.all()):
                yield entry.urn, f"in {entry.register} is not what its last event says"
        last = page[-1].pk
    for urn in stated:
        yield urn, "was entered, and is not in the tables"
