"""Whether the tables of the registers say what the record says."""

from collections.abc import Iterator

from toantrinh.kernel.actor import SYSTEM
from toantrinh.kernel.text import t
from toantrinh.record.queries import iter_events
from toantrinh.record.verify import Difference
from toantrinh.registers.facts import EntryCorrected, EntryEnded, EntryMade
from toantrinh.registers.models import Entry
from toantrinh.registers.versions import history_digest

KINDS = (EntryMade.kind, EntryCorrected.kind, EntryEnded.kind)
PAGE = 1000
_UNSTATED = t(
    "có trong sổ {register} mà không có sự kiện nào ghi nó", "is in {register}, and no event says that it was entered"
)
_CHANGED = t("trong sổ {register} khác sự kiện cuối về nó", "in {register} is not what its last event says")
_GONE = t("đã ghi mà không còn trong bảng", "was entered, and is not in the tables")


def compare_with_record() -> Iterator[Difference]:
    """Every difference between entries and what was stated of them.

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
                yield Difference(entry.urn, _UNSTATED.fill(register=entry.register))
            elif history != history_digest(entry, ((one, one.links.all()) for one in entry.versions.all())):
                yield Difference(entry.urn, _CHANGED.fill(register=entry.register))
        last = page[-1].pk
    for urn in stated:
        yield Difference(urn, _GONE)
