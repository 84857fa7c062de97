"""What is taken in, what is refused, and in which words."""

import io

import pytest
from PIL import Image

from toantrinh.documents import cell
from toantrinh.documents.inspection import MOST_BYTES, REASONS, Unfit, inspect, safe_name
from toantrinh.documents.tests.samples import pdf, photo


def refused(content: bytes, name: str) -> Unfit:
    with pytest.raises(Unfit) as caught:
        inspect(content, name=name)
    return caught.value


def test_a_photo_loses_its_place_and_stands_upright() -> None:
    fit = inspect(photo(640, 480), name="IMG_1.JPG")
    image = Image.open(io.BytesIO(fit.content))
    assert (image.size, dict(image.getexif()), fit.media_type, fit.pages) == ((480, 640), {}, "image/jpeg", 1)


def test_a_very_large_photo_is_made_smaller() -> None:
    fit = inspect(photo(6000, 3000), name="to.jpg")
    assert max(Image.open(io.BytesIO(fit.content)).size) == 4096


def test_a_transparent_png_stays_a_png() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (40, 30), (1, 2, 3, 90)).save(out, "PNG")
    fit = inspect(out.getvalue(), name="dau.png")
    assert (fit.media_type, fit.name) == ("image/png", "dau.png")


def test_a_pdf_stays_as_it_is_since_it_may_be_signed() -> None:
    content = pdf(3)
    fit = inspect(content, name="don")
    assert (fit.content, fit.pages, fit.name, fit.media_type) == (content, 3, "don.pdf", "application/pdf")


def test_an_empty_file_is_refused_in_the_words_of_the_design() -> None:
    problem = refused(b"", "cccd.pdf")
    assert problem.message.vi == 'Tệp "cccd.pdf" trống. Chụp hoặc chọn lại tệp này; các tệp khác đã lưu.'
    assert problem.message.en == 'The file "cccd.pdf" is empty. Take or choose it again; your other files are saved.'


def test_a_heavy_photo_is_refused_until_one_asks_to_shrink_it() -> None:
    content = photo(4000, 4000, noisy=True)
    assert len(content) > MOST_BYTES
    problem = refused(content, "anh.jpg")
    assert problem.code == "heavy_photo"
    assert 'tối đa 10 MB. Bấm "Thu nhỏ giúp tôi" hoặc chụp lại.' in problem.message.vi
    assert len(inspect(content, name="anh.jpg", shrink=True).content) <= MOST_BYTES


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (photo()[:-2000], "cut.jpg", "unreadable"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "broken.png", "unreadable"),
        (b"%PDF-1.7 nothing follows", "broken.pdf", "unreadable"),
        (b"PK\x03\x04" + b"\0" * 50, "don.docx", "office"),
        (b"MZ" + b"\0" * 50, "photo.jpg", "unknown_type"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", "unknown_type"),
        (pdf(password="x"), "khoa.pdf", "locked"),
        (pdf(program=True), "js.pdf", "active"),
        (pdf(attachment=True), "kem.pdf", "active"),
        (pdf(501), "dai.pdf", "too_many_pages"),
        (b"%PDF-1.7" + b"\0" * MOST_BYTES, "nang.pdf", "heavy_pdf"),
    ],
)
def test_what_cannot_be_kept_says_why_and_what_to_do(content: bytes, name: str, code: str) -> None:
    problem = refused(content, name)
    assert problem.code == code
    assert name in problem.message.vi and name in problem.message.en


def test_a_picture_that_unpacks_beyond_measure_is_refused_unopened() -> None:
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    assert refused(out.getvalue(), "bom.png").code == "too_many_pixels"


def test_no_refusal_uses_words_that_help_nobody() -> None:
    for text in REASONS.values():
        assert not any(word in text.vi for word in ("vui lòng", "không hợp lệ", "bắt buộc", "lỗi hệ thống"))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Anh\\đơn.pdf", "đơn.pdf"),
        ("a\u202egpj.exe", "agpj.exe"),
        ("\x00\x1b[31m.pdf", "[31m.pdf"),
        ("A\u0309nh.jpg", "Ảnh.jpg"),
        ("...", "tệp"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("  nhiều   khoảng  trắng .pdf", "nhiều khoảng trắng.pdf"),
    ],
)
def test_a_name_becomes_safe(given: str, kept: str) -> None:
    assert safe_name(given) == kept


def test_the_cell_can_write_no_file_and_ends_in_time() -> None:
    with pytest.raises(cell.Broken, match="longer than"):
        cell.run("inspect_pdf", {}, b"", seconds=0)
    with pytest.raises(cell.Broken):
        cell.run("no_such_work", {})
