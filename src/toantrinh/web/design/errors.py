"""What is shown when something cannot be done: what happened, what to do now, and what is safe."""

import errno
import logging
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language

from toantrinh.kernel.problem import Invalid, Missing, Problem, Silent
from toantrinh.kernel.text import Text, t
from toantrinh.web.design import kept

log = logging.getLogger(__name__)

BACK = t("Quay lại trang trước và thử lại.", "Go back to the previous page and try again.")
TITLES = {
    404: t("Không tìm thấy", "Not found"),
    409: t("Chưa làm được việc này", "This cannot be done now"),
    422: t("Có chỗ cần sửa", "Something needs mending"),
    503: t("Hệ thống khác chưa trả lời", "Another system has not answered"),
}
SQLITE_TROUBLES = tuple(
    f"SQLITE_{name}" for name in ("FULL", "BUSY", "LOCKED", "READONLY", "IOERR", "CANTOPEN", "NOMEM")
)
SAFE = t(
    "Những gì đã gửi và đã lưu vẫn còn nguyên; không mất gì.",
    "Everything sent or saved before is safe; nothing is lost.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What the page of an error says."""

    status: int
    title: Text
    message: Text
    advice: Text | None = None
    safe: Text | None = None
    problems: tuple[Problem, ...] = ()


def show_problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The page for a problem that a view did not answer itself."""
    return _show(
        request,
        Trouble(
            status=problem.status,
            title=TITLES.get(problem.status, TITLES[409]),
            message=problem.message,
            advice=problem.advice or (BACK if isinstance(problem, Invalid) else None),
            safe=SAFE if isinstance(problem, Silent) else None,
            problems=problem.problems if isinstance(problem, Invalid) else (),
        ),
    )


def show_missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The one page for what does not exist and for what this visitor may not see."""
    return show_problem(request, Missing())


def show_wrong_method(request: HttpRequest, methods: Sequence[str]) -> HttpResponse:
    """An address was called in a way that it does not answer, such as opening a button's address."""
    trouble = Trouble(
        status=405,
        title=t("Trang này không mở trực tiếp được", "This page cannot be opened directly"),
        message=t("Địa chỉ này chỉ dùng khi bạn bấm một nút.", "This address is used only when you press a button."),
        advice=t("Quay lại trang trước rồi bấm nút đó.", "Go back to the previous page and press that button."),
    )
    response = _show(request, trouble)
    response["Allow"] = ", ".join(methods)
    return response


def show_stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came without the mark that proves it was ours: cookies off, or opened before signing in elsewhere.

    Where the browser vouches that our own page sent it, nothing typed is lost: it is shown to be sent again.
    """
    if kept.is_from_our_page(request) and (sent := kept.read_sent(request)).fields:
        title = t("Câu trả lời của bạn vẫn còn", "Your answers are still here")
        return render(request, "design/resume.html", {"title": title, "kept": sent}, status=403)
    return _show(
        request,
        Trouble(
            status=403,
            title=t("Trang này đã mở quá lâu", "This page was open for too long"),
            message=t(
                "Để bảo vệ bạn, chúng tôi chỉ nhận nội dung gửi từ trang vừa mở. Lần gửi này chưa được nhận.",
                "To protect you we accept only what comes from a page opened recently. This was not accepted.",
            ),
            advice=t(
                "Bấm nút quay lại của trình duyệt, tải lại trang rồi gửi lần nữa. Nếu vẫn vậy, hãy bật cookie.",
                "Use the browser's back button, reload the page and send it again. If it goes on, allow cookies.",
            ),
            safe=SAFE,
        ),
        bare=True,
    )


def show_unreadable(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """What was sent is too large, cut off or not for this house."""
    return _show(
        request,
        Trouble(
            status=400,
            title=t("Nội dung gửi không đọc được", "What was sent cannot be read"),
            message=t(
                "Nội dung quá lớn, hoặc bị ngắt giữa chừng khi gửi. Lần gửi này chưa được nhận.",
                "It was too large, or the connection broke while sending. It was not accepted.",
            ),
            advice=BACK,
            safe=SAFE,
        ),
        bare=True,
    )


def show_broken(request: HttpRequest) -> HttpResponse:
    """A mistake of ours. Written without the database, which may be what is broken."""
    error = sys.exc_info()[1]
    if error is not None and is_out_of_breath(error):
        return show_out_of_breath(request, error)
    return _show(
        request,
        Trouble(
            status=500,
            title=t("Xin lỗi, trang này gặp sự cố", "Sorry, something broke on this page"),
            message=t(
                "Đây là lỗi của chúng tôi, không phải của bạn. Sự cố đã được ghi lại.",
                "This is our mistake, not yours. It has been noted.",
            ),
            advice=t("Thử lại sau ít phút, hoặc về trang chủ.", "Try again in a few minutes, or go to the home page."),
            safe=SAFE,
        ),
        bare=True,
    )


def is_out_of_breath(error: BaseException) -> bool:
    """Whether the machine, not the code, gave in: disk full, database locked, gone or read-only."""
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EMFILE)
    # SQLite reports a missing table by the same class as a full disk; its code tells them apart.
    if code := getattr(error.__cause__, "sqlite_errorname", ""):
        return str(code).startswith(SQLITE_TROUBLES)
    return isinstance(error, OperationalError | InterfaceError)


def show_out_of_breath(request: HttpRequest, error: BaseException) -> HttpResponse:
    """The house cannot write just now. What was sent was not accepted, and the page says so."""
    log.error("The house cannot write: %s", error, exc_info=error)
    response = _show(
        request,
        Trouble(
            status=503,
            title=t("Xin lỗi, hệ thống tạm thời chưa ghi nhận được", "Sorry, we cannot save anything just now"),
            message=t(
                "Lần gửi này chưa được nhận. Lỗi thuộc về hệ thống, không phải do bạn.",
                "What you just sent was not accepted. The fault is the system's, not yours.",
            ),
            advice=t(
                "Giữ trang này, chờ vài phút rồi tải lại để gửi lần nữa.",
                "Keep this page, wait a few minutes, then reload it to send again.",
            ),
            safe=SAFE,
        ),
        bare=True,
    )
    response["Retry-After"] = "120"
    return response


def _show(request: HttpRequest, trouble: Trouble, *, bare: bool = False) -> HttpResponse:
    """Write the page of an error; a bare one asks neither the session nor the database for anything."""
    values = {"trouble": trouble, "title": trouble.title}
    if bare:
        language = "en" if (get_language() or "vi").startswith("en") else "vi"
        page = render_to_string("design/trouble_bare.html", {**values, "language": language})
        return HttpResponse(page, status=trouble.status)
    return render(request, "design/trouble.html", values, status=trouble.status)
