"""Filling in: one page a thing; what the State knows is shown and not asked, and every press of a button saves."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from toantrinh.cases.actions import (
    adopt_edition,
    create_draft,
    discard_draft,
    fetch_lookups,
    report_wrong_value,
    save_answers,
    withdraw_report,
)
from toantrinh.cases.models import Case, Status, Wait
from toantrinh.cases.queries import FormView, PageView, find_procedure, form_of, open_case, sections
from toantrinh.kernel.problem import Invalid, Missing, Problem
from toantrinh.kernel.text import Text, t
from toantrinh.kernel.urn import key_of
from toantrinh.web.design.fields import Choice, Field, Pressed, after, by_field, pressed
from toantrinh.web.design.flash import say_done
from toantrinh.web.design.page import Request, page
from toantrinh.web.design.parts import Link
from toantrinh.web.portal import drawing, slots
from toantrinh.web.portal.persons import Represented, represented_by

BACK_TO = "ve"
"""Where a page of the form leads after it: `kiem-tra` (the check page) or `bo-sung` (what was asked for)."""
SAVED = t(
    "Đã lưu bản nháp. Bạn làm tiếp lúc nào cũng được, trong 30 ngày.",
    "The draft is saved. Go on whenever you like, within 30 days.",
)
GONE = t("Đã xoá bản nháp.", "The draft was deleted.")


# ---- beginning


@page("case.file", methods=("GET", "POST"))
def begin(request: Request, code: str) -> HttpResponseBase:
    """For whom; one who acts for nobody else begins at once."""
    procedure = find_procedure(code)
    people = represented_by(request.actor)
    chosen = next((one for one in people if one.key == request.POST.get("cho", "")), None)
    if chosen is None and len(people) == 1 and request.method == "POST":
        chosen = people[0]
    if chosen is not None:
        return _begin(request, code, chosen)
    label = t("Bạn làm cho ai?", "For whom is this?")
    ask = t("Chọn người mà bạn làm thủ tục này cho.", "Choose for whom you do this.")
    problems = [Problem(ask, field="cho")] if request.method == "POST" else []
    drawn = Field(
        name="cho",
        kind="choice",
        label=label,
        value=people[0].key if len(people) == 1 else "",
        problem=ask if problems else "",
        choices=[Choice(value=one.key, label=one.name, hint=one.relation) for one in people],
        is_heading=True,
    )
    values = {
        "title": label,
        "procedure": procedure,
        "fields": [drawn],
        "problems": problems,
        "save_words": t("Bắt đầu", "Start"),
        "back": Link(words=procedure.names.short, address=reverse("portal:start_page", args=[code])),
    }
    return render(request, "portal/begin.html", values, status=422 if problems else 200)


def _begin(request: Request, code: str, whom: Represented) -> HttpResponseBase:
    case = create_draft(code, applicant=whom.person, applicant_name=whom.name, by=request.actor)
    fetch_lookups(case, by=request.actor)
    return redirect(address_of(case, form_of(case).pages[0].page.code))


# ---- the pages of the form


@page("case.file")
def form(request: Request, key: str) -> HttpResponseBase:
    """To where the draft was left."""
    case = open_case(key, viewer=request.actor)
    if not may_fill(case):
        return show_sent(request, case)
    view = form_of(case)
    if case.page == "":
        return redirect(address_of(case, view.pages[0].page.code))
    return redirect(_address_after(case, view, case.page))


@page("case.file", methods=("GET", "POST"))
def form_page(request: Request, key: str, code: str) -> HttpResponseBase:
    """One page of the form."""
    case = open_case(key, viewer=request.actor)
    if not may_fill(case):
        return show_sent(request, case)
    form = form_of(case)
    shown = form.page(code)
    if shown is None:  # an earlier answer has made this page needless
        return redirect("portal:form", key=key_of(case.urn))
    if request.method == "POST":
        return _save(request, case, form, shown)
    if _is_of_old(case, form):
        return redirect("portal:new_form", key=key_of(case.urn))
    return _show(request, case, form, shown)


def _save(request: Request, case: Case, before: FormView, shown: PageView) -> HttpResponseBase:
    """Keep what was posted, whatever button was pressed; then go where it leads."""
    code, button = shown.page.code, pressed(request.POST)
    asked = drawing.asked_on(shown)
    save_answers(case, code, request.POST.dict(), by=request.actor)
    wrong_files = slots.take(request, case, button) if shown.page.papers else []
    if (button and button.verb in ("choose", "add")) or (button and button.verb == "drop" and not shown.page.papers):
        form = form_of(case)
        return _show(request, case, form, form.page(code) or shown, typed=after(button, request.POST))
    fetch_lookups(case, by=request.actor)
    form = form_of(case)
    now = form.page(code)
    if now is None:
        return redirect(_address_after(case, form, code, request.GET.get(BACK_TO, "")))
    if button and button.verb == "later":
        say_done(request, SAVED)
        return redirect("portal:cases")
    problems = wrong_files or _problems(form, now, asked, button)
    if problems:
        return _show(request, case, form, now, problems=problems)
    fresh = [name for name in drawing.asked_on(now) if name not in asked]
    if button or fresh:
        anchor = fresh[0] if fresh else button.what if button and button.verb == "find" else ""
        return redirect(request.get_full_path() + (f"#o-{anchor}" if anchor else ""))
    if _is_of_old(case, form):
        return redirect("portal:new_form", key=key_of(case.urn))
    if form.ineligible:
        return redirect(f"{reverse('portal:not_eligible', args=[key_of(case.urn)])}?{urlencode({'tu': code})}")
    return redirect(_address_after(case, form, code, request.GET.get(BACK_TO, "")))


def _problems(form: FormView, view: PageView, asked: Sequence[str], button: Pressed | None) -> list[Problem]:
    """What is wrong on a page that was sent. A question that has only just appeared was never put, so it is not yet
    wrong; a button beside one question judges that question alone."""
    if button:
        return drawing.problems_on(form, [button.what]) if button.verb == "find" else []
    names = [name for name in drawing.asked_on(view) if name in asked]
    if view.page.papers:
        names += [slots.field_name(need.paper.code) for need in form.papers]
    return drawing.problems_on(form, names)


def _show(
    request: Request,
    case: Case,
    form: FormView,
    view: PageView,
    *,
    problems: Sequence[Problem] = (),
    typed: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The page, with what is kept and what is wrong."""
    words = by_field(problems)
    codes = [one.page.code for one in form.pages]
    held = drawing.held_on(case, view, without=drawing.echoed(form, view))
    fields = drawing.fields_of(form, view, words, typed, drawing.found_on(form, case, view))
    key = key_of(case.urn)
    values: dict[str, Any] = {
        "title": view.page.title,
        "hint": view.page.hint if not (fields and fields[0].is_heading) else None,
        "case": case,
        "procedure": form.procedure,
        "step": codes.index(view.page.code) + 1,
        "steps": len(codes) + 1,
        "fields": fields,
        "held": held,
        "report_address": _report_address(case, view) if held.has_held or _reported(case, view) else "",
        "silent": drawing.silent_on(form, view),
        "unfound": drawing.unfound_on(form, view),
        "problems": problems,
        "may_save_for_later": case.status == Status.DRAFT,
        "save_words": None if fields or view.page.papers else t("Đúng, tiếp tục", "That is right, go on"),
        "back": _back(form, view, key, request.GET.get(BACK_TO, "")),
        "multipart": view.page.papers,
    }
    if view.page.papers:
        values |= slots.drawn(case, form, problems, viewer=request.actor)
    return render(request, "portal/form_page.html", values, status=422 if problems else 200)


