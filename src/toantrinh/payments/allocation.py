"""What becomes of money that arrives: how much of it pays what was asked, and what the rest is."""

from dataclasses import dataclass
from typing import Literal

State = Literal["matched", "part", "over", "unmatched"]
Why = Literal["", "too_little", "too_much", "again", "closed", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocated:
    """How a transfer was used."""

    state: State
    used: int
    """Đồng that pay the demand."""
    why: Why = ""
    """Why it is not simply matched."""


def allocate(amount: int, *, asked: int | None, paid: int = 0, is_open: bool = True) -> Allocated:
    """Use `amount` for a demand of which `paid` of `asked` is there; `asked=None`: nobody knows for what it is.

    1. For nothing that is known: kept whole, unmatched, until an operator finds its place or sends it back.
    2. For a demand that was cancelled with its case: all of it goes back.
    3. For a demand that is paid already: all of it goes back, it came twice.
    4. Else it pays what is still open; what is too much goes back, what is too little waits for the rest.
    """
    if amount <= 0:
        raise ValueError(f"No money: {amount}")
    if asked is None:
        return Allocated(state="unmatched", used=0, why="unknown")
    left = asked - paid
    if not is_open:
        return Allocated(state="over", used=0, why="again" if left <= 0 else "closed")
    if amount < left:
        return Allocated(state="part", used=amount, why="too_little")
    if amount == left:
        return Allocated(state="matched", used=amount)
    return Allocated(state="over", used=left, why="too_much" if paid < asked else "again")
