"""What this room can state: a notice was sent, and it was opened."""

from toantrinh.kernel.text import t
from toantrinh.record.facts import Fact, exact, published


class NoticeSent(Fact):
    """An agency sent a person an official message."""

    kind = "notice.sent"
    sentence = t("Đã gửi thông báo.", "A notice was sent.")

    agency: str = published(subject=True)
    notice: str = exact(subject=True)
    about: str = exact(subject=True)


class NoticeOpened(Fact):
    """The person, or one who may act for them, opened the message: it is delivered."""

    kind = "notice.opened"
    sentence = t("Đã mở thông báo.", "A notice was opened.")

    agency: str = published(subject=True)
    notice: str = exact(subject=True)
    about: str = exact(subject=True)
