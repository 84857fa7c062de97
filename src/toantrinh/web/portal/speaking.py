"""Nói với cơ quan: say something to an agency, signed in or not, in four pages; nothing needs JavaScript."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from toantrinh.cases.actions import petitions as acts
from toantrinh.cases.models import Petition, PetitionStatus
from toantrinh.cases.queries import list_my_cases
from toantrinh.cases.queries import petitions as queries
from toantrinh.cases.queries.petitions import PetitionView, Words
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.problem import Invalid, Missing, Problem, Refused
from toantrinh.kernel.text import Text, t
from toantrinh.kernel.urn import key_of
from toantrinh.people.models import Agency
from toantrinh.people.queries import describe_unit, find_agency, find_unit
from toantrinh.web.design.fields import Choice, Field, FileShown, by_field, pressed
from toantrinh.web.design.page import Request, page
from toantrinh.web.design.parts import Link

SECRETS = "petitions"
"""Key in the session of the secrets of those who have not signed in, by name of the petition."""
TITLE = t("Nói với cơ quan", "Tell an agency something")
MOST_READ = 64 * 1024 * 1024
TRAP = "website"
"""An input that no human sees."""
PAGES = 4


def secret_of(request: Request, name: str) -> str:
    """The secret that this session holds for a petition."""
    return str(request.session.get(SECRETS, {}).get(name, ""))


def remember(request: Request, name: str, secret: str) -> None:
    """Let this session act as the author of a petition until it ends."""
    request.session[SECRETS] = {**request.session.get(SECRETS, {}), name: secret}


def _origin(request: Request) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


# ---- what it is about


@page(anyone=True, methods=("GET", "POST"))
def speak(request: Request) -> HttpResponseBase:
    """What it is about."""
    problems: Sequence[Problem] = []
    if request.method == "POST":
        try:
            petition, secret = acts.begin_petition(
                request.POST.get("subject", ""),
                origin=_origin(request),
                case=request.POST.get("case", ""),
                by=request.actor,
            )
        except Invalid as wrong:
            problems = wrong.problems
        except Refused as refused:
            problems = [Problem(_with_advice(refused), code=refused.code, field="subject")]
        else:
            if secret:
                remember(request, petition.urn, secret)
            return redirect("portal:speak_words", draft=key_of(petition.urn))
    typed = {name: str(value) for name, value in request.POST.items()}
    values = {
        "title": TITLE,
        "problems": problems,
        "fields": _subject_fields(request, typed, by_field(problems)),
        "step": 1,
        "pages": PAGES,
        "is_signed_in": bool(request.actor.person) and not request.actor.office,
    }
    return render(request, "portal/speak.html", values, status=422 if problems else 200)


def _with_advice(refused: Problem) -> Text:
    advice = refused.advice
    if advice is None:
        return refused.message
    return Text(f"{refused.message.vi} {advice.vi}", f"{refused.message.en} {advice.en}")


def _subject_fields(request: Request, typed: dict[str, str], words: Any) -> list[Field]:
    signed_in = bool(request.actor.person) and not request.actor.office
    subjects = [one for one in queries.rules_in_force().subjects if signed_in or not one.needs_account]
    fields = [
        Field(
            name="subject",
            kind="choice",
            label=t("Bạn muốn nói về việc gì?", "What is it about?"),
            choices=[Choice(value=one.code, label=one.name, hint=one.hint or "") for one in subjects],
            value=typed.get("subject") or request.GET.get("ve", ""),
            problem=words.get("subject", ""),
        )
    ]
    if signed_in:
        fields.append(_case_field(request, typed, words))
    return fields


def _case_field(request: Request, typed: dict[str, str], words: Any) -> Field:
    """The dossiers of one's own; only they can be spoken of."""
    lines = [line for line in list_my_cases(request.actor) if line.case.number][:12]
    return Field(
        name="case",
        kind="choice" if lines else "text",
        label=t("Hồ sơ nào?", "Which dossier?"),
        hint=t("Chỉ cần khi nói về hồ sơ của bạn.", "Only where it is about a dossier of yours."),
        choices=[
            Choice(
                value=line.case.number,
                label=Text(f"{line.procedure.vi} ({line.case.number})", f"{line.procedure.en} ({line.case.number})"),
            )
            for line in lines
        ],
        value=typed.get("case") or request.GET.get("ho-so", ""),
        problem=words.get("case", ""),
        optional=True,
    )


# ---- what it says


def opened(request: Request, draft: str) -> tuple[Petition, Actor]:
    """A draft of whoever asks; raises `Missing`."""
    return queries.open_draft(draft, viewer=request.actor, secret=secret_of(request, f"urn:toantrinh:petition:{draft}"))


