"""The slots of the papers page: a paper each, what the State holds already ticked, several files in one."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from toantrinh.cases.actions import attach_paper, remove_paper, reuse_paper
from toantrinh.cases.models import Case, Status
from toantrinh.cases.queries import FormView, PaperFile, PaperNeed, form_of, list_paper_files, open_case
from toantrinh.documents.actions import set_aside
from toantrinh.documents.queries import list_own_files, open_aside, open_file, open_thumbnail
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.problem import Missing, Problem
from toantrinh.kernel.text import t
from toantrinh.kernel.urn import key_of
from toantrinh.web.design.fields import Choice, Field, FileShown, Pressed, by_field
from toantrinh.web.design.page import Request, page
from toantrinh.web.design.parts import Link
from toantrinh.web.design.say import Words
from toantrinh.web.portal.reaching import urn_named

MOST_READ = 64 * 1024 * 1024
"""Bytes of one upload that are read at all; whatever is longer is too heavy in any case."""
HEAVY = "heavy_photo"
"""What documents call a photo that could be made smaller."""
OWN = "own"
"""Why somebody opens their own file."""
FROM_WALLET = t("Lấy từ kho giấy tờ của tôi", "Use one of my papers")


def field_name(slot: str) -> str:
    """The name of a slot's input, as problems name it too."""
    return f"paper:{slot}"


# ---- what arrives


def take(request: Request, case: Case, button: Pressed | None) -> list[Problem]:
    """Keep what was uploaded, each file by itself, and take out what the button says; what cannot be kept comes back
    as a problem beside its slot, and the other files stay."""
    if button and button.verb == "drop" and button.what.startswith("urn:"):
        remove_paper(case, button.what, by=request.actor)
    uploads = [(name, file) for name, files in request.FILES.lists() for file in files if name.startswith("paper:")]
    tried = [_keep(request, case, name, upload.read(MOST_READ), name=upload.name or "") for name, upload in uploads]
    if button and button.verb == "shrink" and not uploads:
        tried.append(_shrink(request, case, button.what))
    return [problem for problem in tried if problem]


def _keep(
    request: Request, case: Case, slot: str, content: bytes, *, name: str, shrink: bool = False
) -> Problem | None:
    by = request.actor
    try:
        attach_paper(case, slot.removeprefix("paper:"), content, name=name, shrink=shrink, by=by)
    except Missing:
        raise
    except Problem as problem:
        if problem.code == HEAVY:  # kept for a while, so that nobody has to take the picture again
            request.session[f"aside {slot}"] = [set_aside(content, person=case.applicant, by=by), name]
        return Problem(problem.message, code=problem.code, field=slot, advice=problem.advice)
    return None


def _shrink(request: Request, case: Case, slot: str) -> Problem | None:
    """Make the photo smaller that was too heavy a moment ago."""
    digest, name = request.session.pop(f"aside {slot}", ["", ""])
    content = open_aside(digest, person=case.applicant, viewer=request.actor)
    if content is None:
        words = t("Chọn lại ảnh rồi tải lên lần nữa.", "Choose the photo and upload it once more.")
        return Problem(words, code="aside", field=slot)
    return _keep(request, case, slot, content, name=name, shrink=True)


# ---- what is drawn


def drawn(case: Case, form: FormView, problems: Sequence[Problem], *, viewer: Actor) -> dict[str, Any]:
    """The slots of a papers page: held ones, those that are needed, and those for rarer cases.

    What an agency has received stays with it: where more was asked, a slot shows only what was added since.
    """
    words = by_field(problems)
    is_draft = case.status == Status.DRAFT
    files = [file for file in list_paper_files(case) if is_draft or file.after_supplement]
    has_more = any(line.about != case.urn for line in list_own_files(viewer=viewer))
    fields = {need.paper.code: _slot(case, need, files, words, has_more) for need in form.papers}
    needs = [need for need in form.papers if need.state != "held"]
    rare = [need for need in needs if need.state == "optional" and not fields[need.paper.code].files]
    return {
        "held_papers": [need.paper for need in form.papers if need.state == "held"],
        "slots": [fields[need.paper.code] for need in needs if need not in rare],
        "rare_slots": [fields[need.paper.code] for need in rare],
        "rare_open": len(rare) == len(needs) or any(field_name(need.paper.code) in words for need in rare),
        "heavy": next((problem.field for problem in problems if problem.code == HEAVY), ""),
    }


