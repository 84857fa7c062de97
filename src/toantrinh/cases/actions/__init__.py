"""Every write of this room: one verb, one transaction, one fact."""

from toantrinh.cases.actions.bulk import begin_bulk, continue_bulk, continue_bulks
from toantrinh.cases.actions.catalogue import BadLine, Imported, import_catalogue
from toantrinh.cases.actions.collecting import expire_payment, receive_settled, set_charges, take_case_cash
from toantrinh.cases.actions.consenting import (
    ask_consent,
    decline_consent,
    fetch_for_consent,
    give_consent,
    lapse_consents,
)
from toantrinh.cases.actions.consulting import answer_opinion, ask_opinion, go_on_without
from toantrinh.cases.actions.deciding import decide_case, reverse_decision, send_back
from toantrinh.cases.actions.drafts import adopt_edition, create_draft, discard_draft, purge_old_drafts, save_answers
from toantrinh.cases.actions.effects import mend_effect, receive_decided, send_effects, send_waiting_effects
from toantrinh.cases.actions.examining import (
    add_note,
    assign_case,
    complete_step,
    confirm_draft,
    report_mistake,
    take_case,
)
from toantrinh.cases.actions.filing import rate_case, submit_case, withdraw_case
from toantrinh.cases.actions.handing import Sheets, note_arrival, note_papers, send_papers, take_papers
from toantrinh.cases.actions.indexing import index_procedure, rebuild_search
from toantrinh.cases.actions.linking import (
    complete_parts,
    follow_waiting_parts,
    receive_part_news,
    receive_submitted,
    send_parts,
)
from toantrinh.cases.actions.opening import open_linked_case
from toantrinh.cases.actions.packages import install_procedure
from toantrinh.cases.actions.papers import attach_paper, remove_paper, reuse_paper
from toantrinh.cases.actions.prefilling import fetch_lookups, report_wrong_value, withdraw_report
from toantrinh.cases.actions.receiving import accept_case, turn_away_case
from toantrinh.cases.actions.records import ImportedRecord, import_record
from toantrinh.cases.actions.results import issue_results, return_result
from toantrinh.cases.actions.routing import move_step, reroute_case
from toantrinh.cases.actions.stopping import end_stopped, resume_case, stop_case
from toantrinh.cases.actions.supplementing import ask_supplement, expire_supplement, supply_supplement
from toantrinh.cases.actions.unlinking import drop_part, file_part_alone, see_part, send_part_again
from toantrinh.cases.actions.watching import apologise, watch
from toantrinh.cases.promises import Promise
from toantrinh.cases.reasons import Ground

__all__ = [
    "BadLine",
    "Ground",
    "Imported",
    "ImportedRecord",
    "Promise",
    "Sheets",
    "accept_case",
    "add_note",
    "adopt_edition",
    "answer_opinion",
    "apologise",
    "ask_consent",
    "ask_opinion",
    "ask_supplement",
    "assign_case",
    "attach_paper",
    "begin_bulk",
    "complete_parts",
    "complete_step",
    "confirm_draft",
    "continue_bulk",
    "continue_bulks",
    "create_draft",
    "decide_case",
    "decline_consent",
    "discard_draft",
    "drop_part",
    "end_stopped",
    "expire_payment",
    "expire_supplement",
    "fetch_for_consent",
    "fetch_lookups",
    "file_part_alone",
    "follow_waiting_parts",
    "give_consent",
    "go_on_without",
    "import_catalogue",
    "import_record",
    "index_procedure",
    "install_procedure",
    "issue_results",
    "lapse_consents",
    "mend_effect",
    "move_step",
    "note_arrival",
    "note_papers",
    "open_linked_case",
    "purge_old_drafts",
    "rate_case",
    "rebuild_search",
    "receive_decided",
    "receive_part_news",
    "receive_settled",
    "receive_submitted",
    "remove_paper",
    "report_mistake",
    "report_wrong_value",
    "reroute_case",
    "resume_case",
    "return_result",
    "reuse_paper",
    "reverse_decision",
    "save_answers",
    "see_part",
    "send_back",
    "send_effects",
    "send_papers",
    "send_part_again",
    "send_parts",
    "send_waiting_effects",
    "set_charges",
    "stop_case",
    "submit_case",
    "supply_supplement",
    "take_case",
    "take_case_cash",
    "take_papers",
    "turn_away_case",
    "watch",
    "withdraw_case",
    "withdraw_report",
]
