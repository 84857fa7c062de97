"""What this room can state: files kept and dropped, letters issued and revoked."""

from dataclasses import dataclass

from toantrinh.kernel.text import t
from toantrinh.record.facts import Fact, exact, private, published


@dataclass(frozen=True, kw_only=True)
class FileKept(Fact):
    """A person's file was taken in; its digest proves later that it is the same."""

    kind = "file.kept"
    sentence = t("Đã lưu tệp ({pages} trang, {size} byte).", "A file was kept ({pages} pages, {size} bytes).")

    pages: int = exact()
    size: int = exact()
    media_type: str = exact()
    file: str = private(subject=True)
    about: str = private(subject=True)
    digest: str = private()


@dataclass(frozen=True, kw_only=True)
class FileDropped(Fact):
    """A person's file was taken away before anyone relied on it."""

    kind = "file.dropped"
    sentence = t("Đã bỏ một tệp.", "A file was taken away.")

    file: str = private(subject=True)
    about: str = private(subject=True)


@dataclass(frozen=True, kw_only=True)
class LetterIssued(Fact):
    """An agency issued a paper; from now on anyone who holds it can check it."""

    kind = "letter.issued"
    sentence = t("Đã ban hành giấy tờ theo mẫu {form}.", "A paper of form {form} was issued.")

    agency: str = published(subject=True)
    form: str = published()
    template: str = exact()
    letter: str = private(subject=True)
    about: str = private(subject=True)
    digest: str = private()


@dataclass(frozen=True, kw_only=True)
class LetterRevoked(Fact):
    """A paper is no longer valid; whoever checks it reads since when."""

    kind = "letter.revoked"
    sentence = t("Đã thu hồi giấy tờ theo mẫu {form}.", "A paper of form {form} was revoked.")

    agency: str = published(subject=True)
    form: str = published()
    letter: str = private(subject=True)
    about: str = private(subject=True)