def _slot(case: Case, need: PaperNeed, files: Sequence[PaperFile], words: Mapping[str, Words], has_more: bool) -> Field:
    name = field_name(need.paper.code)
    wallet = reverse("portal:reuse", args=[key_of(case.urn), need.paper.code]) if has_more else ""
    return Field(
        name=name,
        kind="file",
        label=need.paper.name,
        hint=need.paper.hint or "",
        problem=words.get(name, ""),
        optional=need.state == "optional",
        files=[shown(case, file) for file in files if file.slot == need.paper.code],
        from_wallet=Link(words=FROM_WALLET, address=wallet) if wallet else None,
    )


def shown(case: Case, file: PaperFile) -> FileShown:
    """A file of a case as pages show it."""
    name, key = case.number or key_of(case.urn), key_of(file.file)
    return FileShown(
        urn=file.file,
        name=file.name,
        size=file.size,
        pages=file.pages,
        address=reverse("portal:paper_file", args=[name, key]),
        thumbnail=reverse("portal:thumbnail", args=[name, key]) if file.media_type.startswith("image/") else "",
    )


# ---- files of a case


@page("case.read_own")
def paper_file(request: Request, name: str, file: str) -> HttpResponse:
    """A file that was handed in, as it is kept."""
    line, content = open_file(_file_of(request, name, file), viewer=request.actor, purpose=OWN)
    return pdf_or_picture(content, line.media_type, line.name)


@page("case.read_own")
def thumbnail(request: Request, name: str, file: str) -> HttpResponse:
    """A small picture of a photo."""
    media_type, content = open_thumbnail(_file_of(request, name, file), viewer=request.actor, purpose=OWN)
    response = HttpResponse(content, content_type=media_type)
    response["Cache-Control"] = "private, max-age=600"
    return response


def pdf_or_picture(content: bytes, media_type: str, name: str) -> HttpResponse:
    """A file shown in the browser, never run by it."""
    response = HttpResponse(content, content_type=media_type)
    response["X-Content-Type-Options"] = "nosniff"
    plain = "".join(mark for mark in name if mark.isascii() and (mark.isalnum() or mark in "._- ")) or "file"
    response["Content-Disposition"] = f'inline; filename="{plain}"'
    return response


def _file_of(request: Request, name: str, file: str) -> str:
    """URN of a file, where it belongs to this case of the viewer's."""
    case = open_case(name, viewer=request.actor)
    urn = urn_named("file", file)
    if urn not in {paper.file for paper in case.papers.all()}:
        raise Missing
    return urn


@page("case.file", methods=("GET", "POST"))
def reuse(request: Request, key: str, slot: str) -> HttpResponseBase:
    """Put a paper that the applicant handed in before into a slot."""
    case = open_case(key, viewer=request.actor)
    form = form_of(case)
    need = next((one for one in form.papers if one.paper.code == slot and one.state != "held"), None)
    if need is None:
        raise Missing
    code = next(view.page.code for view in form.pages if view.page.papers)
    back = reverse("portal:form_page", args=[key, code])
    files = {key_of(one.urn): one for one in list_own_files(viewer=request.actor) if one.about != case.urn}
    chosen = files.get(request.POST.get("tep", ""))
    if request.method == "POST" and chosen:
        reuse_paper(case, slot, chosen.urn, by=request.actor)
        return redirect(f"{back}#o-{field_name(slot)}")
    ask = t("Chọn một tệp.", "Choose a file.")
    problems = [Problem(ask, field="tep")] if request.method == "POST" else []
    drawn = Field(
        name="tep",
        kind="choice",
        label=need.paper.name,
        problem=ask if problems else "",
        choices=[Choice(value=name, label=one.name, hint=f"{one.kept_at:%d/%m/%Y}") for name, one in files.items()],
    )
    values = {
        "title": FROM_WALLET,
        "fields": [drawn],
        "problems": problems,
        "save_words": t("Dùng tệp này", "Use this file"),
        "back": Link(words=t("Giấy tờ", "Papers"), address=back),
    }
    return render(request, "design/question.html", values, status=422 if problems else 200)