def _back(form: FormView, view: PageView, key: str, back_to: str) -> Link:
    if back_to == "kiem-tra":
        return Link(words=t("Kiểm tra lại", "Check your answers"), address=reverse("portal:review", args=[key]))
    codes = [one.page.code for one in form.pages]
    at = codes.index(view.page.code)
    if at == 0:
        words = form.procedure.names.short
        return Link(words=words, address=reverse("portal:start_page", args=[form.procedure.code]))
    return Link(words=t("Quay lại", "Back"), address=reverse("portal:form_page", args=[key, codes[at - 1]]))


def _reported(case: Case, view: PageView) -> bool:
    names = {question.field.name for question in view.questions}
    return any(report.path in names for report in case.reports.all())


# ---- where it goes from here


def may_fill(case: Case) -> bool:
    """Whether its answers can still be changed: a draft, or a dossier of which more was asked."""
    return case.status == Status.DRAFT or case.wait == Wait.SUPPLEMENT


def address_of(case: Case, page_code: str, back_to: str = "") -> str:
    """The address of a page of the form."""
    address = reverse("portal:form_page", args=[key_of(case.urn), page_code])
    return f"{address}?{urlencode({BACK_TO: back_to})}" if back_to else address


def _address_after(case: Case, form: FormView, code: str, back_to: str = "") -> str:
    """The next page. Pages without a question are walked through once, so that what is held was seen; a change made
    from the check page returns there, by way of what it makes necessary."""
    key = key_of(case.urn)
    if back_to:
        missing = next((drawing.page_of(form, problem.field) for problem in form.problems), "")
        if missing and missing != code:
            return address_of(case, missing, back_to)
        name = "portal:supplement" if back_to == "bo-sung" else "portal:review"
        return reverse(name, args=[case.number if back_to == "bo-sung" else key])
    codes = [view.page.code for view in form.pages if not _may_skip(form, view)]
    before = [view.page.code for view in form.pages]
    later = before[before.index(code) + 1 :] if code in before else before
    following = next((one for one in later if one in codes), "")
    return address_of(case, following) if following else reverse("portal:review", args=[key])


