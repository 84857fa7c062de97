"""What parts of a linked procedure have in common wherever they are looked at, and whether a package's parts fit."""

from typing import Any

from toantrinh.cases.definition import LinkedPart, Procedure
from toantrinh.cases.models import Case, CasePart
from toantrinh.record import vault

_State = CasePart.State
FAILED = frozenset({_State.UNOPENED, _State.FAILED, _State.DROPPED})
"""A part that came to nothing: what needs it cannot go on."""
ENDED = frozenset({_State.GRANTED, _State.FAILED, _State.UNOPENED, _State.DROPPED})
"""Nothing more happens to the part by itself."""


def part_of(procedure: Procedure, code: str) -> LinkedPart:
    """The part of that code as the edition defines it."""
    return next(part for part in procedure.linked if part.code == code)


def given_by(case: Case) -> dict[str, dict[str, Any]]:
    """What each granted part gave, by its code; nothing after an erasure."""
    granted = case.parts.filter(state=_State.GRANTED).exclude(values_sealed=b"")
    return {part.code: vault.unseal_json(case.applicant, bytes(part.values_sealed)) or {} for part in granted}
