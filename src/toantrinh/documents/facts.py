"""What this room can state: files kept and dropped, letters issued and revoked."""

from toantrinh.kernel.text import t
from toantrinh.record.facts import Fact, exact, published


class FileKept(Fact):
    """A person's file was taken in; its digest proves later that it is the same."""

    kind = "file.kept"
    sentence = t("Đã lưu tệp ({pages} trang, {size} byte).", "A file was kept ({pages} pages, {size} bytes).")

    pages: int = exact()
    size: int = exact()
    media_type: str = exact()
    file: str = exact(subject=True)
    about: str = exact(subject=True)
    digest: str = exact()


class FileDropped(Fact):
    """A person's file was taken away before anyone relied on it."""

    kind = "file.dropped"
    sentence = t("Đã bỏ một tệp.", "A file was taken away.")

    file: str = exact(subject=True)
    about: str = exact(subject=True)


class FilesGiven(Fact):
    """The files of a dossier were handed to the agency that is to decide it."""

    kind = "file.given"
    sentence = t("Đã chuyển {count} tệp cho cơ quan.", "{count} files were handed to the agency.")

    agency: str = published(subject=True)
    about: str = exact(subject=True)
    count: int = exact()


class LetterIssued(Fact):
    """An agency issued a paper; from now on anyone who holds it can check it."""

    kind = "letter.issued"
    sentence = t("Đã ban hành giấy tờ theo mẫu {form}.", "A paper of form {form} was issued.")

    agency: str = published(subject=True)
    form: str = published()
    template: str = exact()
    letter: str = exact(subject=True)
    about: str = exact(subject=True)
    words: str = exact()


class LetterDrawn(Fact):
    """An issued paper was put on its sheet; the digest proves later that the sheet is the same."""

    kind = "letter.drawn"
    sentence = t("Đã in giấy tờ ra bản PDF.", "The paper was drawn as a PDF.")

    letter: str = exact(subject=True)
    file: str = exact(subject=True)
    digest: str = exact()


class LetterRevoked(Fact):
    """A paper is no longer valid; whoever checks it reads since when."""

    kind = "letter.revoked"
    sentence = t("Đã thu hồi giấy tờ theo mẫu {form}: {ground_vi}", "A paper of form {form} was revoked: {ground_en}")

    agency: str = published(subject=True)
    form: str = published()
    letter: str = exact(subject=True)
    about: str = exact(subject=True)
    ground_vi: str = exact()
    ground_en: str = exact()
