"""Everyday names out of official ones, by rule: the first clause, without what every name begins with."""

import re
import unicodedata

from toantrinh.kernel.text import Text, fold

TITLE, PAPER, CASE = 60, 90, 160
"""Most characters of the everyday name of a procedure, a paper, a case."""
LEAST = 12
_BULLET = re.compile(
    r"^[\s\-–—+*•·.:;]*(?:\(?(?:[a-z\u0111]|[ivx]{1,4}|\d{1,2}(?:\.\d{1,2})*)\)|\d{1,2}\.)?[\s\-–—+*•·.:;]*", re.I
)
_PROCEDURE = re.compile(r"^(?:thủ tục(?: hành chính)?)\s*:?\s+", re.I)  # one language
_FOR = re.compile(r"^(?:đối với |trong |các )*(?:trường hợp )?", re.I)  # one language
_CLAUSES = "theo mẫu|theo quy định|đối với|trong trường hợp|trường hợp|thuộc trường hợp|để chứng minh"  # one language
_MORE = "quy định tại|nếu"  # one language
_PLACES = "theo|đối với|trong|tại|của|thuộc|bằng|để|cho|mà"  # one language
_LAST = "đối với|trường hợp|các|của|trong|và|hoặc|cho|là|đã|được|tại|thuộc|mà|để|do|theo"  # one language
_FIRST = "đối với|trường hợp|tùy|tuỳ|trong trường hợp"  # one language
_ENDS = re.compile(rf"[;:(,]|\.\s|\s[-–]\s|\s(?:{_CLAUSES}|{_MORE})\s", re.I)
_WIDE = re.compile(rf"[;:(,]|\.\s|\s[-–]\s|\s(?:{_PLACES})\s", re.I)
"""Where a title may end as well."""
_DANGLING = re.compile(rf"(?:\s(?:{_LAST}))+$", re.I)
_CASE_FIRST = re.compile(rf"^(?:{_FIRST})\b", re.I)


def tidy(words: str) -> str:
    """One line without doubled spaces, bullets, numbering and quotes around it."""
    line = re.sub(r"[\s\x00-\x1f\u200b-\u200f\ufeff]+", " ", unicodedata.normalize("NFC", words)).strip()
    line = _BULLET.sub("", line, count=1) or line
    return line.strip(" \"“”'.;:,")


def plain(words: str) -> Text:
    """Words of a record as a message: the same in both languages, for nobody translated them."""
    safe = words.replace("{", "(").replace("}", ")")
    return Text(safe, safe)


def title_of(official: str) -> str:
    """The everyday name of a procedure, at most 60 characters."""
    words = tidy(official)
    return _begun(clause(_PROCEDURE.sub("", words, count=1) or words, TITLE, _WIDE, longest=True))


def paper_name(official: str) -> str:
    """The everyday name of a paper, at most 90 characters."""
    words = tidy(official)
    return _begun(clause(words, PAPER, longest=bool(_CASE_FIRST.match(words))))


def case_name(official: str) -> str:
    """A case as it is chosen, at most 160 characters."""
    return _begun(clause(tidy(official), CASE, longest=True))


def clause(words: str, most: int, ends: re.Pattern[str] = _ENDS, *, longest: bool = False) -> str:
    """The first clause, or as many clauses as fit; where none does, whole words and an ellipsis."""
    places = [found.start() for found in ends.finditer(words)]
    if len(words) <= most and (longest or not places):
        return words
    heads = [_DANGLING.sub("", words[:end].rstrip(" ,;:(-–")) for end in places]
    fitting = [head for head in heads if LEAST <= len(head) <= most]
    if fitting:
        return fitting[-1] if longest else fitting[0]
    if len(words) <= most:
        return words
    return _DANGLING.sub("", words[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:(-–")) + "…"


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]


def key_of(words: str) -> str:
    """What a case is called, bare, so that two texts that name it can be compared."""
    return fold(_FOR.sub("", tidy(words), count=1))
