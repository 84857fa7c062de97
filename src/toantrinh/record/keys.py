"""The keys of the house: files of one line under `settings.KEYS_DIR`, never in the database, each for one purpose.

`vault` wraps the keys of persons, `index` makes digests for exact search, `session` signs cookies; `checkpoint` and
`receipt` are Ed25519 seeds that sign the record's heads and its promises. `public` lists every public key that was
ever in use, one a line: purpose and key.
"""

import os
import secrets
from base64 import b64decode, b64encode
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from nacl.signing import SigningKey

SECRET_PURPOSES = ("vault", "index", "session")
SIGNING_PURPOSES = ("checkpoint", "receipt")


class KeyMissing(Exception):
    """A key file is not there or cannot be read; the house must not start without it."""


def make_keys() -> None:
    """Make every key that does not exist yet; existing ones are left alone."""
    directory = Path(settings.KEYS_DIR)
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    for purpose in SECRET_PURPOSES + SIGNING_PURPOSES:
        if not (directory / purpose).exists():
            _write(directory / purpose, secrets.token_bytes(32))
    for purpose in SIGNING_PURPOSES:
        _list_public(purpose)


def secret(purpose: str) -> bytes:
    """The 32 bytes of a purpose; raises KeyMissing."""
    path = Path(settings.KEYS_DIR) / purpose
    try:
        changed = path.stat().st_mtime_ns
    except OSError as error:
        raise KeyMissing(
            f"There is no key {path}. Run `toantrinh init`, or put back the keys of this house."
        ) from error
    return _read(path, changed)


def signing_key(purpose: str) -> SigningKey:
    """The Ed25519 key that signs for a purpose."""
    return SigningKey(secret(purpose))


def public_keys(purpose: str) -> list[bytes]:
    """Every public key of a purpose, oldest first; the last one is in use."""
    path = Path(settings.KEYS_DIR) / "public"
    lines = [line.split() for line in path.read_text().splitlines()] if path.exists() else []
    return [b64decode(key) for name, key in lines if name == purpose]


def replace_key(purpose: str, seed: bytes) -> None:
    """Put a new signing key in place of the present one, whose public half stays listed."""
    _write(Path(settings.KEYS_DIR) / purpose, seed)
    _list_public(purpose)


def _list_public(purpose: str) -> None:
    key = bytes(signing_key(purpose).verify_key)
    known = public_keys(purpose)
    if key not in known:
        with (Path(settings.KEYS_DIR) / "public").open("a") as listing:
            listing.write(f"{purpose} {b64encode(key).decode()}\n")


def _write(path: Path, content: bytes) -> None:
    """Write whole or not at all, readable by the owner alone."""
    aside = path.with_name(path.name + ".new")
    aside.unlink(missing_ok=True)
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(b64encode(content) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)


@lru_cache(maxsize=16)
def _read(path: Path, changed: int) -> bytes:
    content = b64decode(path.read_text().strip())
    if len(content) != 32:
        raise KeyMissing(f"The key {path} is damaged: it should hold 32 bytes.")
    return content
