"""The officer's screens: a dossier's whole way, mistakes, what comes out of order, and who may see it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from toantrinh.cases import actions
from toantrinh.cases.models import Case, CaseEffect
from toantrinh.documents.tests.samples import pdf
from toantrinh.exchange import services
from toantrinh.kernel.problem import Refused
from toantrinh.kernel.text import t
from toantrinh.record.models import Look
from toantrinh.web.desk.tests.conftest import Ward

As = Callable[[str], Client]
Address = Callable[..., str]
REASON = {"ly_do": "anh-mo", "giay.anh-mo": "giay-chung-sinh", "cau.anh-mo": "Thiếu trang 2."}
REFUSAL = {"ket_luan": "refused", "ly_do": "sai-tham-quyen", "cau.sai-tham-quyen": "Cha mẹ ở phường khác."}


def fresh(case: Case) -> Case:
    """As it stands now."""
    return Case.objects.get(pk=case.pk)


def test_a_dossier_goes_from_the_queue_to_the_decision(ward: Ward, as_: As, address: Address) -> None:
    case = ward.submitted()
    lan, tuan, duc = as_("lan"), as_("tuan"), as_("duc")
    assert case.number in lan.get("/mot-cua/").text
    assert "Nhận bây giờ thì hẹn trả" in lan.get(address(case, "tiep-nhan")).text
    papers = [paper.need.paper.code for paper in lan.get(address(case, "tiep-nhan")).context["papers"]]
    assert lan.post(address(case, "tiep-nhan"), {"du": papers})["Location"] == address(case)
    assert "Mẫu 01" in lan.get(address(case)).text
    assert tuan.post(address(case, "tham-tra"), {"ket_luan": "granted", "ghi_chu": "Đủ."}).status_code == 302
    actions.confirm_draft(fresh(case), by=ward.cast.anh)
    form = duc.get(address(case, "quyet-dinh"))
    assert "Phạm Văn Tuấn" in form.text
    version = form.context["version"]
    signed = duc.post(address(case, "quyet-dinh"), {"ket_luan": "granted", "phien_ban": version})
    assert signed.status_code == 302
    assert fresh(case).outcome == "granted"


def test_forms_and_results_are_previewed_as_pdf(ward: Ward, as_: As, address: Address) -> None:
    case = ward.to_sign()
    for what in ("01", "giay-khai-sinh"):
        answer = as_("duc").get(address(case, f"ban-thao/{what}.pdf"))
        assert answer.content.startswith(b"%PDF")
    assert as_("duc").get(address(case, "ban-thao/khong-co.pdf")).status_code == 404


def test_a_paper_that_will_not_do_is_not_received(ward: Ward, as_: As, address: Address) -> None:
    case = ward.submitted()
    answer = as_("lan").post(address(case, "tiep-nhan"), {"du": []})
    assert answer.status_code == 422
    assert "chưa đủ" in answer.text
    assert fresh(case).status == "submitted"


def test_more_is_asked_once_and_a_second_time_is_refused_with_why(ward: Ward, as_: As, address: Address) -> None:
    case, lan = ward.submitted(), as_("lan")
    assert "Chọn ít nhất một lý do" in lan.post(address(case, "bo-sung"), {"lam": "check"}).text
    read = lan.post(address(case, "bo-sung"), {**REASON, "lam": "check"})
    assert "Thiếu trang 2." in read.text
    assert "lần yêu cầu duy nhất" in read.text
    assert fresh(case).wait == ""
    assert lan.post(address(case, "bo-sung"), {**REASON, "lam": "letter"}).content.startswith(b"%PDF")
    assert lan.post(address(case, "bo-sung"), {**REASON, "lam": "send"}).status_code == 302
    assert fresh(case).wait == "supplement"
    actions.attach_paper(fresh(case), "giay-chung-sinh", pdf(2), name="trang2.pdf", by=ward.cast.anh)
    actions.supply_supplement(fresh(case), by=ward.cast.anh)
    again = lan.get(address(case, "bo-sung"))
    assert again.status_code == 409
    assert "chỉ cho yêu cầu một lần" in again.text


def test_a_refusal_is_read_before_it_is_sent(ward: Ward, as_: As, address: Address) -> None:
    case, duc = ward.to_sign(), as_("duc")
    sent = {**REFUSAL, "phien_ban": case.version}
    assert "Chọn ít nhất một lý do" in duc.post(address(case, "quyet-dinh"), {"ket_luan": "refused"}).text
    read = duc.post(address(case, "quyet-dinh"), sent)
    assert "Cha mẹ ở phường khác." in read.text
    assert fresh(case).outcome == ""
    assert duc.post(address(case, "quyet-dinh"), {**sent, "lam": "send"}).status_code == 302
    assert fresh(case).outcome == "refused"
    assert "Cha mẹ ở phường khác." in duc.get(address(case)).text


def test_whoever_decides_second_is_told_who_was_first(ward: Ward, as_: As, address: Address) -> None:
    case, duc = ward.to_sign(), as_("duc")
    sent = {"ket_luan": "granted", "phien_ban": case.version}
    assert duc.post(address(case, "quyet-dinh"), sent).status_code == 302
    second = duc.post(address(case, "quyet-dinh"), sent)
    assert second.status_code == 409
    assert "Hoàng Minh Đức đã quyết định hồ sơ này" in second.text


def test_a_decision_on_what_was_not_read_is_refused(ward: Ward, as_: As, address: Address) -> None:
    case = ward.to_sign()
    actions.add_note(case, "Vừa gọi cho gia đình.", by=ward.cast.tuan)
    answer = as_("duc").post(address(case, "quyet-dinh"), {"ket_luan": "granted", "phien_ban": case.version - 1})
    assert answer.status_code == 409
    assert "đã thay đổi từ khi bạn mở" in answer.text


def test_it_is_sent_back_with_a_sentence(ward: Ward, as_: As, address: Address) -> None:
    case, duc = ward.to_sign(), as_("duc")
    assert "Viết lý do trả lại" in duc.post(address(case, "tra-lai"), {"sentence": " "}).text
    assert duc.post(address(case, "tra-lai"), {"sentence": "Thiếu quê quán."}).status_code == 302
    assert "Thiếu quê quán." in as_("tuan").get(address(case)).text


def test_steps_out_of_order_and_of_another_role_change_nothing(ward: Ward, as_: As, address: Address) -> None:
    case = ward.submitted()
    assert as_("duc").post(address(case, "quyet-dinh"), {"ket_luan": "granted"}).status_code == 409
    assert as_("tuan").post(address(case, "tiep-nhan"), {}).status_code == 404
    assert as_("lan").get(address(case, "tra-ket-qua")).status_code == 409
    assert fresh(case).status == "submitted"


@pytest.mark.parametrize("who", ["hanh", "nam", "truong", "anh"])
def test_a_stranger_finds_nothing_where_others_find_a_dossier(ward: Ward, as_: As, address: Address, who: str) -> None:
    case, client = ward.submitted(), as_(who)
    there, nowhere = client.get(address(case)), client.get("/mot-cua/ho-so/H29.27301-261005-9999")
    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert _plain(there.text, case.number) == _plain(nowhere.text, "H29.27301-261005-9999")
    for page in ("tiep-nhan", "bo-sung", "ban-thao/01.pdf", "tham-tra", "quyet-dinh"):
        assert client.get(address(case, page)).status_code == 404
    assert client.post(address(case, "ghi-chu"), {"text": "x"}).status_code == 404


def test_an_unread_key_does_not_act(ward: Ward, as_: As, address: Address) -> None:
    case, lan = ward.submitted(), as_("lan")
    for page in ("nhan-viec", "bo-qua", "ghi-chu"):
        assert lan.get(address(case, page)).status_code == 405
    before = fresh(case).version
    for page in ("tiep-nhan", "bo-sung", "tu-choi-nhan"):
        assert lan.get(address(case, page)).status_code == 200
    assert fresh(case).version == before


def test_the_next_dossier_is_taken_and_others_see_by_whom(ward: Ward, as_: As, address: Address) -> None:
    first, second, lan = ward.submitted("Trần Một"), ward.submitted("Trần Hai"), as_("lan")
    assert lan.post("/mot-cua/ke-tiep")["Location"] == address(first)
    assert "Lê Thị Lan đang xử lý hồ sơ này" in as_("duc").get(address(first)).text
    assert lan.post(address(first, "bo-qua"), {"ly_do": ""}).status_code == 422
    skipped = lan.post(address(first, "bo-qua"), {"ly_do": "Chờ gọi lại cho gia đình"})
    assert skipped["Location"] == address(second)
    assert "Bỏ qua: Chờ gọi lại" in lan.get(address(first)).text


def test_opening_leaves_a_look_with_its_purpose(ward: Ward, as_: As, address: Address) -> None:
    case = ward.submitted()
    as_("lan").get(address(case))
    as_("lan").get(address(case) + "?muc-dich=case.control")
    seen = Look.objects.filter(about=case.urn, what="case").order_by("id").values_list("purpose", flat=True)
    assert list(seen) == ["case.handle", "case.control"]


def test_what_a_register_refused_is_mended_beside_its_reason(
    ward: Ward, as_: As, address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, tuan = ward.to_sign(), as_("tuan")
    assert tuan.get(address(case, "sua-ghi-so")).status_code == 409
    monkeypatch.setattr(services, "_offered", {})
    services.offer("civil_status.birth.register", _refuse)
    actions.send_effects(actions.decide_case(case, "granted", version=case.version, by=ward.cast.duc))
    shown = tuan.get(address(case, "sua-ghi-so"))
    assert "Trẻ này đã có trong sổ." in shown.text
    sent = {one.name: one.text() for one in shown.context["fields"]} | {
        "child.full_name": "Trần Bảo Anh",
        "child.birth_date": "20/9/2026",
        "mother.birth_date": "8/3/1995",
        "birth.place.province": "79",
        "birth.place.unit": "27301",
    }
    assert tuan.post(address(case, "sua-ghi-so"), {**sent, "child.birth_date": "32/9/2026"}).status_code == 422
    assert tuan.post(address(case, "sua-ghi-so"), sent).status_code == 302
    assert CaseEffect.objects.get(case=case, code="khai-sinh").state == "planned"
    assert "Trần Bảo Anh" in tuan.get(address(case)).text


def _refuse(body: Any, **values: Any) -> Any:
    raise Refused(t("Trẻ này đã có trong sổ.", "The register has this child already."))


def test_a_broken_promise_is_apologised_for_with_one_new_date(ward: Ward, as_: As, address: Address) -> None:
    case, duc = ward.accepted(), as_("duc")
    page = address(case, "xin-loi")
    assert "Nhập ngày hẹn mới" in duc.post(page, {"sentence": "Mất điện."}).text
    assert "Chọn một ngày làm việc" in duc.post(page, {"sentence": "Mất điện.", "new_due_on": "10/10/2026"}).text
    assert duc.post(page, {"sentence": "Mất điện.", "new_due_on": "8/10/2026"}).status_code == 302
    assert "Mất điện." in duc.get(address(case)).text


def test_search_finds_by_number_and_name_and_not_for_another_agency(ward: Ward, as_: As) -> None:
    case = ward.submitted()
    for text in (case.number, case.number[-4:], "nguyen ngoc anh"):
        assert case.number in as_("lan").get("/mot-cua/tim", {"tim": text}).text
        assert "Không tìm thấy hồ sơ nào" in as_("hanh").get("/mot-cua/tim", {"tim": text}).text


@pytest.mark.parametrize("page", ["", "?xem=hom-nay", "tim", "lich", "so-cua-toi", "tra", "tai-quay"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_of_the_desk_opens_in_both_languages(ward: Ward, as_: As, page: str, language: str) -> None:
    lan = as_("lan")
    lan.cookies["django_language"] = language
    assert lan.get(f"/mot-cua/{page}").status_code == 200


@pytest.mark.parametrize("page", ["?xem=x", "?sau=x", "so-cua-toi/x"])
def test_addresses_changed_by_hand_lead_nowhere(ward: Ward, as_: As, page: str) -> None:
    assert as_("lan").get(f"/mot-cua/{page}").status_code == 404


def test_an_empty_queue_says_so(ward: Ward, as_: As) -> None:
    assert "Hết việc đến hạn hôm nay" in as_("lan").get("/mot-cua/?xem=hom-nay").text


def test_a_longer_queue_asks_no_more_of_the_database(
    ward: Ward, as_: As, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    for name in ("Nhất", "Hai", "Ba", "Tư"):
        ward.submitted(f"Trần {name}")
    lan = as_("lan")
    lan.get("/mot-cua/")
    with django_assert_max_num_queries(24):  # type: ignore[attr-defined]
        lan.get("/mot-cua/")


def test_a_dossier_opens_with_few_questions_to_the_database(
    ward: Ward, as_: As, address: Address, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    case, duc = ward.to_sign(), as_("duc")
    duc.get(address(case))
    with django_assert_max_num_queries(90):  # type: ignore[attr-defined]
        duc.get(address(case))


def _plain(page: str, number: str) -> str:
    """A page without the address that was asked for and the marks against forgery."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page).replace(number, "")
