"""What an identity provider vouches for."""

from dataclasses import dataclass
from datetime import date

from toantrinh.kernel.identifiers import Sex


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """Who signs in, as the electronic identity says."""

    personal_number: str
    full_name: str
    birth_date: date
    sex: Sex
    """As registered."""
    assurance: int
    """1: the account; 2: the identity was proven in person."""
