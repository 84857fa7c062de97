"""Many dossiers at once: choose them in a list, read what will happen to each, do it, and see what became of each."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from toantrinh.cases import actions
from toantrinh.cases.definition import Channel
from toantrinh.cases.queries import (
    MOST_AT_ONCE,
    BulkResult,
    list_numbers,
    open_bulk,
    open_papers_together,
    preview_bulk,
)
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.problem import Invalid, Problem
from toantrinh.kernel.text import Text, t
from toantrinh.kernel.urn import key_of, urn_of
from toantrinh.people.queries import list_officers, may
from toantrinh.web.design.fields import Choice, Field
from toantrinh.web.design.page import Request, page
from toantrinh.web.design.parts import Link
from toantrinh.web.desk.dossier import BACK, shown

ACTS: dict[str, tuple[Text, str, str]] = {
    "receive": (t("Tiếp nhận", "Receive"), "t", "case.receive"),
    "decide": (t("Đồng ý và ký", "Grant and sign"), "d", "case.sign"),
    "assign": (t("Giao cho", "Give to"), "g a", "case.assign"),
    "return": (t("Trả kết quả", "Hand over the results"), "r", "case.return"),
    "print": (t("In thư và kết quả", "Print letters and results"), "p", "case.read"),
}
"""Act → its words in the list, its key, and the verb that it needs; `print` changes nothing."""
WILL: dict[str, Text] = {
    "receive": t("Tiếp nhận, gửi giấy hẹn (mẫu 01)", "Received; form 01 is sent"),
    "decide": t("Đồng ý; ký và ban hành kết quả", "Granted; the result is signed and issued"),
    "assign": t("Giao việc", "Given"),
    "return": t("Ghi là đã trả kết quả", "Marked as handed over"),
}
DONE: dict[str, Text] = {
    "receive": t("Đã tiếp nhận", "Received"),
    "decide": t("Đã ký", "Signed"),
    "assign": t("Đã giao", "Given"),
    "return": t("Đã trả kết quả", "Handed over"),
}
SECONDS = 8.0
"""How long one request works; what is left then is done by the worker, and the page shows it come."""
FILTERS = ("xem", "thu_tuc", "kenh", "cua", "co_quan")
TABS = {
    "qua-han": "overdue",
    "hom-nay": "today",
    "tuan-nay": "week",
    "cho-dan": "waiting",
    "im-lang": "silent",
    "tat-ca": "all",
}


def acts_for(viewer: Actor) -> list[tuple[str, Text, str]]:
    """What the viewer may do to many dossiers of their agency, with the key of each."""
    return [(code, words, key) for code, (words, key, verb) in ACTS.items() if may(viewer, verb, agency=viewer.agency)]


# --- Choose, read -----------------------------------------------------------------------------------------------------


@page("case.read", methods=("POST",))
def preview(request: Request) -> HttpResponseBase:
    """What will happen to each chosen dossier, and which cannot; nothing happens yet."""
    posted = request.POST
    act = posted.get("viec", "")
    chosen = _matching(posted, request.actor) if posted.get("tat_ca") else posted.getlist("hs")
    if act not in ACTS or not chosen:
        return _nothing(request, act, chosen)
    if act == "print":
        return shown(open_papers_together(chosen, viewer=request.actor), "application/pdf", "ho-so.pdf")
    return _previewing(request, act, chosen)


def _nothing(request: Request, act: str, chosen: Sequence[str]) -> HttpResponse:
    """Nothing was chosen, or not what is to be done with it."""
    problems = []
    if act not in ACTS:
        problems.append(Problem(t("Chọn việc cần làm.", "Choose what is to be done."), field="viec"))
    if not chosen:
        problems.append(Problem(t("Chọn ít nhất một hồ sơ.", "Choose at least one dossier."), field="hs"))
    values = {"title": t("Làm nhiều hồ sơ", "Many dossiers"), "problems": problems, "back": _back()}
    return render(request, "desk/bulk_nothing.html", values, status=422)


def _matching(posted: QueryDict, viewer: Actor) -> list[str]:
    """Every dossier that the filter of the list matches, up to the limit of one run."""
    channel = posted.get("kenh", "")
    return list_numbers(
        viewer,
        tab=TABS.get(posted.get("xem", ""), "all"),  # type: ignore[arg-type]
        whole_agency=bool(posted.get("co_quan")),
        code=posted.get("thu_tuc", ""),
        channel=channel if channel in list(Channel) else "",
        mine=posted.get("cua") == "toi",
        limit=MOST_AT_ONCE,
    )


def _previewing(request: Request, act: str, chosen: Sequence[str], problems: Sequence[Problem] = ()) -> HttpResponse:
    lines = preview_bulk(act, chosen, viewer=request.actor)
    ready = [line for line in lines if line.why_not is None]
    values: dict[str, Any] = {
        "title": _title(act, len(ready)),
        "act": act,
        "will": WILL[act],
        "ready": ready,
        "left_out": [line for line in lines if line.why_not],
        "field": _officers(request) if act == "assign" else None,
        "token": secrets.token_urlsafe(16),
        "most": MOST_AT_ONCE,
        "is_full": len(chosen) >= MOST_AT_ONCE,
        "problems": problems,
        "back": _back(),
    }
    return render(request, "desk/bulk_preview.html", values, status=422 if problems else 200)


def _title(act: str, count: int) -> Text:
    return t("{act}: {n} hồ sơ", "{act}: {n} dossiers").fill(act=ACTS[act][0], n=count)


def _back() -> Link:
    return Link(words=BACK, address=reverse("desk:queue"))


def _officers(request: Request) -> Field:
    """Who works at the agency: a row whose step needs another role says so in its result."""
    choices = [
        Choice(value=one.account.urn, label=one.account.full_name, hint=one.title)
        for one in list_officers(request.actor.agency)
    ]
    return Field(name="to", kind="choice", label=t("Giao cho", "Give to"), choices=choices)


# --- Do, see ----------------------------------------------------------------------------------------------------------


@page("case.read", methods=("POST",))
def run(request: Request) -> HttpResponseBase:
    """Do it: each dossier by itself, what is not done in a few seconds goes on without this page."""
    posted = request.POST
    act, to = posted.get("viec", ""), posted.get("to", "")
    chosen = list(_versions(posted.getlist("hs")).items())
    if act not in ACTS or not chosen:
        return _nothing(request, act, posted.getlist("hs"))
    if act == "assign" and not to:
        asked = t("Chọn người nhận việc.", "Choose who gets it.")
        return _previewing(request, act, [number for number, _ in chosen], [Problem(asked, field="to")])
    try:
        begun = actions.begin_bulk(act, chosen, token=posted.get("ma", ""), to=to, by=request.actor)
    except Invalid as problem:
        return _previewing(request, act, [number for number, _ in chosen], problem.problems)
    actions.continue_bulk(begun, by=request.actor, seconds=SECONDS)
    return redirect("desk:bulk_run", key=key_of(begun.urn))


def _versions(chosen: Sequence[str]) -> Mapping[str, int]:
    """Dossier number → the version that the preview showed."""
    found = {}
    for one in chosen:
        number, _, version = one.partition(":")
        if version.isascii() and version.isdigit():
            found[number.upper()] = int(version)
    return found


@page("case.read")
def result(request: Request, key: str) -> HttpResponse:
    """What became of each dossier; what could not be done can be looked at again."""
    found = open_bulk(urn_of("bulk", key), viewer=request.actor)
    return render(request, "desk/bulk_result.html", _values_of(found))


def _values_of(found: BulkResult) -> dict[str, Any]:
    done, failed, waiting = found.of("done"), found.of("failed"), found.of("waiting")
    act = found.run.act
    title = t("{act}: {done} trong {all} hồ sơ", "{act}: {done} of {all} dossiers")
    return {
        "title": title.fill(act=DONE[act], done=len(done), all=len(found.rows)),
        "run": found.run,
        "key": key_of(found.run.urn),
        "act": act,
        "done_words": DONE[act],
        "done_rows": [(row, found.names.get(row.number, "")) for row in done],
        "failed_rows": [(row, found.names.get(row.number, ""), Text(row.why_vi, row.why_en)) for row in failed],
        "waiting_rows": [(row, found.names.get(row.number, "")) for row in waiting],
        "counts": (len(done), len(failed), len(waiting)),
        "back": _back(),
    }
