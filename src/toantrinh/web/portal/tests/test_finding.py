"""People find what they need in their own words, and see what it takes before they sign in."""

from collections.abc import Callable

import pytest

from toantrinh.cases import actions
from toantrinh.cases.queries import search_procedures
from toantrinh.cases.tests.asked import ENTRIES, as_lines
from toantrinh.kernel.actor import SYSTEM
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
    assert [hit.code for hit in search_procedures(words).hits] == [CODE]


def test_results_say_who_decides_how_long_and_how_much(offered: None, visitor: Visitor) -> None:
    page = visitor.open("/tim?q=giay khai sinh")
    assert visitor.status == 200
    for words in ("Đăng ký khai sinh cho con", "Uỷ ban nhân dân xã", "Miễn vì đăng ký đúng hạn", "Làm trọn tại nhà"):
        assert words in page
    assert "Khớp với: giấy khai sinh" in page


def test_nothing_found_offers_the_nearest_and_the_counter(offered: None, visitor: Visitor) -> None:
    page = visitor.open("/tim?q=khai+qqqq+wwww+zzzz")
    assert "Chưa có thủ tục nào khớp" in page and "Hỏi bằng lời của bạn" in page and "quầy một cửa" in page
    assert f"/thu-tuc/{CODE}/" in page


@pytest.fixture
def listed(offered: None) -> None:
    """The national catalogue lists what is not offered here."""
    actions.import_catalogue(as_lines(), by=SYSTEM)


def test_what_is_only_listed_says_so_and_where_to_go(listed: None, visitor: Visitor) -> None:
    page = visitor.open("/tim?q=lam+ho+chieuu")
    assert "Chưa làm được ở đây" in page and "/thu-tuc/1.001456/" in page and "Khớp với: làm hộ chiếu" in page
    page = visitor.open("/thu-tuc/1.001456/")
    for words in ("Chưa làm được ở đây", "Công an cấp Tỉnh", "Quản lý xuất nhập cảnh", "Bộ Công an", "1.001456"):
        assert words in page
    assert "Bắt đầu" not in page
    visitor.send("/ngon-ngu", {"ngon_ngu": "en"})
    assert "Not offered here yet" in visitor.open("/thu-tuc/1.001456/")


def test_long_lists_go_over_several_pages_and_keep_their_filters(listed: None, visitor: Visitor) -> None:
    first = visitor.open("/tim?q=cấp+giấy&cap=commune")
    assert first.count('class="tt-official"') == 10 and "trang=2" in first and "cap=commune" in first
    second = visitor.open("/tim?q=cấp+giấy&cap=commune&trang=2")
    assert 'class="tt-official"' in second and second != first
    everything = visitor.open("/tim")
    assert f"{len(ENTRIES)} thủ tục" in everything


@pytest.mark.parametrize(
    ("address", "there", "absent"),
    [
        ("/tim?su-kien=ket-hon", "1.000894", "1.004222"),
        ("/tim?co-quan=cong-an-xa&q=dang+ky", "1.004222", "1.000894"),
        ("/tim?linh-vuc=Thuế", "1.008498", "1.000894"),
        ("/tim?cap=ministry", "1.115798", "1.000894"),
        ("/tim?o-day=1", CODE, "1.000894"),
    ],
)
def test_lists_are_narrowed_by_the_address(
    listed: None, visitor: Visitor, address: str, there: str, absent: str
) -> None:
    page = visitor.open(address)
    assert f"/thu-tuc/{there}/" in page and f"/thu-tuc/{absent}/" not in page


def test_namesakes_are_told_apart_on_the_page(listed: None, visitor: Visitor) -> None:
    page = visitor.open("/tim?q=dang+ky+lai+ket+hon")
    assert "Khác ở nơi công bố: Bộ Tư pháp" in page and "Khác ở nơi công bố: Bộ Ngoại giao" in page


def test_the_first_page_offers_events_and_what_is_used_most(listed: None, visitor: Visitor) -> None:
    page = visitor.open("/")
    for words in ("Sinh con", "Mua nhà, xây nhà, đất đai", "Hay dùng", "Đăng ký khai sinh cho con", "/tra-cuu/"):
        assert words in page


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
