"""Every read of this room that screens and other rooms need."""

from toantrinh.cases.queries.clock import Clock, Stretch, clock_of, preview_due
from toantrinh.cases.queries.dossier import (
    LookLine,
    PaperFile,
    Section,
    TimeLine,
    draft_results,
    list_effects,
    list_letters,
    list_looks,
    list_notes,
    list_paper_files,
    list_reasons,
    next_services,
    sections,
    submission_event,
    timeline,
)
from toantrinh.cases.queries.editions import edition_in_force, find_procedure, list_editions, list_procedures
from toantrinh.cases.queries.forms import FormView, form_of
from toantrinh.cases.queries.lists import CaseLine, QueuePage, list_my_cases, list_queue, search_cases
from toantrinh.cases.queries.opening import find_similar, open_case, procedure_of_case, status_of
from toantrinh.cases.queries.tracking import Tracked, track

__all__ = [
    "CaseLine",
    "Clock",
    "FormView",
    "LookLine",
    "PaperFile",
    "QueuePage",
    "Section",
    "Stretch",
    "TimeLine",
    "Tracked",
    "clock_of",
    "draft_results",
    "edition_in_force",
    "find_procedure",
    "find_similar",
    "form_of",
    "list_editions",
    "list_effects",
    "list_letters",
    "list_looks",
    "list_my_cases",
    "list_notes",
    "list_paper_files",
    "list_procedures",
    "list_queue",
    "list_reasons",
    "next_services",
    "open_case",
    "preview_due",
    "procedure_of_case",
    "search_cases",
    "sections",
    "status_of",
    "submission_event",
    "timeline",
    "track",
]
