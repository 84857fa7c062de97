"""What the office has to do: the queue, and the next dossier without choosing."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from toantrinh.cases.actions import add_note, take_case
from toantrinh.cases.definition import Channel
from toantrinh.cases.queries import MOST_AT_ONCE, CaseLine, list_procedures, list_queue, open_case
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.problem import Invalid, Missing, Problem, Refused
from toantrinh.kernel.text import Text, t
from toantrinh.tasks.actions import release_task
from toantrinh.tasks.queries import COUNTED, find_tasks
from toantrinh.web.design.flash import say_done
from toantrinh.web.design.page import Request, page
from toantrinh.web.design.parts import Link
from toantrinh.web.desk.bulk import acts_for
from toantrinh.web.desk.drawing import CHANNELS, HANDLING, standing_words, step_name, tone_of

TABS: dict[str, tuple[str, Text]] = {
    "qua-han": ("overdue", t("Quá hạn", "Overdue")),
    "hom-nay": ("today", t("Hôm nay", "Today")),
    "tuan-nay": ("week", t("Tuần này", "This week")),
    "cho-dan": ("waiting", t("Chờ dân", "With citizens")),
    "im-lang": ("silent", t("Im lặng", "Silent")),
    "tat-ca": ("all", t("Tất cả", "All")),
}
"""How a tab is called in the address, what it is for the query, and its words."""
EMPTY: dict[str, Text] = {
    "overdue": t("Không có hồ sơ quá hạn.", "Nothing is overdue."),
    "today": t("Hết việc đến hạn hôm nay.", "Nothing more is due today."),
    "week": t("Hết việc đến hạn tuần này.", "Nothing more is due this week."),
    "waiting": t("Không có hồ sơ chờ người dân.", "No dossier waits for a citizen."),
    "silent": t("Không có hồ sơ nào bị bỏ quên.", "No dossier has been left lying."),
    "all": t("Không có việc nào đang chờ.", "Nothing waits to be done."),
}
SKIPPED = "skipped"
"""Key in the session: what this officer left to others, so that it is not offered again at once."""
ONCE_SKIPPED = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One tab with its count."""

    words: Text
    address: str
    count: str
    is_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row of the queue."""

    line: CaseLine
    address: str
    tone: str
    step: Text
    standing: Text
    channel: Text
    is_mine: bool


@page("case.read")
def queue(request: Request) -> HttpResponse:
    """My queue, by deadline."""
    name = request.GET.get("xem", "tat-ca")
    if name not in TABS:
        raise Missing
    tab = TABS[name][0]
    chosen = {key: request.GET.get(key, "") for key in ("thu_tuc", "kenh", "cua", "co_quan")}
    found = list_queue(
        request.actor,
        tab=tab,  # type: ignore[arg-type]
        whole_agency=bool(chosen["co_quan"]),
        code=chosen["thu_tuc"],
        channel=chosen["kenh"] if chosen["kenh"] in list(Channel) else "",
        mine=chosen["cua"] == "toi",
        after=request.GET.get("sau", ""),
    )
    here = {key: value for key, value in chosen.items() if value}
    values = {
        "title": t("Hàng đợi", "Queue"),
        "tabs": _tabs(found.counts, name, here),
        "tab": name,
        "chosen": chosen,
        "lines": [line_of(one, request.actor) for one in found.lines],
        "next_page": f"?{urlencode({**here, 'xem': name, 'sau': found.next_cursor})}" if found.next_cursor else "",
        "first_page": f"?{urlencode({**here, 'xem': name})}" if request.GET.get("sau") else "",
        "empty": EMPTY[tab],
        "then": _then(found.counts, tab, here),
        "procedures": list_procedures(),
        "channels": CHANNELS,
        "is_filtered": bool(here),
        "bulk_acts": acts_for(request.actor),
        "kept": [*here.items(), ("xem", name)],
        "matching": _matching(found.counts[tab], len(found.lines)),
    }
    return render(request, "desk/queue.html", values)


def _matching(count: int, shown: int) -> int:
    """How many one press may take where the list has more than the page shows; 0 where it shows all."""
    return min(count, MOST_AT_ONCE) if count > shown else 0


def _tabs(counts: dict[str, int], here: str, filters: dict[str, str]) -> list[Tab]:
    return [
        Tab(
            words=words,
            address=f"?{urlencode({**filters, 'xem': name})}",
            count="10.000+" if counts[tab] > COUNTED else str(counts[tab]),
            is_here=name == here,
        )
        for name, (tab, words) in TABS.items()
    ]


def _then(counts: dict[str, int], tab: str, filters: dict[str, str]) -> Link | None:
    """Where to go on when a tab is empty: the next one that is not."""
    order = list(TABS.items())
    after = [pair for pair in order if pair[1][0] != tab and counts[pair[1][0]]]
    if not after:
        return None
    name, (_, words) = after[0]
    return Link(words=words, address=f"?{urlencode({**filters, 'xem': name})}")


def line_of(line: CaseLine, viewer: Actor) -> Line:
    """A case as tables of the desk show it."""
    return Line(
        line=line,
        address=reverse("desk:dossier", args=[line.case.number]),
        tone=tone_of(line.clock),
        step=step_name(line.case),
        standing=standing_words(line.case),
        channel=CHANNELS[line.case.channel],
        is_mine=line.worker == viewer.name,
    )


@page("case.read", methods=("POST",))
def take_next(request: Request) -> HttpResponseBase:
    """The most urgent dossier that nobody has taken, taken on."""
    skipped = set(request.session.get(SKIPPED, []))
    after = ""
    while True:
        found = list_queue(request.actor, after=after)
        for line in found.lines:
            is_free = line.worker in ("", request.actor.name) and line.clock.holder == "agency" and line.case.step
            if is_free and line.case.urn not in skipped and _taken(line, request.actor):
                return redirect("desk:dossier", number=line.case.number)
        after = found.next_cursor
        if not after:
            say_done(request, t("Không còn hồ sơ nào chưa có người xử lý.", "Every dossier is in somebody's hands."))
            return redirect("desk:queue")


def _taken(line: CaseLine, by: Actor) -> bool:
    """Take it on; another may have been faster, or it may not be for this role."""
    if line.worker == by.name:
        return True
    try:
        take_case(line.case, by=by)
    except (Refused, Missing):
        return False
    return True


@page("case.read", methods=("POST",))
def skip(request: Request, number: str) -> HttpResponseBase:
    """Leave a dossier to others, and say why; it goes back to the queue."""
    case = open_case(number, viewer=request.actor, purpose=HANDLING)
    reason = request.POST.get("ly_do", "").strip()
    if not reason:
        words = t("Viết lý do bỏ qua.", "Write why you skip it.")
        raise Invalid([Problem(words, code="empty", field="ly_do")])
    add_note(case, f"Bỏ qua: {reason}", by=request.actor)  # one language
    for task in find_tasks(case.urn, viewer=request.actor):
        if task.taken_by == request.actor.urn:
            release_task(task.urn, by=request.actor)
    kept = [one for one in request.session.get(SKIPPED, []) if one != case.urn]
    request.session[SKIPPED] = [*kept, case.urn][-ONCE_SKIPPED:]
    return take_next(request)
