"""What the citizen does with an application as a whole."""

from toantrinh.cases.models import Case
from toantrinh.kernel.actor import Actor


def submit_case(case: Case, *, token: str, by: Actor) -> Case:
    """Hand the application over; pressing twice (the same `token`) gives the same case."""
    raise NotImplementedError


def withdraw_case(case: Case, *, reason: str = "", by: Actor) -> Case:
    """The applicant takes the application back; national code 7."""
    raise NotImplementedError


def rate_case(case: Case, rating: int, *, words: str = "", by: Actor) -> Case:
    """The citizen says how it went, 1 to 5, once the case has ended."""
    raise NotImplementedError
