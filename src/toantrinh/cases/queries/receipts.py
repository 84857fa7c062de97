"""The receipt of a submission on paper: what arrived and who holds it, with the proof inside the same file."""

import json
from typing import Any

from toantrinh.cases import letters
from toantrinh.cases.models import Case
from toantrinh.cases.queries.dossier import submission_event
from toantrinh.cases.situation import situation_of
from toantrinh.documents.queries import draw_sheet
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.problem import Missing
from toantrinh.kernel.text import t
from toantrinh.record.queries import open_receipt

TITLE = t("Biên nhận nộp hồ sơ", "Receipt of an application")
CHECKED_AT = "so-ghi/bien-nhan"


def draw_receipt(case: Case, *, viewer: Actor) -> bytes:
    """The receipt as PDF, which carries the proof as an attached file; for whoever may open the receipt itself."""
    event = submission_event(case)
    if not event:
        raise Missing
    proof = open_receipt(event, viewer=viewer)
    values = letters.about(case) | letters.handed_in(case, situation_of(case)) | {"record": _record(json.loads(proof))}
    return draw_sheet(
        letters.template_of("receipt"),
        values,
        agency=case.agency,
        title=TITLE,
        path=CHECKED_AT,
        attached={f"bien-nhan-{case.number}.json": proof},
    )


def _record(proof: dict[str, Any]) -> dict[str, Any]:
    """What the letter says of the record: the place in it, or the promise of one."""
    found = {"origin": proof["origin"], "note": proof["promise"] or "", "leaf": proof["leaf"]}
    if proof["promise"]:
        found["promised_by"] = proof["promise"].split("\n")[3]
    if proof["proof"]:
        found["position"] = proof["proof"]["position"]
    return found