def _may_skip(form: FormView, view: PageView) -> bool:
    """A page of papers that are all held, or one on which everything follows from other answers."""
    if view.page.papers:
        return not view.questions and all(need.state == "held" for need in form.papers)
    return all(question.state == "derived" for question in view.questions)


def _is_of_old(case: Case, form: FormView) -> bool:
    """Whether the form has changed since the draft began; a dossier that was sent stays with its own."""
    return case.status == Status.DRAFT and form.changes is not None


def show_sent(request: Request, case: Case) -> HttpResponse:
    """What the back button shows after an irreversible act: that it was done, and when; never the form again."""
    values = {"title": t("Bạn đã nộp hồ sơ này", "You have sent this dossier"), "case": case}
    return render(request, "portal/sent_before.html", values)


# ---- what stands in the way


@page("case.file")
def not_eligible(request: Request, key: str) -> HttpResponseBase:
    """Why the law says no, and what to do instead."""
    case = open_case(key, viewer=request.actor)
    if not may_fill(case):
        return show_sent(request, case)
    form = form_of(case)
    codes = [view.page.code for view in form.pages]
    came_from = request.GET.get("tu", "")
    back = came_from if came_from in codes else codes[0]
    if not form.ineligible:
        return redirect("portal:form", key=key)
    values = {
        "title": t("Bạn chưa làm được thủ tục này", "You cannot do this here"),
        "case": case,
        "procedure": form.procedure,
        "rules": form.ineligible,
        "change": address_of(case, back),
        "back": Link(words=t("Sửa câu trả lời", "Change your answer"), address=address_of(case, back)),
    }
    return render(request, "portal/not_eligible.html", values)


@page("case.file", methods=("GET", "POST"))
def new_form(request: Request, key: str) -> HttpResponseBase:
    """The form has changed since the draft began: what changed, and that nothing is lost."""
    case = open_case(key, viewer=request.actor)
    if case.status != Status.DRAFT:
        return show_sent(request, case)
    if request.method == "POST":
        adopt_edition(case, by=request.actor)
        fetch_lookups(case, by=request.actor)
        return redirect("portal:form", key=key)
    changes = form_of(case).changes
    if changes is None:
        return redirect("portal:form", key=key)
    values = {"title": t("Biểu mẫu đã đổi", "The form has changed"), "case": case, "changes": changes}
    return render(request, "portal/new_form.html", values)


