"""Every read of petitions: one's own, the desk's, and what anyone may see."""

from toantrinh.cases.petitions.clock import due_of, working_days
from toantrinh.cases.petitions.public import PublicWords
from toantrinh.cases.petitions.routing import fixed_agency, next_level, other_agencies, proposed_agencies
from toantrinh.cases.petitions.rules import find_subject, rules_in_force
from toantrinh.cases.petitions.wording import Words
from toantrinh.cases.queries.petitions.lists import (
    AgencyCount,
    PetitionLine,
    count_by_agency,
    list_my_petitions,
    list_petition_queue,
)
from toantrinh.cases.queries.petitions.opening import (
    contacts_of_author,
    follow_petition,
    open_draft,
    open_petition,
    reopen_petition,
)
from toantrinh.cases.queries.petitions.public import list_published, open_published
from toantrinh.cases.queries.petitions.story import (
    AnswerView,
    FileView,
    PetitionView,
    ReasonView,
    StageView,
    find_answerers,
    find_repeated,
    open_answer_letter,
    open_petition_file,
    petition_story,
    propose_public,
    standing_of,
    view_petition,
)

__all__ = [
    "AgencyCount",
    "AnswerView",
    "FileView",
    "PetitionLine",
    "PetitionView",
    "PublicWords",
    "ReasonView",
    "StageView",
    "Words",
    "contacts_of_author",
    "count_by_agency",
    "due_of",
    "find_answerers",
    "find_repeated",
    "find_subject",
    "fixed_agency",
    "follow_petition",
    "list_my_petitions",
    "list_petition_queue",
    "list_published",
    "next_level",
    "open_answer_letter",
    "open_draft",
    "open_petition",
    "open_petition_file",
    "open_published",
    "other_agencies",
    "petition_story",
    "propose_public",
    "proposed_agencies",
    "reopen_petition",
    "rules_in_force",
    "standing_of",
    "view_petition",
    "working_days",
]
