"""Names that never change and tell nothing: `urn:toantrinh:<kind>:<26 random characters>`."""

import re
import secrets

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's: nothing that is misread aloud
_FORM = re.compile(r"urn:toantrinh:([a-z_]+):([0-9a-z._-]{1,80})")


def new(kind: str) -> str:
    """A fresh URN with 130 random bits: it can be neither guessed nor counted."""
    return f"urn:toantrinh:{kind}:" + "".join(_ALPHABET[byte & 31] for byte in secrets.token_bytes(26))


def kind_of(urn: str) -> str:
    """The kind of thing that a URN names; raises ValueError for anything else."""
    if not (found := _FORM.fullmatch(urn)):
        raise ValueError(f"Not a URN of this house: {urn!r}")
    return found[1]


def key_of(urn: str) -> str:
    """The part after the kind, short enough for an address of a page."""
    kind_of(urn)
    return urn.rsplit(":", 1)[1]


def urn_of(kind: str, key: str) -> str:
    """The URN of `kind` whose last part is `key`; raises ValueError where that is not one."""
    urn = f"urn:toantrinh:{kind}:{key}"
    kind_of(urn)
    return urn
