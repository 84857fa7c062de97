"""Letters: drawn as archives want them, frozen when issued, unreachable by what a citizen typed."""

import io
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from pypdf import PdfReader

from toantrinh.documents.actions import draw_letter, draw_letters, issue_letter, revoke_letter
from toantrinh.documents.drawing import CannotDraw
from toantrinh.documents.models import File, Letter, LetterTemplate
from toantrinh.documents.queries import (
    compare_with_record,
    find_letters,
    list_files,
    list_letters,
    open_letter,
    preview_letter,
)
from toantrinh.kernel.actor import NOBODY, SYSTEM, Actor
from toantrinh.kernel.moment import at
from toantrinh.kernel.problem import Missing, Refused
from toantrinh.kernel.text import t
from toantrinh.people.cast import Cast
from toantrinh.people.models import Agency
from toantrinh.record.models import Event
from toantrinh.record.queries import list_looks

NUMBER = "H29.27301-261021-0001"
CASE = "urn:toantrinh:case:0000000000000000000000test"
SHARED = Path(settings.PACKAGES_DIR) / "reference" / "letters"
TITLE = t("Giấy tiếp nhận hồ sơ", "Receipt of a dossier")
ISSUED_AT = datetime(2026, 10, 21, 2, 35, tzinfo=UTC)
OF_CASE: dict[str, Any] = {
    "unit": "Ủy ban nhân dân phường Chợ Quán",
    "case": {"number": NUMBER, "procedure": "Đăng ký khai sinh", "channel": "Trực tuyến"},
    "applicant": {"name": "Nguyễn Thị Ngọc Ánh"},
    "received_at": ISSUED_AT,
    "due_at": "2026-10-21T17:00:00+07:00",
    "new_due_at": "2026-10-23T17:00:00+07:00",
    "officer": "Lê Thị Lan",
}
RECEIPT: dict[str, Any] = {
    "papers": [{"name": "Giấy chứng sinh", "form": "Bản điện tử", "pages": 2}],
    "fee": "Miễn",
    "is_online": True,
}
PROOF = {"note": "toantrinh.vn/promise/v1\nx\n\n— x " + "A" * 120, "promised_by": "2026-10-22T09:05:00+07:00"}
FORMS: dict[str, dict[str, Any]] = {
    "form-01": RECEIPT,
    "form-02": {
        "items": [{"paper": "Giấy chứng sinh", "reason": "Ảnh mờ.", "how": "Chụp lại."}],
        "answer_by": "2026-11-20",
        "contact": {"name": "Trung tâm", "phone": "1022"},
    },
    "form-03": {
        "reasons": [{"text": "Đã đăng ký.", "law": "Luật Hộ tịch"}],
        "instead": "Xin trích lục.",
        "appeal": "Khiếu nại.",
    },
    "form-04": {"reason": "Chờ xác minh.", "late_days": 2},
    "form-05": {"answer_by": "2026-11-20"},
    "receipt": {"submitted_at": ISSUED_AT, "papers": [], "record": PROOF, "check_at": "http://localhost/so-ghi"},
    "extract": {
        "name": "Trích lục khai sinh",
        "register": "Sổ đăng ký khai sinh",
        "entry": {"number": "12/2026", "on": "2026-10-21", "agency": "Ủy ban nhân dân Phường Chợ Quán"},
        "fields": [{"label": "Họ, chữ đệm, tên", "value": "TRẦN GIA BẢO"}, {"label": "Quê quán", "value": ""}],
        "notes": [{"text": "Cải chính nơi sinh", "on": "2026-11-02"}],
        "as_of": ISSUED_AT,
        "signer": "Hoàng Minh Đức",
        "signer_title": "Chủ tịch",
    },
}


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "giay.typ"
    path.write_text('#import "style.typ": *\n#show: official.with(heading: [GIẤY])\n#at(data, "said")\n')
    return path


def issue(cast: Cast, template: Path, *, by: Actor | None = None, draw: bool = True, **data: Any) -> Letter:
    agency = Agency.objects.get(code="H29.27301")
    return issue_letter(
        template,
        OF_CASE | data,
        form="01",
        about=CASE,
        person=cast.anh.person,
        agency=agency.urn,
        by=by or cast.lan,
        title=TITLE,
        holder="Nguyễn Thị Ngọc Ánh",
        draw=draw,
    )


