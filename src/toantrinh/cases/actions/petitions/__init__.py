"""Every write about petitions: one verb, one transaction, one fact."""

from toantrinh.cases.actions.petitions.answering import answer_petition, draft_answer, send_back_answer
from toantrinh.cases.actions.petitions.drafting import (
    attach_file,
    begin_petition,
    drop_petition_file,
    purge_petition_drafts,
    save_petition,
)
from toantrinh.cases.actions.petitions.following import (
    complain_further,
    rate_answer,
    supply_petition,
    withdraw_petition,
)
from toantrinh.cases.actions.petitions.publishing import keep_private, publish_petition
from toantrinh.cases.actions.petitions.receiving import (
    ask_author,
    assign_petition,
    forward_petition,
    merge_petition,
    receive_petition,
    refuse_petition,
)
from toantrinh.cases.actions.petitions.sending import send_petition
from toantrinh.cases.actions.petitions.watching import watch_petitions

__all__ = [
    "answer_petition",
    "ask_author",
    "assign_petition",
    "attach_file",
    "begin_petition",
    "complain_further",
    "draft_answer",
    "drop_petition_file",
    "forward_petition",
    "keep_private",
    "merge_petition",
    "publish_petition",
    "purge_petition_drafts",
    "rate_answer",
    "receive_petition",
    "refuse_petition",
    "save_petition",
    "send_back_answer",
    "send_petition",
    "supply_petition",
    "watch_petitions",
    "withdraw_petition",
]
