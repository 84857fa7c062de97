"""What an author writes, as it lies sealed under the author's key; and what must not stand in public."""

import json
import re
from dataclasses import asdict, dataclass, fields

from toantrinh.cases.models import Petition
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.text import Text, fold, t
from toantrinh.record import vault


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a petition says, and who says it as far as they told."""

    title: str = ""
    text: str = ""
    place: str = ""
    unit: str = ""
    """Code of the commune where it is."""
    officer: str = ""
    """Whom it is about, where it is about conduct."""
    procedure: str = ""
    """Name or code of the procedure or rule that it is about."""
    name: str = ""
    email: str = ""
    phone: str = ""
    firm: str = ""
    tax_code: str = ""

    @property
    def has_contact(self) -> bool:
        """Whether its author can be reached without an account."""
        return bool(self.email or self.phone)


EMPTY = Words()
ERASED = Words(title="–", text="–")
"""What stands where the author's key was destroyed."""
_NAMES = {field.name for field in fields(Words)}


def seal_words(author: str, words: Words) -> bytes:
    """The words under the author's key."""
    return vault.seal_json(author, asdict(words))


def open_words(petition: Petition) -> Words:
    """What a petition says; dashes where its author was forgotten."""
    if not petition.words_sealed:
        return EMPTY
    held = vault.unseal_json(petition.author, bytes(petition.words_sealed))
    if held is None:
        return ERASED
    return Words(**{name: value for name, value in held.items() if name in _NAMES})


def digest_of(words: Words) -> str:
    """Keyed digest by which the record proves later that a petition said this."""
    return vault.digest(json.dumps(asdict(words), ensure_ascii=False, sort_keys=True), "petition-words")


def text_digest(words: Words) -> str:
    """Keyed digest by which the same text, sent again, is known."""
    return vault.digest(fold(words.text), "petition-text")


def open_text(author: str, sealed: bytes | memoryview) -> str:
    """A sealed text; a dash where its author was forgotten."""
    if not sealed:
        return ""
    opened = vault.unseal(author, bytes(sealed))
    return "–" if opened is None else opened.decode()


def stranger(author: str) -> Actor:
    """Whoever holds the secret of a petition without an account: its author, at the level of nobody."""
    return Actor(urn=author, name="", person=author)


# ---- what would tell who somebody is

MAIL, NUMBER, PHONE, DOSSIER = "[thư điện tử]", "[số định danh]", "[số điện thoại]", "[mã hồ sơ]"  # one language
_MARKS: tuple[tuple[str, str, Text], ...] = (
    (r"[\w.+-]+@[\w-]+\.[\w.]+", MAIL, t("một địa chỉ thư điện tử", "an e-mail address")),
    (r"\b\d{3}[ .]?\d{3}[ .]?\d{3}[ .]?\d{3}\b", NUMBER, t("một số định danh", "a personal number")),
    (r"(?:\+84|\b0)[\d .-]{8,12}\d\b", PHONE, t("một số điện thoại", "a telephone number")),
    (r"\b[A-Z]\d{2}(?:\.[A-Z0-9]+)*-\d{6,8}-\d{4,7}\b", DOSSIER, t("một mã hồ sơ", "a dossier number")),
)
NAME = "[tên người]"  # one language


def cleared(text: str, words: Words) -> str:
    """A text with what would tell who somebody is replaced: a proposal, which an officer still reads."""
    for pattern, mark, _ in _MARKS:
        text = re.sub(pattern, mark, text)
    for name in (words.name, words.officer):
        if len(name) > 3:
            text = re.sub(re.escape(name), NAME, text, flags=re.IGNORECASE)
    return text


def told_apart(text: str, words: Words, *, may_name: bool) -> list[Text]:
    """What in a text would still tell who somebody is."""
    found = [said for pattern, _, said in _MARKS if re.search(pattern, text)]
    plain = fold(text)
    if words.officer and fold(words.officer) in plain:
        found.append(t("tên cán bộ", "the officer's name"))
    if not may_name and len(words.name) > 3 and fold(words.name) in plain:
        found.append(t("tên người gửi", "the author's name"))
    return found
