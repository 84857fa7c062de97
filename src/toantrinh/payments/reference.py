"""The words in a transfer by which it finds its demand: short, said of nobody, and telling when it was mistyped.

`TT` and ten characters, the last of which checks the others. Banks drop marks, change capitals and join words, so that
it is looked for in what is left of a transfer's content.
"""

import re
import secrets

PREFIX = "TT"
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""31 characters, a prime number, nothing that is misread: no 0, O, 1, I or L."""
_LENGTH = 9
_FORM = re.compile(f"(?={PREFIX}([{_ALPHABET}]{{{_LENGTH + 1}}}))")


def new_reference() -> str:
    """A fresh reference: about 44 random bits and a check character."""
    body = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    return PREFIX + body + _check(body)


def find_references(content: str) -> list[str]:
    """Every reference in a transfer's content whose check character is right, in order."""
    squeezed = re.sub(r"[^A-Z0-9]", "", content.upper())
    found = [match[1] for match in _FORM.finditer(squeezed)]
    return list(dict.fromkeys(PREFIX + one for one in found if _check(one[:-1]) == one[-1]))


def _check(body: str) -> str:
    """Weighted sum modulo a prime: finds every single wrong character and every swap of neighbours."""
    total = sum((place + 2) * _ALPHABET.index(mark) for place, mark in enumerate(body))
    return _ALPHABET[total % len(_ALPHABET)]
