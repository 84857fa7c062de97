"""Acts on a dossier, a page each: what will happen is shown first, then one button does it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render

from toantrinh.cases import actions
from toantrinh.cases.models import Case
from toantrinh.cases.queries import (
    draft_results,
    open_case,
    preview_due,
    preview_form,
    spell_grounds,
    supplement_due,
)
from toantrinh.kernel.problem import Invalid, Problem, Refused, Silent
from toantrinh.kernel.text import Text, t
from toantrinh.people.queries import require
from toantrinh.web.design.flash import say_done
from toantrinh.web.design.page import Request, page
from toantrinh.web.desk import dossier, grounds, promising
from toantrinh.web.desk.drawing import HANDLING, papers_of


def opened(request: Request, number: str) -> Case:
    """The dossier on which somebody acts."""
    return dossier.not_a_draft(open_case(number, viewer=request.actor, purpose=HANDLING))


def attempt(
    request: Request,
    case: Case,
    act: Callable[[], object],
    done: Text,
    again: Callable[[list[Problem]], HttpResponse] | None = None,
) -> HttpResponseBase:
    """Do it and go back to the dossier; what needs mending shows the form again, a refusal the dossier with why."""
    try:
        act()
    except Invalid as problem:
        if again is None:
            return dossier.show(request, _fresh(case), problem.problems, status=422)
        return again(list(problem.problems))
    except (Refused, Silent) as problem:
        return dossier.show(request, _fresh(case), refusal=problem, status=problem.status)
    say_done(request, done)
    return redirect("desk:dossier", number=case.number)


def _fresh(case: Case) -> Case:
    """As it stands now: the object in hand may carry what was rolled back."""
    return Case.objects.get(pk=case.pk)


# --- Receive --------------------------------------------------------------------------------------------------------


@page("case.receive", methods=("GET", "POST"))
def receive(request: Request, number: str) -> HttpResponseBase:
    """Is it complete? Then form 01, with the date that the law gives."""
    case = opened(request, number)
    require(request.actor, "case.receive", agency=case.agency)
    wanted = [paper for paper in papers_of(case) if paper.is_wanted]
    if request.method == "POST":
        ticked = request.POST.getlist("du")
        missing = [paper for paper in wanted if paper.need.state == "needed" and paper.need.paper.code not in ticked]
        problems = [
            Problem(
                t('"{name}" chưa đủ: yêu cầu bổ sung thay vì tiếp nhận.', '"{name}" is not complete: ask for it.').fill(
                    name=paper.need.paper.name
                ),
                field=f"du-{paper.need.paper.code}",
            )
            for paper in missing
        ]
        if problems:
            return _receiving(request, case, ticked, problems)
        done = t("Đã tiếp nhận {number}. Giấy tiếp nhận và hẹn trả (mẫu 01) đã gửi.", "Received; form 01 was sent.")
        return attempt(
            request,
            case,
            lambda: actions.accept_case(case, promise=promising.read_promise(request.POST), by=request.actor),
            done.fill(number=case.number),
            lambda found: _receiving(request, _fresh(case), ticked, found),
        )
    return _receiving(request, case, [paper.need.paper.code for paper in wanted if paper.is_there], [])


def _receiving(request: Request, case: Case, ticked: list[str], problems: list[Problem]) -> HttpResponse:
    values = {
        **dossier.values_for_act(request, case, t("Tiếp nhận hồ sơ", "Receive the dossier")),
        "ticked": ticked,
        "problems": problems,
        "due": preview_due(case),
        "promise_fields": promising.fields_of(case, request.POST, problems),
    }
    return render(request, "desk/receive.html", values, status=422 if problems else 200)


# --- Acts with reasons ----------------------------------------------------------------------------------------------


def _with_grounds(
    request: Request,
    case: Case,
    kind: str,
    *,
    words: Mapping[str, Text],
    form: str,
    act: Callable[[list[actions.Ground]], object],
    more: Mapping[str, Any] | None = None,
) -> HttpResponseBase:
    """Two pages: choose the reasons; read what the citizen will read, and send it."""
    posted = request.POST
    chosen = grounds.read_grounds(posted)
    spelt_kind: Any = "supplement" if kind == "supplement" else "refusal"
    base = {**dossier.values_for_act(request, case, words["title"]), "words": words, "form": form, **(more or {})}

    def choose(problems: list[Problem]) -> HttpResponse:
        sent = posted if request.method == "POST" else QueryDict()
        options = grounds.options_of(base["procedure"], kind, sent, paper=request.GET.get("giay", ""))
        values = {**base, "options": options, "problems": problems}
        return render(request, "desk/grounds.html", values, status=422 if problems else 200)

    if request.method != "POST" or posted.get("lam") == "back":
        return choose([])
    try:
        spelt = spell_grounds(case, chosen, spelt_kind)
    except Invalid as problem:
        return choose(list(problem.problems))
    if posted.get("lam") == "letter":
        return dossier.shown(preview_form(case, form, chosen, viewer=request.actor), "application/pdf", "mau.pdf")
    if posted.get("lam") != "send":
        values = {**base, "spelt": spelt, "hidden": grounds.hidden_of(posted), "until": supplement_due(case)}
        return render(request, "desk/grounds_check.html", values)
    return attempt(request, case, lambda: act(chosen), words["done"], choose)


@page("case.ask", methods=("GET", "POST"))
def ask(request: Request, number: str) -> HttpResponseBase:
    """Ask once for everything that is missing."""
    case = opened(request, number)
    if case.supplement_asked_at:  # the law allows it once: say so before anybody writes a list in vain
        nothing = actions.Ground(code=grounds.OTHER, sentence="–")
        return attempt(request, case, lambda: actions.ask_supplement(case, [nothing], by=request.actor), t("", ""))
    words = {
        "title": t("Yêu cầu bổ sung, một lần duy nhất", "Ask for more, once and for all"),
        "lead": t(
            "Pháp luật chỉ cho yêu cầu một lần. Ghi hết những gì còn thiếu; đồng hồ dừng từ lúc gửi.",
            "The law allows this once. Name everything that is missing; the clock stops from sending.",
        ),
        "send": t("Gửi yêu cầu bổ sung (mẫu 02)", "Send the request (form 02)"),
        "done": t(
            "Đã gửi yêu cầu bổ sung (mẫu 02). Đồng hồ dừng từ bây giờ.", "The request was sent; the clock stands still."
        ),
    }
    return _with_grounds(
        request,
        case,
        "supplement",
        words=words,
        form="02",
        act=lambda chosen: actions.ask_supplement(case, chosen, by=request.actor),
    )


@page("case.refuse", methods=("GET", "POST"))
def turn_away(request: Request, number: str) -> HttpResponseBase:
    """Do not accept it, and say why."""
    case = opened(request, number)
    words = {
        "title": t("Không nhận hồ sơ", "Do not accept the dossier"),
        "lead": t(
            "Hồ sơ kết thúc ở đây. Người nộp đọc được từng lý do, cách làm tiếp và nơi khiếu nại.",
            "The dossier ends here. The applicant reads every reason, what to do and where to complain.",
        ),
        "send": t("Không nhận và gửi phiếu từ chối (mẫu 03)", "Do not accept; send form 03"),
        "done": t("Đã gửi phiếu từ chối tiếp nhận (mẫu 03).", "Form 03 was sent."),
    }
    return _with_grounds(
        request,
        case,
        "refusal",
        words=words,
        form="03",
        act=lambda chosen: actions.turn_away_case(case, chosen, by=request.actor),
    )


@page("case.sign", methods=("GET", "POST"))
def reverse_decision(request: Request, number: str) -> HttpResponseBase:
    """A register refused, and the decision cannot stand."""
    case = opened(request, number)
    words = {
        "title": t("Huỷ quyết định đồng ý", "Reverse the decision"),
        "lead": t(
            "Cơ sở dữ liệu đã từ chối. Quyết định đồng ý được thay bằng từ chối có lý do.",
            "A register refused. The grant is replaced by a refusal with its reasons.",
        ),
        "send": t("Huỷ và gửi phiếu từ chối (mẫu 03)", "Reverse; send form 03"),
        "done": t("Đã huỷ quyết định và gửi phiếu từ chối (mẫu 03).", "Reversed; form 03 was sent."),
    }
    return _with_grounds(
        request,
        case,
        "refusal",
        words=words,
        form="03",
        act=lambda chosen: actions.reverse_decision(case, chosen, by=request.actor),
    )


# --- Examine, decide ------------------------------------------------------------------------------------------------

GRANT, REFUSE = "granted", "refused"


@page("case.check", methods=("GET", "POST"))
def examine(request: Request, number: str) -> HttpResponseBase:
    """Finish the examination with a proposal to the signer."""
    case = opened(request, number)

    def act(chosen: list[actions.Ground]) -> object:
        kept = chosen if request.POST.get("ket_luan") == REFUSE else []
        proposal, note = request.POST.get("ket_luan", ""), request.POST.get("ghi_chu", "")
        return actions.complete_step(case, proposal=proposal, grounds=kept, note=note, by=request.actor)

    words = {
        "title": t("Thẩm tra", "Examine"),
        "question": t("Đề xuất của bạn", "What you propose"),
        "grant": t("Đề xuất đồng ý", "Propose to grant"),
        "refuse": t("Đề xuất từ chối", "Propose to refuse"),
        "send": t("Hoàn thành thẩm tra", "Finish the examination"),
        "done": t("Đã thẩm tra xong và chuyển bước sau.", "The examination is finished; the next step is open."),
    }
    return _with_conclusion(request, case, "desk/examine.html", words, act)


@page("case.sign", methods=("GET", "POST"))
def decide(request: Request, number: str) -> HttpResponseBase:
    """Grant or refuse, and sign; whoever comes second is told who was first."""
    case = opened(request, number)

    def act(chosen: list[actions.Ground]) -> object:
        outcome, seen = request.POST.get("ket_luan", ""), request.POST.get("phien_ban", "")
        version = int(seen) if seen.isascii() and seen.isdigit() else 0
        return actions.decide_case(case, outcome, version=version, grounds=chosen, by=request.actor)

    words = {
        "title": t("Quyết định và ký", "Decide and sign"),
        "question": t("Quyết định của bạn", "Your decision"),
        "grant": t("Đồng ý, ký kết quả", "Grant, sign the result"),
        "refuse": t("Từ chối, nêu lý do", "Refuse, with reasons"),
        "send": t("Ký quyết định", "Sign the decision"),
        "done": t("Đã ký quyết định.", "The decision is signed."),
    }
    return _with_conclusion(request, case, "desk/decide.html", words, act)


def _with_conclusion(
    request: Request,
    case: Case,
    template: str,
    words: Mapping[str, Text],
    act: Callable[[list[actions.Ground]], object],
) -> HttpResponseBase:
    """Yes or no; a no goes on to what the citizen will read, and is sent from there."""
    posted, base = request.POST, dossier.values_for_act(request, case, words["title"])
    row = case.steps.filter(kind="examine").exclude(proposal="").order_by("pk").last()

    def ask_again(problems: list[Problem]) -> HttpResponse:
        values = {
            **base,
            "words": words,
            "problems": problems,
            "conclusion": posted.get("ket_luan", ""),
            "note": posted.get("ghi_chu", ""),
            "version": posted.get("phien_ban") or case.version,
            "options": grounds.options_of(base["procedure"], "refusal", posted),
            "sections": dossier.answers_of(case),
            "results": [result for result, _ in draft_results(case)],
            "proposal": row,
            "reasons": dossier.reasons_of(case),
        }
        return render(request, template, values, status=422 if problems else 200)

    if request.method != "POST" or posted.get("lam") == "back":
        return ask_again([])
    if posted.get("ket_luan") not in (GRANT, REFUSE):
        words_ = t("Chọn một câu trả lời: {question}.", "Choose an answer: {question}.")
        return ask_again([Problem(words_.fill(question=words["question"]), field="ket_luan")])
    if posted["ket_luan"] == REFUSE and (shown := _refusal_first(request, case, base, words, ask_again)):
        return shown
    return attempt(request, case, lambda: act(grounds.read_grounds(posted)), words["done"], ask_again)


def _refusal_first(
    request: Request,
    case: Case,
    base: Mapping[str, Any],
    words: Mapping[str, Text],
    again: Callable[[list[Problem]], HttpResponse],
) -> HttpResponse | None:
    """The refusal in the words that its citizen will read, before it is sent; None once it was read."""
    posted = request.POST
    chosen = grounds.read_grounds(posted)
    try:
        spelt = spell_grounds(case, chosen, "refusal")
    except Invalid as problem:
        return again(list(problem.problems))
    if posted.get("lam") == "letter":
        return dossier.shown(preview_form(case, "03", chosen, viewer=request.actor), "application/pdf", "mau.pdf")
    if posted.get("lam") == "send":
        return None
    more = {"words": {**words, "lead": words["refuse"]}, "form": "03"}
    values = {**base, **more, "spelt": spelt, "hidden": grounds.hidden_of(posted)}
    return render(request, "desk/grounds_check.html", values)


# --- With one sentence ----------------------------------------------------------------------------------------------


@page("case.sign", methods=("GET", "POST"))
def send_back(request: Request, number: str) -> HttpResponseBase:
    """Return it to the examiner, and say why."""
    case = opened(request, number)
    words = {
        "title": t("Trả lại bước thẩm tra", "Send back to the examination"),
        "label": t("Vì sao trả lại", "Why you send it back"),
        "send": t("Trả lại", "Send back"),
    }

    def show(problems: list[Problem]) -> HttpResponse:
        base = dossier.values_for_act(request, case, words["title"])
        values = {**base, "words": words, "problems": problems, "sentence": request.POST.get("sentence", "")}
        return render(request, "desk/sentence.html", values, status=422 if problems else 200)

    if request.method != "POST":
        return show([])
    sentence = request.POST.get("sentence", "")
    done = t("Đã trả lại bước thẩm tra.", "It was sent back to the examination.")
    return attempt(request, case, lambda: actions.send_back(case, sentence, by=request.actor), done, show)


@page("case.return", methods=("GET", "POST"))
def hand_over(request: Request, number: str) -> HttpResponseBase:
    """The result is handed over at the counter."""
    case = opened(request, number)
    if request.method != "POST":
        if not case.finished_at or case.returned_at:
            words = t("Hồ sơ này không có kết quả nào chờ trả.", "No result of this dossier waits to be handed over.")
            return dossier.show(request, case, refusal=Refused(words), status=Refused.status)
        values = dossier.values_for_act(request, case, t("Trả kết quả", "Hand over the result"))
        return render(request, "desk/hand_over.html", {**values, "letters": dossier.letters_of(case)})
    done = t("Đã trả kết quả cho {name}.", "The result was handed over.").fill(name=case.applicant_name)
    return attempt(request, case, lambda: actions.return_result(case, by=request.actor), done)


@page("case.read", methods=("POST",))
def take(request: Request, number: str) -> HttpResponseBase:
    """Take the open step on, so that others see it."""
    case = opened(request, number)
    done = t("Bạn đang xử lý hồ sơ này.", "You are working on this dossier.")
    return attempt(request, case, lambda: actions.take_case(case, by=request.actor), done)


@page("case.read", methods=("POST",))
def note(request: Request, number: str) -> HttpResponseBase:
    """Write a note for other officers."""
    case = opened(request, number)
    text = request.POST.get("text", "")
    done = t("Đã lưu ghi chú.", "The note is saved.")
    return attempt(request, case, lambda: actions.add_note(case, text, by=request.actor), done)
