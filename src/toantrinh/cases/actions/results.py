"""What the citizen holds at the end."""

from toantrinh.cases.models import Case
from toantrinh.kernel.actor import Actor


def issue_results(case: Case, *, by: Actor) -> Case:
    """Issue the result letters once every register has confirmed; national code 9."""
    raise NotImplementedError


def return_result(case: Case, *, by: Actor) -> Case:
    """Hand the results over, by an officer, or because the citizen opened them; national code 10."""
    raise NotImplementedError
