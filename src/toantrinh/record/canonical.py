"""One way to write a value as bytes, so that everyone who hashes it gets the same."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def canonical(value: Any) -> str:
    """`value` as JSON with keys in code-point order, without spaces and without floats.

    Decimals, dates and moments (UTC, microseconds, `Z`) become strings; anything else that JSON lacks is a TypeError.
    """
    return _encode(plain(value))


def plain(value: Any) -> Any:
    """`value` in JSON's own types."""
    if value is None or isinstance(value, bool) or type(value) in (str, int):
        return value
    if isinstance(value, Mapping):
        return {_key(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, str):  # a translated or safe string
        return str(value)
    raise TypeError(f"A fact cannot hold {type(value).__name__}: {value!r}")


def moment(at: datetime) -> str:
    """An aware moment as `2026-11-22T00:30:00.000000Z`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError(f"A fact's keys are strings, not {key!r}")
    return key
