"""A message of the log as one digest."""

import hashlib
import json
from datetime import UTC

from toantrinh.exchange.models import Message


def row_digest(message: Message) -> str:
    """SHA-256 over every column of a message but its place in the table."""
    columns = {field.name: getattr(message, field.name) for field in message._meta.fields if not field.primary_key}
    columns["at"] = message.at.astimezone(UTC).isoformat(timespec="microseconds")
    return hashlib.sha256(json.dumps(columns, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