@page("case.file", methods=("GET", "POST"))
def discard(request: Request, key: str) -> HttpResponseBase:
    """Delete a draft, after a page that says what goes."""
    case = open_case(key, viewer=request.actor)
    if case.status != Status.DRAFT:
        return show_sent(request, case)
    if request.method == "POST":
        discard_draft(case, by=request.actor)
        say_done(request, GONE)
        return redirect("portal:cases")
    values = {
        "title": t("Xoá bản nháp này?", "Delete this draft?"),
        "case": case,
        "procedure": form_of(case).procedure,
        "back": Link(words=t("Hồ sơ của tôi", "My dossiers"), address=reverse("portal:cases")),
    }
    return render(request, "portal/discard.html", values)


# ---- wrong data


@page("case.file", methods=("GET", "POST"))
def report_wrong(request: Request, key: str, code: str) -> HttpResponseBase:
    """Say that a register's value is wrong: the form then asks, one goes on, and the officer sees both."""
    case = open_case(key, viewer=request.actor)
    if not may_fill(case):
        return show_sent(request, case)
    view = form_of(case).page(code)
    if view is None:
        raise Missing
    back = address_of(case, code, request.GET.get(BACK_TO, ""))
    if request.method == "POST":
        path, said = request.POST.get("muc", ""), request.POST.get("sai", "")
        if request.POST.get("lam") == "rut":
            withdraw_report(case, path, by=request.actor)
            return redirect(back)
        problems = _report(request, case, path, said)
        if not problems:
            fetch_lookups(case, by=request.actor)
            return redirect(f"{back}#o-{path}")
        return _show_report(request, case, view, problems)
    return _show_report(request, case, view)


def _report(request: Request, case: Case, path: str, said: str) -> Sequence[Problem]:
    if not path:
        return [Problem(t("Chọn dữ liệu bị sai.", "Choose what is wrong."), field="muc")]
    if not said.strip():
        return [Problem(t("Viết sai ở đâu, bằng một câu.", "Write in a sentence what is wrong."), field="sai")]
    try:
        report_wrong_value(case, path, said, by=request.actor)
    except Invalid as wrong:
        return wrong.problems
    return ()


def _show_report(request: Request, case: Case, view: PageView, problems: Sequence[Problem] = ()) -> HttpResponse:
    rows = [row for one in sections(case) if one.page == view.page.code for row in one.rows]
    words = by_field(problems)
    which = Field(
        name="muc",
        kind="choice",
        label=t("Dữ liệu nào sai?", "What is wrong?"),
        value=request.POST.get("muc", ""),
        problem=words.get("muc", ""),
        choices=[
            Choice(value=row.path, label=Text(f"{row.label.vi}: {row.value.vi}", f"{row.label.en}: {row.value.en}"))
            for row in rows
            if row.state == "held"
        ],
    )
    how = Field(
        name="sai",
        kind="long_text",
        label=t("Sai ở đâu?", "What is wrong with it?"),
        hint=t(
            "Cán bộ đọc câu này cạnh dữ liệu của Nhà nước. Trang sau hỏi thông tin đúng.",
            "The officer reads this beside the register's value. The next page asks for the right one.",
        ),
        value=request.POST.get("sai", ""),
        problem=words.get("sai", ""),
    )
    values = {
        "title": t("Báo dữ liệu sai", "Report wrong data"),
        "case": case,
        "fields": [which, how] if which.choices else [],
        "reported": [row for row in rows if row.said],
        "problems": problems,
        "save_words": t("Báo sai và nhập lại", "Report it and enter it anew"),
        "back": Link(words=view.page.title, address=address_of(case, view.page.code, request.GET.get(BACK_TO, ""))),
    }
    return render(request, "portal/report_wrong.html", values, status=422 if problems else 200)


def _report_address(case: Case, view: PageView) -> str:
    return reverse("portal:report_wrong", args=[key_of(case.urn), view.page.code])
