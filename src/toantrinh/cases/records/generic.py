"""What every procedure of the catalogue shares, in words of our own: questions, stages, grounds, the result letter.

The record says what must be given and decided; these say how a person is asked and how an office works, for procedures
that nobody has written by hand.
"""

from typing import Any

from toantrinh.cases.definition import (
    Choice,
    Derived,
    FormField,
    Limit,
    Lookup,
    Page,
    Reason,
    Result,
    Step,
)
from toantrinh.cases.records.naming import case_name, plain
from toantrinh.cases.records.places import Place
from toantrinh.cases.records.reading import made
from toantrinh.kernel.text import Text, t

TEMPLATE = "ket-qua"
"""Name of the result letter within an edition."""
RESIDENCE = Lookup.model_validate(
    {
        "code": "applicant",
        "service": "population.person.read",
        "purpose": "dien-san",
        "with": {"personal_number": "me.personal_number"},
        "source_name": {"vi": "Cơ sở dữ liệu quốc gia về dân cư", "en": "National population database"},
    }
)
CIVIL_STATUS = "TP07"
"""Ending of the field code of civil status, whose officer examines at a commune."""


def pages(place: Place, variants: list[Choice], *, persons: bool, firms: bool, papers: bool) -> list[Page]:
    """The questions of a procedure, a page for each thing asked."""
    found = []
    if variants:
        label = t("Trường hợp nào là của bạn?", "Which case is yours?")
        item = made(FormField, name="variant", kind="choice", label=label, choices=variants)
        hint = t("Giấy tờ và thời hạn theo trường hợp bạn chọn.", "Papers and time follow from your choice.")
        found.append(made(Page, code="truong-hop", title=label, hint=hint, fields=[item]))
    if where := _where(place):
        title = t("Nơi giải quyết", "Where it is decided")
        found.append(made(Page, code="noi-giai-quyet", title=title, fields=where))
    title = t("Người nộp hồ sơ", "Who applies")
    found.append(made(Page, code="nguoi-nop", title=title, fields=_who(persons=persons, firms=firms)))
    title = t("Nội dung đề nghị", "What you ask for")
    found.append(made(Page, code="noi-dung", title=title, fields=[CONTENT]))
    if papers:
        found.append(made(Page, code="giay-to", title=t("Giấy tờ", "Papers"), papers=True))
    return found


def _where(place: Place) -> list[FormField]:
    fields = []
    if place.choices:
        label = t("Cơ quan nào giải quyết?", "Which agency decides?")
        hint = t(
            "Nguồn nêu nhiều loại cơ quan. Không rõ thì chọn dòng đầu; cơ quan chuyển nếu thuộc nơi khác.",
            "The source names several. If unsure take the first; the agency passes it on where another one decides.",
        )
        default = f'"{place.choices[0].value}"'
        fields.append(
            made(
                FormField,
                name="agency_kind",
                kind="choice",
                label=label,
                hint=hint,
                choices=place.choices,
                default=default,
            )
        )
    kinds = [place.competent, *place.competent.instead]
    if any(one.unit for one in kinds):
        fields.append(_unit(place))
    return fields


def _unit(place: Place) -> FormField:
    return made(
        FormField,
        name="where",
        kind="address",
        label=t("Bạn muốn giải quyết ở đâu?", "Where do you want it decided?"),
        hint=t(
            "Nơi có việc cần giải quyết, như nơi có thửa đất, nơi ở. Chúng tôi điền sẵn nơi cư trú của bạn.",
            "Where the matter lies, such as the land or the home. Your residence is filled in.",
        ),
        default="applicant.residence",
    )


CONTENT = made(
    FormField,
    name="request.content",
    kind="long_text",
    label=t("Bạn đề nghị giải quyết việc gì?", "What do you ask for?"),
    hint=t(
        "Viết ngắn: việc gì, về ai hoặc thứ gì, vì sao. Chi tiết nằm trong giấy tờ kèm theo.",
        "Briefly: what, about whom or what, and why. Details stand in the papers.",
    ),
    max_length=2000,
)


def _who(*, persons: bool, firms: bool) -> list[FormField]:
    derived = [Derived(value="me.full_name")]
    label = t("Họ, chữ đệm và tên", "Full name")
    fields = [made(FormField, name="applicant_name", kind="full_name", label=label, derive=derived)]
    shows = None
    if persons and firms:
        shows = 'acts_as = "organisation"'
        choices = [
            made(Choice, value="person", label=t("Cá nhân, hộ gia đình", "A person or household")),
            made(Choice, value="organisation", label=t("Tổ chức, doanh nghiệp", "An organisation or firm")),
        ]
        label = t("Hồ sơ này của ai?", "Whose application is it?")
        fields.append(made(FormField, name="acts_as", kind="choice", label=label, choices=choices))
    if firms:
        label = t("Tên tổ chức, doanh nghiệp", "Name of the organisation or firm")
        fields.append(made(FormField, name="firm.name", kind="text", label=label, show_when=shows))
        label = t("Mã số thuế hoặc mã số doanh nghiệp", "Tax code or enterprise code")
        hint = t("10 hoặc 13 chữ số. Chưa có thì để trống.", "10 or 13 digits. Leave it empty where there is none.")
        item = made(
            FormField,
            name="firm.tax_code",
            kind="text",
            label=label,
            hint=hint,
            required=False,
            show_when=shows,
            max_length=14,
        )
        fields.append(item)
    label = t("Số điện thoại để cơ quan hỏi thêm", "Telephone, in case the agency has a question")
    hint = t("Để trống thì cơ quan dùng số trong tài khoản của bạn.", "Left empty, the number of your account is used.")
    phone = made(FormField, name="contact.phone", kind="text", label=label, hint=hint, required=False, max_length=20)
    return [*fields, phone]


