"""The index by which procedures are found follows editions and catalogue, in the transaction that changes them.

It holds nothing of its own: every row can be made again from an edition or an entry, and `verify` compares them.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import transaction

from toantrinh.cases.models import CatalogueEntry, Edition, SearchEntry
from toantrinh.cases.search.rows import rows_of

AT_ONCE = 500


@transaction.atomic
def index_procedure(edition: Edition) -> None:
    """Let an edition be found; every installer of editions calls this in its own transaction."""
    index_codes([edition.code])


@transaction.atomic
def index_codes(codes: Iterable[str]) -> int:
    """Make the rows of these procedures anew; tells how many there are now."""
    made = 0
    for chunk in _chunks(codes):
        editions: dict[str, list[Edition]] = {}
        for edition in Edition.objects.defer("record").filter(code__in=chunk):
            editions.setdefault(edition.code, []).append(edition)
        entries = {entry.code: entry for entry in CatalogueEntry.objects.filter(code__in=chunk)}
        SearchEntry.objects.filter(code__in=chunk).delete()
        rows = [row for code in chunk for row in rows_of(code, editions.get(code, []), entries.get(code))]
        made += len(SearchEntry.objects.bulk_create(rows, batch_size=AT_ONCE))
    return made


@transaction.atomic
def rebuild_search() -> int:
    """Make the whole index anew, after the words of the search changed; tells how many rows it has."""
    SearchEntry.objects.all().delete()
    codes = {*Edition.objects.values_list("code", flat=True), *CatalogueEntry.objects.values_list("code", flat=True)}
    return index_codes(sorted(codes))


def _chunks(codes: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(dict.fromkeys(codes))
    while chunk := list(islice(rest, AT_ONCE)):
        yield chunk
