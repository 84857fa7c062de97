"""What this room can state of the national catalogue."""

from toantrinh.kernel.text import t
from toantrinh.record.facts import Fact, published


class CatalogueImported(Fact):
    """A list of the national catalogue was taken in."""

    kind = "catalogue.imported"
    sentence = t(
        "Đã nhập danh mục quốc gia: {added} thủ tục mới, {changed} thay đổi, {refused} dòng không đọc được.",
        "The national catalogue was imported: {added} new procedures, {changed} changed, {refused} lines unreadable.",
    )

    digest: str = published()
    """Of the lines that were given."""
    lines: int = published()
    added: int = published()
    changed: int = published()
    refused: int = published()
    total: int = published()
    """How many entries the table holds after it."""
    content: str = published()
    """Of the whole table after it."""
