"""Every read of this room that screens and other rooms need."""

from toantrinh.cases.charging import Charge, exempted, quote
from toantrinh.cases.form import PageView, PaperNeed, Question
from toantrinh.cases.promises import limit_of_case
from toantrinh.cases.queries.bulk import (
    MOST_AT_ONCE,
    BulkLine,
    BulkResult,
    open_bulk,
    open_papers_together,
    preview_bulk,
)
from toantrinh.cases.queries.catalogue import RealTime, list_bodies, list_fields, list_life_events, real_time
from toantrinh.cases.queries.clock import Clock, Stretch, clock_of, limits_to_choose, preview_due
from toantrinh.cases.queries.describing import Described, describe_hits, find_listed
from toantrinh.cases.queries.dossier import (
    LetterLine,
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
from toantrinh.cases.queries.lists import CaseLine, QueuePage, list_my_cases, list_numbers, list_queue, search_cases
from toantrinh.cases.queries.mending import mendable, read_mended, refused_effect
from toantrinh.cases.queries.opening import find_similar, has_unpaid, open_case, procedure_of_case, status_of
from toantrinh.cases.queries.previews import preview_form, preview_result, spell_grounds, supplement_due
from toantrinh.cases.queries.receipts import draw_receipt
from toantrinh.cases.queries.records import (
    list_offered,
    national_of,
    papers_by_case,
    record_as_received,
    say_competent,
    show_procedure,
)
from toantrinh.cases.queries.searching import (
    Found,
    Hit,
    Narrowing,
    is_offered,
    list_found,
    most_used,
    search_procedures,
)
from toantrinh.cases.queries.tracking import Tracked, track
from toantrinh.cases.situation import charges_of
from toantrinh.cases.timing import say_limit

__all__ = [
    "MOST_AT_ONCE",
    "BulkLine",
    "BulkResult",
    "CaseLine",
    "Charge",
    "Clock",
    "Described",
    "FormView",
    "Found",
    "Hit",
    "LetterLine",
    "LookLine",
    "Narrowing",
    "PageView",
    "PaperFile",
    "PaperNeed",
    "Question",
    "QueuePage",
    "RealTime",
    "Section",
    "Stretch",
    "TimeLine",
    "Tracked",
    "charges_of",
    "clock_of",
    "describe_hits",
    "draft_results",
    "draw_receipt",
    "edition_in_force",
    "exempted",
    "find_listed",
    "find_procedure",
    "find_similar",
    "form_of",
    "has_unpaid",
    "is_offered",
    "limit_of_case",
    "limits_to_choose",
    "list_bodies",
    "list_editions",
    "list_effects",
    "list_fields",
    "list_found",
    "list_letters",
    "list_life_events",
    "list_looks",
    "list_my_cases",
    "list_notes",
    "list_numbers",
    "list_offered",
    "list_paper_files",
    "list_procedures",
    "list_queue",
    "list_reasons",
    "mendable",
    "most_used",
    "national_of",
    "nearest_procedures",
    "next_services",
    "open_bulk",
    "open_case",
    "open_papers_together",
    "papers_by_case",
    "preview_bulk",
    "preview_due",
    "preview_form",
    "preview_result",
    "procedure_of_case",
    "quote",
    "read_mended",
    "real_time",
    "record_as_received",
    "refused_effect",
    "say_competent",
    "say_limit",
    "search_cases",
    "search_procedures",
    "sections",
    "show_procedure",
    "spell_grounds",
    "status_of",
    "submission_event",
    "supplement_due",
    "timeline",
    "track",
]
