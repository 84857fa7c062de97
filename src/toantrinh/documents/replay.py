"""Whether the tables and the store say what the record says of files and letters."""

from collections.abc import Iterator

from toantrinh.documents import store
from toantrinh.documents.facts import FileDropped, FileKept, LetterDrawn, LetterIssued, LetterRevoked
from toantrinh.documents.models import File, Letter
from toantrinh.kernel.actor import SYSTEM
from toantrinh.kernel.text import t
from toantrinh.record.queries import iter_events
from toantrinh.record.verify import Difference

_UNSTATED = t("có trong bảng mà sổ ghi không nói đến", "stands in the table, and the record does not know it")
_GONE = t("sổ ghi nói đến mà không còn trong bảng", "the record knows it, and it is gone from the table")
_OTHER = t("không như sổ ghi nói", "is not as the record says")
_LOST = t("nội dung không còn trong kho tệp", "its content is gone from the store")


def compare_files() -> Iterator[Difference]:
    """Every file is as it was kept, dropped where it was dropped, and its content is there."""
    stated: dict[str, tuple[str, str, int, int, str]] = {}
    dropped: set[str] = set()
    drawn: dict[str, str] = {}
    for event in iter_events((FileKept.kind, FileDropped.kind, LetterDrawn.kind), viewer=SYSTEM):
        said = event.exact
        if event.kind == FileKept.kind:
            of_file = (said["digest"], said["media_type"], said["size"], said["pages"], said["about"])
            stated[said["file"]] = of_file
        elif event.kind == FileDropped.kind:
            dropped.add(said["file"])
        else:
            drawn[said["file"]] = said["digest"]
    for file in File.objects.order_by("pk").iterator(1000):
        of_table = (file.digest, file.media_type, file.size, file.pages, file.about)
        is_as_drawn = drawn.pop(file.urn, None) == file.digest
        of_record = stated.pop(file.urn, None)
        if of_record is None and not is_as_drawn:
            yield Difference(file.urn, _UNSTATED)
        elif of_record not in (None, of_table) or (file.dropped_at is not None) != (file.urn in dropped):
            yield Difference(file.urn, _OTHER)
        elif file.dropped_at is None and not store.path_of(file.digest).exists():
            yield Difference(file.urn, _LOST)
    yield from (Difference(urn, _GONE) for urn in [*stated, *drawn])


def compare_letters() -> Iterator[Difference]:
    """Every letter is as it was issued, and revoked where it was revoked."""
    stated: dict[str, tuple[str, str, str, str]] = {}
    revoked: set[str] = set()
    for event in iter_events((LetterIssued.kind, LetterRevoked.kind), viewer=SYSTEM):
        said = event.publication | event.exact
        if event.kind == LetterIssued.kind:
            stated[said["letter"]] = (said["agency"], said["form"], said["about"], said["template"])
        else:
            revoked.add(said["letter"])
    for letter in Letter.objects.select_related("template").order_by("pk").iterator(1000):
        of_record = stated.pop(letter.urn, None)
        if of_record is None:
            yield Difference(letter.urn, _UNSTATED)
        elif of_record != (letter.agency, letter.form, letter.about, letter.template.digest) or (
            letter.revoked_at is not None
        ) != (letter.urn in revoked):
            yield Difference(letter.urn, _OTHER)
    yield from (Difference(urn, _GONE) for urn in stated)