@page(anyone=True, methods=("GET", "POST"))
def speak_words(request: Request, draft: str) -> HttpResponseBase:
    """What happened, where, with photos."""
    try:
        petition, author = opened(request, draft)
    except Missing:
        return redirect("portal:speak")
    if petition.status != PetitionStatus.DRAFT:
        return redirect("portal:speak_sent", draft=draft)
    view = queries.view_petition(petition, viewer=author)
    if request.method != "POST":
        return _show_words(request, view, view.words, [])
    words = _read_words(request, view.words)
    button = pressed(request.POST)
    problems = acts.save_petition(petition, words, by=author)
    found = _take_files(request, petition, author)
    if button or found:
        return _show_words(request, queries.view_petition(petition, viewer=author), words, found)
    if problems:
        return _show_words(request, queries.view_petition(petition, viewer=author), words, problems)
    return redirect("portal:speak_send", draft=draft)


def _read_words(request: Request, before: Words) -> Words:
    posted = request.POST
    code = posted.get("where.unit", "").strip()
    unit = code if code and find_unit(code) else ""
    street = posted.get("where.street", "").strip()[:200]
    return replace(
        before,
        title=posted.get("title", "").strip()[:400],
        text=posted.get("text", "").replace("\r\n", "\n").strip()[:20_000],
        officer=posted.get("officer", "").strip()[:100],
        procedure=posted.get("procedure", "").strip()[:200],
        unit=unit,
        place=", ".join(part for part in (street, describe_unit(unit) if unit else "") if part),
        name=before.name or (request.actor.name if not request.actor.office else ""),
    )


def _take_files(request: Request, petition: Petition, author: Actor) -> list[Problem]:
    """Keep what was uploaded, each by itself, and take out what the button says."""
    button, found = pressed(request.POST), []
    if button and button.verb == "drop" and button.what.startswith("urn:"):
        acts.drop_petition_file(petition, button.what, by=author)
    for upload in request.FILES.getlist("files"):
        try:
            acts.attach_file(petition, upload.read(MOST_READ), name=upload.name or "", by=author)
        except Missing:
            raise
        except Problem as problem:
            found.append(Problem(problem.message, code=problem.code, field="files", advice=problem.advice))
    return found


def _show_words(request: Request, view: PetitionView, words: Words, problems: Sequence[Problem]) -> HttpResponse:
    subject = queries.find_subject(view.petition.subject)
    values = {
        "title": t("Chuyện gì đã xảy ra?", "What happened?"),
        "subject": subject,
        "fields": _words_fields(request, view, words, by_field(problems)),
        "problems": problems,
        "multipart": True,
        "step": 2,
        "pages": PAGES,
        "back": Link(words=TITLE, address=reverse("portal:speak")),
    }
    return render(request, "portal/speak_words.html", values, status=422 if problems else 200)


def _words_fields(request: Request, view: PetitionView, words: Words, said: Any) -> list[Field]:
    sizes, about = queries.rules_in_force().sizes, view.petition.subject
    text = t(
        "Việc gì, khi nào, bạn mong cơ quan làm gì. Tối đa {n} chữ cái.", "What, when, what you wish. {n} letters."
    )
    fields = [
        _text("title", t("Tóm tắt một câu", "In one sentence"), words.title, said),
        Field(
            name="text",
            kind="long_text",
            label=t("Kể rõ", "Tell it"),
            hint=text.fill(n=sizes.text),
            value=words.text,
            problem=said.get("text", ""),
        ),
    ]
    if about == "officer":
        fields.append(
            _optional("officer", t("Tên hoặc vị trí của cán bộ", "The officer's name or place"), words.officer)
        )
    if about == "procedure":
        label = t("Tên hoặc mã thủ tục, số văn bản", "Name or code of the procedure, number of the act")
        fields.append(_optional("procedure", label, words.procedure))
    if about in ("agency", "officer", "procedure"):
        fields.append(_where(request, words))
    return [*fields, _files(view, sizes.files, said)]


def _text(name: str, label: Text, value: str, said: Any) -> Field:
    return Field(name=name, kind="text", label=label, value=value, problem=said.get(name, ""))


def _optional(name: str, label: Text, value: str, said: Any = None, *, autocomplete: str = "") -> Field:
    problem = (said or {}).get(name, "")
    return Field(
        name=name, kind="text", label=label, value=value, problem=problem, optional=True, autocomplete=autocomplete
    )


def _files(view: PetitionView, most: int, said: Any) -> Field:
    files = [
        FileShown(urn=one.line.urn, name=one.line.name, size=one.line.size, pages=one.line.pages) for one in view.files
    ]
    return Field(
        name="files",
        kind="file",
        label=t("Ảnh, giấy tờ", "Photos, papers"),
        files=files,
        several=len(files) < most,
        optional=True,
        problem=said.get("files", ""),
    )


def _where(request: Request, words: Words) -> Field:
    unit = find_unit(words.unit) if words.unit else None
    held = {
        "province": unit.parent_code if unit else "",
        "unit": words.unit,
        "street": words.place.split(", ")[0] if words.place else "",
    }
    if not unit:
        held["street"] = words.place
    typed = {name: str(value) for name, value in request.POST.items() if name.startswith("where.")}
    return Field(
        name="where",
        kind="address",
        label=t("Ở đâu?", "Where?"),
        hint=t("Để biết cơ quan nào trả lời.", "So that we know which agency answers."),
        value=held,
        typed=typed,
        optional=True,
    )


