"""What this room can state."""

from toantrinh.kernel.text import t
from toantrinh.record.facts import Fact, exact, published


class IndicatorInstalled(Fact):
    """An edition of an indicator came into the house."""

    kind = "indicator.installed"
    sentence = t(
        "Đã cài chỉ số {code}, phiên bản {number}.",
        "Indicator {code}, edition {number}, was installed.",
    )

    edition: str = published(subject=True)
    code: str = published()
    number: int = published()
    digest: str = published()


class FiguresPublished(Fact):
    """The figures of one indicator and month were published."""

    kind = "indicator.figures_published"
    sentence = t(
        "Đã công bố {count} số liệu {code} của tháng {month}, lần {release}.",
        "{count} figures of {code} for {month} were published (release {release}).",
    )

    edition: str = published(subject=True)
    code: str = published()
    month: str = published()
    release: int = published()
    count: int = published()
    tree_size: int = published()
    digest: str = exact()
    """SHA-256 over the published figures, in the order of level and code."""
