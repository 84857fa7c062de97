"""The draft: it saves itself, is filled in from the registers, and disappears when forgotten."""

from collections.abc import Mapping
from typing import Any

from toantrinh.cases.definition import Channel
from toantrinh.cases.models import Case, CasePaper
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.problem import Problem
from toantrinh.kernel.text import Text


def create_draft(code: str, *, applicant: str, applicant_name: str, channel: Channel = Channel.ONLINE, by: Actor) -> Case:
    """Begin an application for `applicant` (URN of a person) under the edition in force today."""
    raise NotImplementedError


def save_answers(case: Case, page: str, posted: Mapping[str, Any], *, by: Actor) -> tuple[Problem, ...]:
    """Keep what one page posted, right or wrong; what needs mending comes back, and nothing is lost."""
    raise NotImplementedError


def adopt_edition(case: Case, *, by: Actor) -> tuple[Text, ...]:
    """Move a draft to the edition in force, and say what changed; empty where nothing did."""
    raise NotImplementedError


def fetch_lookups(case: Case, *, by: Actor) -> Case:
    """Ask the registers for what the form may fill in; whoever stays silent leaves the question to the form."""
    raise NotImplementedError


def report_wrong_value(case: Case, path: str, said: str, *, by: Actor) -> None:
    """Record that the register's value shown at `path` is wrong, with what would be right."""
    raise NotImplementedError


def attach_paper(case: Case, slot: str, content: bytes, *, name: str, by: Actor) -> CasePaper:
    """Keep an uploaded file in a slot of the dossier."""
    raise NotImplementedError


def reuse_paper(case: Case, slot: str, file: str, *, by: Actor) -> CasePaper:
    """Put a file that the person already keeps here (its URN) into a slot."""
    raise NotImplementedError


def remove_paper(case: Case, file: str, *, by: Actor) -> None:
    """Take a file (its URN) out of the dossier before it is sent."""
    raise NotImplementedError


def discard_draft(case: Case, *, by: Actor) -> None:
    """Delete a draft with its answers and files."""
    raise NotImplementedError


def purge_old_drafts(*, by: Actor) -> int:
    """Warn owners of drafts three days before their day, delete those whose day has come; how many were deleted."""
    raise NotImplementedError