# ---- to whom, from whom, and send


@page(anyone=True, methods=("GET", "POST"))
def speak_send(request: Request, draft: str) -> HttpResponseBase:
    """To whom it goes, how its author is reached, and everything once more before it is sent."""
    try:
        petition, author = opened(request, draft)
    except Missing:
        return redirect("portal:speak")
    if petition.status != PetitionStatus.DRAFT:
        return redirect("portal:speak_sent", draft=draft)
    words = queries.view_petition(petition, viewer=author).words
    if request.method != "POST":
        return _show_send(request, petition, author, words, [])
    return _send(request, petition, author, words)


def _send(request: Request, petition: Petition, author: Actor, words: Words) -> HttpResponseBase:
    posted, secret = request.POST, secret_of(request, petition.urn)
    said = {name: posted.get(name, "").strip()[:120] for name in ("email", "phone", "firm", "tax_code")}
    words = replace(words, name=words.name or posted.get("name", "").strip()[:100], **said)
    acts.save_petition(petition, words, agency=_chosen(request), by=author)
    try:
        acts.send_petition(
            petition,
            words,
            secret=secret,
            shows_name=bool(posted.get("shows_name")),
            trapped=bool(posted.get(TRAP)),
            by=author,
        )
    except Invalid as wrong:
        petition.refresh_from_db()
        return _show_send(request, petition, author, words, wrong.problems)
    if secret:
        remember(request, petition.number, secret)
    return redirect("portal:speak_sent", draft=key_of(petition.urn))


def _chosen(request: Request) -> Agency | None:
    code = request.POST.get("agency", "")
    return find_agency(request.POST.get("other", "") if code == "other" else code) if code else None


def _show_send(
    request: Request, petition: Petition, author: Actor, words: Words, problems: Sequence[Problem]
) -> HttpResponse:
    rules = queries.rules_in_force()
    fixed = queries.fixed_agency(petition)
    near = queries.proposed_agencies(words.unit)
    values = {
        "title": t("Gửi đến ai?", "To whom?"),
        "petition": petition,
        "words": words,
        "view": queries.view_petition(petition, viewer=author),
        "subject": queries.find_subject(petition.subject),
        "fixed": fixed,
        "near": near,
        "others": queries.other_agencies(words.unit),
        "chosen": request.POST.get("agency", "") or (near[0].code if near else "other"),
        "chosen_other": request.POST.get("other", ""),
        "problems": problems,
        "said": by_field(problems),
        "contacts": _contact_fields(words, by_field(problems)) if not author.assurance else [],
        "firm_fields": _firm_fields(words, by_field(problems)) if author.assurance else [],
        "firm_open": bool(words.firm or words.tax_code),
        "clocks": rules.clocks,
        "trap": TRAP,
        "step": 3,
        "pages": PAGES,
        "edit": reverse("portal:speak_words", args=[key_of(petition.urn)]),
        "back": Link(
            words=t("Nội dung", "What it says"), address=reverse("portal:speak_words", args=[key_of(petition.urn)])
        ),
    }
    return render(request, "portal/speak_send.html", values, status=422 if problems else 200)


def _contact_fields(words: Words, said: Any) -> list[Field]:
    email = Field(
        name="email",
        kind="text",
        label=t("Thư điện tử", "E-mail"),
        hint=t("Để chúng tôi báo khi có tin.", "So that we can tell you of news."),
        value=words.email,
        problem=said.get("email", ""),
        optional=True,
        autocomplete="email",
    )
    return [
        _optional("name", t("Họ tên của bạn", "Your name"), words.name, said, autocomplete="name"),
        email,
        _optional("phone", t("Số điện thoại", "Telephone"), words.phone, said, autocomplete="tel"),
    ]


def _firm_fields(words: Words, said: Any) -> list[Field]:
    return [
        _optional("firm", t("Tên doanh nghiệp, tổ chức", "Name of the firm"), words.firm, said),
        _optional("tax_code", t("Mã số thuế", "Tax code"), words.tax_code, said),
    ]


@page(anyone=True)
def speak_sent(request: Request, draft: str) -> HttpResponseBase:
    """It arrived: the number, the secret where there is no account, who has it, and what happens when."""
    urn = f"urn:toantrinh:petition:{draft}"
    try:
        petition, author = queries.open_draft(draft, viewer=request.actor, secret=secret_of(request, urn))
    except Missing:
        return redirect("portal:speak")
    if petition.status == PetitionStatus.DRAFT:
        return redirect("portal:speak_send", draft=draft)
    secret = secret_of(request, urn)
    name = "portal:follow_petition" if secret else "portal:petition"
    values = {
        "title": t("Đã nhận lời bạn nói", "We have received it"),
        "petition": petition,
        "view": queries.view_petition(petition, viewer=author),
        "secret": f"{secret[:5]}-{secret[5:]}" if secret else "",
        "clocks": queries.rules_in_force().clocks,
        "follow": reverse(name, args=[petition.number]),
        "step": 4,
        "pages": PAGES,
    }
    return render(request, "portal/speak_sent.html", values)