def steps(place: Place, field_code: str) -> list[Step]:
    """Receive, examine, sign, return, with roles that exist at that kind of agency."""
    at_commune = place.competent.kind == "commune_committee" and field_code.endswith(CIVIL_STATUS)
    examiner = "civil_status_officer" if at_commune else "case_officer"
    hours, days = made(Limit, amount=4, unit="working_hour"), made(Limit, amount=1, unit="working_day")
    look = [
        t("Đúng thủ tục, đúng trường hợp, đúng nơi giải quyết", "The right procedure, case and place"),
        t("Giấy tờ đủ bản, đọc được", "The papers are complete and legible"),
    ]
    examine = [
        t("Đủ yêu cầu, điều kiện của thủ tục", "The conditions of the procedure are met"),
        t("Phí, lệ phí đã xác định", "Fees are determined"),
    ]
    return [
        _step("tiep-nhan", "receive", t("Tiếp nhận", "Reception"), "receptionist", hours, look),
        _step("tham-tra", "examine", t("Thẩm tra", "Examination"), examiner, days, examine),
        _step("ky", "sign", t("Ký kết quả", "Signature"), "signer", hours, []),
        _step("tra-ket-qua", "return", t("Trả kết quả", "Return of the result"), "receptionist", hours, []),
    ]


def _step(*words: Any) -> Step:
    names = ("code", "kind", "name", "role", "limit", "checklist")
    return made(Step, **dict(zip(names, words, strict=True)))


SUPPLEMENT = [
    made(
        Reason,
        code="thieu-giay",
        text=t("Giấy tờ còn thiếu.", "A paper is missing."),
        what_to_do=t("Gửi thêm giấy tờ này.", "Send this paper."),
    ),
    made(
        Reason,
        code="khong-doc-duoc",
        text=t("Bản gửi mờ, thiếu trang hoặc không mở được.", "The file is blurred, incomplete or cannot be opened."),
        what_to_do=t("Chụp hoặc quét lại, đủ trang, rồi gửi.", "Scan it again, every page, and send it."),
    ),
    made(
        Reason,
        code="khong-khop",
        text=t("Thông tin giữa các giấy tờ chưa khớp.", "The papers do not agree with each other."),
        what_to_do=t("Sửa chỗ chưa khớp hoặc gửi giấy tờ giải thích.", "Mend it, or send a paper that explains it."),
    ),
    made(
        Reason,
        code="chua-ro",
        text=t("Nội dung đề nghị chưa đủ rõ để giải quyết.", "What is asked for is not clear enough."),
        what_to_do=t("Viết rõ hơn theo câu hỏi của cơ quan.", "Answer the agency's question in writing."),
    ),
]
REFUSAL = [
    made(
        Reason,
        code="sai-noi",
        text=t("Việc này do cơ quan khác giải quyết.", "Another agency decides this."),
        what_to_do=t("Nộp tại cơ quan được nêu trong thư.", "File it with the agency that the letter names."),
    ),
    made(
        Reason,
        code="khong-du-dieu-kien",
        text=t("Hồ sơ không đủ điều kiện của thủ tục.", "The conditions of the procedure are not met."),
        what_to_do=t("Nộp lại khi đã đủ điều kiện.", "File again once they are met."),
    ),
    made(
        Reason,
        code="khong-bo-sung",
        text=t("Giấy tờ được yêu cầu chưa được bổ sung.", "What was asked for was not supplied."),
        what_to_do=t("Chuẩn bị đủ rồi nộp hồ sơ mới.", "Prepare it, then file a new application."),
    ),
]


def result(names: list[str], national_code: str, *, has_variants: bool, firms: bool) -> Result:
    """The one letter in which the agency says what it decided."""
    contents = {"content": "request.content", "applicant": "me.full_name"}
    if firms:
        contents["organisation"] = "firm.name"
    if has_variants:
        contents["case_chosen"] = "variant"
    one: Text = (
        plain(case_name(names[0]) or names[0][:160])
        if len(names) == 1
        else t("Kết quả giải quyết thủ tục hành chính", "Result of the procedure")
    )
    values = {"code": "ket-qua", "national_code": national_code, "name": one, "template": TEMPLATE, "with": contents}
    return Result.model_validate(values)
