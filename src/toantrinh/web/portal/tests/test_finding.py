"""People find what they need in their own words, and see what it takes before they sign in."""

from collections.abc import Callable

import pytest

from toantrinh.cases.queries.catalogue import nearest_procedures, search_procedures
from toantrinh.kernel.text import Text
from toantrinh.web.portal.tests.conftest import CODE, Story, Visitor

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "words",
    [
        "khai sinh",
        "KHAI SINH",
        "giấy khai sinh",
        "lam giay khai sinh cho con",
        "em bé",
        "newborn",
        CODE,
        "birth",
        "khai",
    ],
)
def test_a_procedure_is_found_by_everyday_words(offered: None, words: str) -> None:
    assert [hit.procedure.code for hit in search_procedures(words)] == [CODE]


def test_words_that_nothing_holds_find_nothing_but_the_nearest(offered: None) -> None:
    assert search_procedures("xây nhà") == []
    assert [one.code for one in nearest_procedures("khai sih")] == [CODE]


def test_a_life_event_finds_what_belongs_to_it(offered: None) -> None:
    hits = search_procedures("having a baby", life_events={"sinh-con": Text("Sinh con", "Having a baby")})
    assert [(hit.procedure.code, hit.by and hit.by.en) for hit in hits] == [(CODE, "Having a baby")]


def test_results_say_who_decides_how_long_and_how_much(offered: None, visitor: Visitor) -> None:
    page = visitor.open("/tim?q=giay khai sinh")
    assert visitor.status == 200
    for words in ("Đăng ký khai sinh cho con", "Uỷ ban nhân dân xã", "Miễn vì đăng ký đúng hạn", "Làm trọn tại nhà"):
        assert words in page
    assert "Khớp với: giấy khai sinh" in page


def test_nothing_found_offers_the_nearest_and_the_counter(offered: None, visitor: Visitor) -> None:
    page = visitor.open("/tim?q=xây+nhà")
    assert "Chưa có thủ tục nào khớp" in page and "quầy một cửa" in page
    assert f"/thu-tuc/{CODE}/" in page


@pytest.mark.parametrize("address", ["/tim", "/tim?su-kien=sinh-con", "/tim?q=", "/tim?q={x}&su-kien=khong-co"])
def test_every_way_of_asking_is_answered(offered: None, visitor: Visitor, address: str) -> None:
    visitor.open(address)
    assert visitor.status == 200


def test_the_start_page_is_for_anyone_and_asks_for_the_sign_in_after_it(offered: None, visitor: Visitor) -> None:
    page = visitor.open(f"/thu-tuc/{CODE}/")
    for words in ("Ai làm được?", "Nhà nước đã có", "Bạn chuẩn bị", "Chưa đủ số liệu", "Luật Hộ tịch", "chưa chắc"):
        assert words in page
    assert visitor.open(f"/thu-tuc/{CODE}/bat-dau") and visitor.at.startswith("/dang-nhap?tiep=")


def test_the_start_page_reads_english(offered: None, visitor: Visitor) -> None:
    visitor.send("/ngon-ngu", {"ngon_ngu": "en"})
    page = visitor.open(f"/thu-tuc/{CODE}/")
    assert "Register a birth" in page and "Who may do this?" in page and "Bắt đầu" not in page


def test_a_procedure_that_is_not_offered_is_missing(offered: None, visitor: Visitor) -> None:
    visitor.open("/thu-tuc/9.999999/")
    assert visitor.status == 404


def test_one_who_has_begun_is_led_back_to_the_draft(story: Story) -> None:
    case = story.draft()
    page = story.mother.open(f"/thu-tuc/{CODE}/")
    assert "Bạn đang làm dở thủ tục này" in page
    assert f"/ho-so/{case.urn.rsplit(':', 1)[1]}/tiep" in page


def test_who_acts_for_others_says_for_whom(story: Story, as_: Callable[[str], Visitor]) -> None:
    father = as_("khanh")
    page = father.open(f"/thu-tuc/{CODE}/bat-dau")
    assert "Bạn làm cho ai?" in page and "Nguyễn Thị Ngọc Ánh" in page and "Đã uỷ quyền cho bạn" in page
    father.send(f"/thu-tuc/{CODE}/bat-dau")
    assert father.status == 422 and "Chọn người mà bạn làm thủ tục này cho." in father.page
    father.send(f"/thu-tuc/{CODE}/bat-dau", {"cho": "1"})
    assert father.title == "Bạn là gì của trẻ?"


def test_the_first_page_shows_what_waits(story: Story) -> None:
    assert "Chờ bạn" not in story.mother.open("/")
    story.asked()
    page = story.mother.open("/")
    assert "Cần bạn bổ sung" in page and "/bo-sung" in page
    assert "Chờ bạn" not in Visitor(type(story.mother.client)()).open("/")
