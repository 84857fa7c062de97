"""What this room can state: a notice was sent and opened, a copy of it went out or could not."""

from toantrinh.kernel.text import t
from toantrinh.record.facts import Fact, exact, published


class NoticeSent(Fact):
    """An agency sent a person an official message."""

    kind = "notice.sent"
    sentence = t("Đã gửi thông báo.", "A notice was sent.")

    agency: str = published(subject=True)
    notice: str = exact(subject=True)
    about: str = exact(subject=True)
    letter: str = exact(subject=True)
    words: str = exact()


class NoticeOpened(Fact):
    """The person, or one who may act for them, opened the message: it is delivered."""

    kind = "notice.opened"
    sentence = t("Đã mở thông báo.", "A notice was opened.")

    agency: str = published(subject=True)
    notice: str = exact(subject=True)
    about: str = exact(subject=True)


class CopySent(Fact):
    """A pointer to the message went out by e-mail; that it arrived is not known, and nothing runs from it."""

    kind = "notice.copied"
    sentence = t("Đã gửi thư điện tử báo có thông báo.", "An e-mail said that there is a notice.")

    agency: str = published(subject=True)
    notice: str = exact(subject=True)


class CopyGivenUp(Fact):
    """The pointer could not be sent after many tries; the message itself waits in the inbox."""

    kind = "notice.copy_given_up"
    sentence = t(
        "Không gửi được thư điện tử báo có thông báo sau {tries} lần.",
        "The e-mail about a notice could not be sent in {tries} tries.",
    )

    agency: str = published(subject=True)
    notice: str = exact(subject=True)
    tries: int = exact()
