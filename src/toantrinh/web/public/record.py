"""The record as anyone may check it: how it stands, a receipt, its tiles and its checkpoint."""

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import render

from toantrinh.documents.queries import attached_to
from toantrinh.kernel.problem import Problem
from toantrinh.kernel.text import t
from toantrinh.record.queries import LARGEST, latest_checkpoint, record_status
from toantrinh.record.queries import check_receipt as check
from toantrinh.record.queries import tile as read_tile
from toantrinh.record.queries import verifier_keys as list_keys
from toantrinh.web.design.page import Request, page

FOR_EVER, A_MOMENT = "public, max-age=31536000, immutable", "public, max-age=10"
LARGEST_PDF = 2 * 1024 * 1024
TITLE = t("Sổ ghi: ai cũng kiểm chứng được", "The record: anyone can check it")


@page(anyone=True)
def show_record(request: Request) -> HttpResponse:
    """How the record stands, and how to check it."""
    return render(request, "public/record.html", {"title": TITLE, "status": record_status()})


@page(anyone=True, methods=("GET", "POST"))
def check_receipt(request: Request) -> HttpResponse:
    """Whether a receipt is in the record; of what and of whom it does not say."""
    values = {"title": t("Kiểm tra biên nhận", "Check a receipt"), "status": record_status()}
    if request.method == "GET":
        return render(request, "public/receipt.html", values)
    sent = request.FILES.get("bien_nhan")
    content = _sent(sent) if sent is not None else request.POST.get("noi_dung", "").strip().encode()[: LARGEST + 1]
    if not content:
        words = t(
            "Chọn tệp biên nhận bạn đã tải về khi nộp hồ sơ, hoặc dán nội dung của nó.",
            "Choose the receipt file you downloaded when you filed, or paste what it holds.",
        )
        problems = [Problem(words, field="bien_nhan")]
        return render(request, "public/receipt.html", values | {"problems": problems}, status=422)
    result, renewed = check(content)
    shown = renewed.decode("utf-8", "replace") if result.is_in_record else ""
    return render(request, "public/receipt.html", values | {"result": result, "renewed": shown})


def _sent(sent: "UploadedFile[bytes]") -> bytes:
    """The receipt in a file, also where that is the PDF around it; empty where it holds none or is too large."""
    if (sent.size or 0) > LARGEST_PDF:
        return b""
    content = sent.read()
    if content.startswith(b"%PDF-"):
        return attached_to(content)
    return content if len(content) <= LARGEST else b""


@page(anyone=True)
def checkpoint(request: Request) -> HttpResponse:
    """The newest signed checkpoint, as a C2SP signed note."""
    return _plain(latest_checkpoint().encode(), A_MOMENT, "text/plain; charset=utf-8")


@page(anyone=True)
def verifier_keys(request: Request) -> HttpResponse:
    """The public keys by which checkpoints and receipts are checked."""
    return _plain("\n".join([*list_keys(), ""]).encode(), A_MOMENT, "text/plain; charset=utf-8")


@page(anyone=True)
def tile(request: Request, name: str) -> HttpResponse:
    """One tile of the tree, by its C2SP path."""
    return _plain(read_tile(name), FOR_EVER, "application/octet-stream")


def _plain(content: bytes, cache: str, media_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Cache-Control"] = cache
    return response
