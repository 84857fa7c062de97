"""The public version of an answered petition, and the digest by which the record proves what was published."""

import json
from dataclasses import dataclass
from hashlib import sha256

from toantrinh.cases.models import PublishedPetition


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicWords:
    """What an officer proposes to publish."""

    title: str
    question: str
    answer: str


def digest_of_public(row: PublishedPetition) -> str:
    """SHA-256 over what anyone reads, so that whoever has the page can check it against the record."""
    said = [row.title, row.question, row.answer, row.author_name, row.agency_code]
    return sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