def read(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def root(pdf: PdfReader) -> Any:
    return pdf.trailer["/Root"]


def words(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in read(content).pages).split())


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_an_archivable_and_readable_pdf(cast: Cast, form: str) -> None:
    with at(ISSUED_AT):
        letter = issue(cast, SHARED / f"{form}.typ", **FORMS[form])
    _, content = open_letter(letter.urn, viewer=cast.anh, purpose="own")
    pdf = read(content)
    claims = root(pdf)["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2<" in claims and "<pdfaid:conformance>A<" in claims and "<pdfuaid:part>1<" in claims
    assert (pdf.metadata and pdf.metadata.title, root(pdf)["/Lang"]) == (TITLE.vi, "vi-VN")
    text = words(content)
    assert "Độc lập – Tự do – Hạnh phúc" in text and "BẢN MẪU" in text and "Trang 1/1" in text
    assert "Phường Chợ Quán, ngày 21 tháng 10 năm 2026" in text
    assert f"/kiem-tra/{letter.token}" in text


def test_a_letter_of_many_long_papers_carries_its_number_and_mark_on_every_page(cast: Cast) -> None:
    name = "Văn bản xác nhận của cơ quan có thẩm quyền về việc người yêu cầu đủ điều kiện; " * 5
    papers = [{"name": f"{index}. {name}"[:400], "form": "Bản sao", "pages": 1} for index in range(23)]
    letter = issue(
        cast,
        SHARED / "form-01.typ",
        **{**RECEIPT, "papers": papers, "case": {"number": NUMBER, "procedure": name[:400]}},
    )
    pages = read(open_letter(letter.urn, viewer=cast.anh, purpose="own")[1]).pages
    assert len(pages) > 3
    for number, page in enumerate(pages, start=1):
        text = " ".join(page.extract_text().split())
        assert NUMBER in text and f"Trang {number}/{len(pages)}" in text and "BẢN MẪU" in text


@pytest.mark.parametrize(
    "typed",
    [
        '#read("/etc/passwd")',
        "#{ while true {} }",
        "*đậm* _nghiêng_ $x$ @nguoi <nhan>",
        '"); #panic("x")',
        "\\u{0}` \\",
    ],
)
def test_what_a_citizen_typed_is_text_and_never_run(cast: Cast, template: Path, typed: str) -> None:
    letter = issue(cast, template, said=typed)
    text = words(open_letter(letter.urn, viewer=cast.anh, purpose="own")[1])
    assert "".join(typed.split()) in "".join(text.split())


@pytest.mark.parametrize(
    "source",
    [
        '#read("/etc/passwd")',
        '#read("../../../../etc/passwd")',
        '#import "@preview/cetz:0.3.0"',
        '#include "../secret.typ"',
        "#let f(n) = f(n + 1)\n#f(0)",
        "#panic()",
        "#unknown",
    ],
)
def test_a_template_that_reaches_out_or_errs_issues_nothing(cast: Cast, template: Path, source: str) -> None:
    (template.parent.parent / "secret.typ").write_text("secret")
    template.write_text('#set document(title: "x")\n= Giấy')
    issue(cast, template).delete()
    File.objects.all().delete()
    template.write_text(f'#set document(title: "x")\n= Giấy\n{source}')
    with pytest.raises(CannotDraw):
        issue(cast, template)
    assert not Letter.objects.exists() and not File.objects.exists()


def test_the_same_letter_is_the_same_to_the_last_byte(cast: Cast) -> None:
    from toantrinh.documents.actions import sheet_of
    from toantrinh.documents.drawing import draw, read_template, written

    with at(ISSUED_AT):
        sheet = sheet_of(Agency.objects.get(code="H29.27301"), TITLE.vi, "token")
    drawn = [draw(read_template(SHARED / "form-01.typ"), written(OF_CASE | RECEIPT), sheet=sheet) for _ in range(2)]
    assert drawn[0] == drawn[1]


def test_a_letter_drawn_later_says_what_it_said_when_issued(cast: Cast, template: Path) -> None:
    with at(ISSUED_AT):
        letter = issue(cast, template, draw=False, said="Lời lúc ban hành")
    assert letter.file is None
    template.write_text("#panic()")
    Agency.objects.filter(urn=letter.agency).update(name="Tên khác")
    text = words(open_letter(letter.urn, viewer=cast.anh, purpose="own")[1])
    assert "Lời lúc ban hành" in text and "21 tháng 10 năm 2026" in text and "TÊN KHÁC" not in text
    letter.refresh_from_db()
    assert letter.file is not None and letter.words_sealed is None
    assert draw_letter(letter.urn).file == letter.file
    assert Event.objects.filter(subjects__urn=letter.urn).values_list("kind", flat=True).order_by("id").first() == (
        "letter.issued"
    )
    assert Event.objects.filter(kind="letter.drawn", subjects__urn=letter.urn).count() == 1


def test_the_worker_draws_what_waits(cast: Cast, template: Path) -> None:
    for _ in range(3):
        issue(cast, template, draw=False)
    assert (draw_letters(limit=2), draw_letters(), draw_letters()) == (2, 1, 0)


def test_a_letter_that_cannot_be_drawn_holds_up_no_other_and_is_tried_again_later(cast: Cast, template: Path) -> None:
    sound = template.read_text()
    template.write_text("#panic()")
    broken = issue(cast, template, draw=False)
    template.write_text(sound)
    issue(cast, template, draw=False)
    assert (draw_letters(limit=1), draw_letters(limit=1), draw_letters(limit=1)) == (0, 1, 0)
    LetterTemplate.objects.filter(pk=broken.template_id).update(texts={"main.typ": '#set document(title: "x")'})
    Letter.objects.filter(pk=broken.pk).update(failed_at=ISSUED_AT)
    assert draw_letters() == 1


def test_letters_are_seen_by_their_holder_and_the_agency_alone(cast: Cast, template: Path) -> None:
    letter = issue(cast, template)
    for viewer in (cast.anh, cast.khanh, cast.tuan):
        assert open_letter(letter.urn, viewer=viewer, purpose="case.read")[0] == letter
        assert find_letters(CASE, viewer=viewer) == [letter]
    for stranger in (cast.hanh, cast.nam, cast.truong, NOBODY):
        with pytest.raises(Missing):
            open_letter(letter.urn, viewer=stranger, purpose="case.read")
        assert find_letters(CASE, viewer=stranger) == []
    assert list_letters(viewer=cast.anh) == list_letters(viewer=cast.khanh) == [letter]
    assert list_files(CASE, viewer=cast.anh) == []
    assert len(list_looks(cast.anh.person, viewer=cast.anh).shown) == 2


def test_only_an_office_that_may_issue_issues_and_the_house_itself(cast: Cast, template: Path) -> None:
    for by in (cast.hanh, cast.nam, cast.truong, cast.anh, NOBODY):
        with pytest.raises(Missing):
            issue(cast, template, by=by)
    assert issue(cast, template, by=SYSTEM).agency_name == "Ủy ban nhân dân phường Chợ Quán"


def test_a_letter_is_revoked_once_by_one_who_may(cast: Cast, template: Path) -> None:
    letter = issue(cast, template)
    ground = t("Cấp nhầm.", "Issued by mistake.")
    for by in (cast.lan, cast.hanh, cast.anh):
        with pytest.raises(Missing):
            revoke_letter(letter.urn, ground=ground, by=by)
    assert revoke_letter(letter.urn, ground=ground, by=cast.duc).revoked_at
    with pytest.raises(Refused):
        revoke_letter(letter.urn, ground=ground, by=cast.duc)


def test_a_preview_is_marked_and_leaves_nothing(cast: Cast, template: Path) -> None:
    agency = Agency.objects.get(code="H29.27301")
    content = preview_letter(template, OF_CASE, agency=agency.urn, title=TITLE, viewer=cast.lan)
    assert "XEM TRƯỚC" in words(content) and "chưa ban hành" in words(content)
    assert not Letter.objects.exists() and not File.objects.exists()
    with pytest.raises(Missing):
        preview_letter(template, OF_CASE, agency=agency.urn, title=TITLE, viewer=cast.hanh)


def test_letters_use_the_serif_of_the_decree_where_it_was_built(cast: Cast, template: Path) -> None:
    if not (settings.BUILD_DIR / "fonts").is_dir():
        pytest.skip("the fonts are not built: make assets")
    page: Any = read(open_letter(issue(cast, template).urn, viewer=cast.anh, purpose="own")[1]).pages[0]
    assert any("Tinos" in str(font["/BaseFont"]) for font in page["/Resources"]["/Font"].values())


def test_a_letter_is_drawn_well_within_a_second(cast: Cast) -> None:
    started = time.monotonic()
    issue(cast, SHARED / "form-01.typ", **RECEIPT)
    assert time.monotonic() - started < 3, "a third of a second is usual; three allow for a busy machine"


def test_letters_are_what_the_record_says(cast: Cast, template: Path) -> None:
    drawn, waiting, revoked = issue(cast, template), issue(cast, template, draw=False), issue(cast, template)
    revoke_letter(revoked.urn, ground=TITLE, by=cast.duc)
    assert list(compare_with_record()) == []
    Letter.objects.filter(pk=revoked.pk).update(revoked_at=None)
    Letter.objects.filter(pk=waiting.pk).update(form="99")
    drawn.delete()
    named = {difference.where for difference in compare_with_record()}
    assert named == {drawn.urn, waiting.urn, revoked.urn}
