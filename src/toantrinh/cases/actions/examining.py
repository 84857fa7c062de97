"""The work between receipt and decision."""

from collections.abc import Sequence

from toantrinh.cases.models import Case
from toantrinh.cases.reasons import Ground
from toantrinh.kernel.actor import Actor


def complete_step(
    case: Case, *, proposal: str = "", grounds: Sequence[Ground] = (), note: str = "", by: Actor
) -> Case:
    """Finish the open step; an examiner may propose `granted` or `refused` to the signer."""
    raise NotImplementedError


def confirm_draft(case: Case, *, by: Actor) -> Case:
    """The applicant agrees with the draft result."""
    raise NotImplementedError


def report_mistake(case: Case, sentence: str, *, by: Actor) -> Case:
    """The applicant finds a mistake in the draft result; the case goes back to the examiner."""
    raise NotImplementedError


def take_case(case: Case, *, by: Actor) -> Case:
    """Take the open step's task."""
    raise NotImplementedError


def assign_case(case: Case, to: str, *, by: Actor) -> Case:
    """Give the open step's task to another officer of the agency (URN of the account)."""
    raise NotImplementedError


def add_note(case: Case, text: str, *, by: Actor) -> None:
    """Write a note that only officers read."""
    raise NotImplementedError
