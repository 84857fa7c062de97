"""What I hold, what the State holds of me, who looked, and whom I let act for me."""

import re
from collections.abc import Callable

import pytest

from toantrinh.exchange import services
from toantrinh.kernel.problem import Silent
from toantrinh.kernel.text import t
from toantrinh.notices.models import Notice
from toantrinh.people.models import Mandate
from toantrinh.people.queries import open_contacts
from toantrinh.web.portal.tests.conftest import Story, Visitor

pytestmark = pytest.mark.django_db


def test_an_empty_wallet_says_what_will_be_there(story: Story) -> None:
    assert "Chưa có giấy tờ nào." in story.mother.open("/giay-to/")


def test_a_child_s_certificate_lies_in_the_parent_s_wallet(story: Story, as_: Callable[[str], Visitor]) -> None:
    case = story.finished()
    page = story.mother.open("/giay-to/")
    assert "Giấy khai sinh" in page and "Trần Nguyễn Minh An" in page and "Còn hiệu lực" in page
    found = re.search(r'href="/giay-to/(\w{26})/"', page)
    assert found
    key = found[1]
    page = story.mother.open(f"/giay-to/{key}/")
    assert "/kiem-tra/" in page and "<svg" in page and case.number in page and "Không thời hạn" in page
    stranger = as_("hanh")
    for address in (f"/giay-to/{key}/", f"/giay-to/{key}/tep.pdf"):
        assert stranger.client.get(address).status_code == 404


def test_my_data_shows_what_registers_hold_of_me_and_my_child(story: Story) -> None:
    story.finished()
    story.mother.open("/du-lieu/")
    for words in (
        "079 195 000 017",
        "12 Trần Hưng Đạo, Phường Chợ Quán, Thành phố Hồ Chí Minh",
        "Kinh",
        "Đã kết hôn",
        "Cơ sở dữ liệu hộ tịch điện tử: kết hôn",
        "Cơ sở dữ liệu hộ tịch điện tử: khai sinh",
        "Trần Nguyễn Minh An",
        "Trần Quốc Khánh được làm thay bạn",
        "theo sổ hộ tịch",
    ):
        assert words in story.mother.words, words
    assert "urn:toantrinh:person" not in story.mother.page


def test_a_register_that_does_not_answer_is_named(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    def stay_silent(body: object, **call: object) -> dict[str, object]:
        raise Silent(t("Hệ thống dân cư chưa trả lời.", "The population register has not answered."))

    monkeypatch.setitem(services._offered, "population.person.read", stay_silent)
    assert "Hệ thống dân cư chưa trả lời." in story.mother.open("/du-lieu/")
    assert story.mother.status == 200


def test_looks_are_told_by_day_and_never_of_a_stranger(story: Story, as_: Callable[[str], Visitor]) -> None:
    assert "Chưa có ai." in story.mother.open("/du-lieu/ai-da-xem")
    story.submitted()
    father = as_("khanh")
    father.open("/du-lieu/ai-da-xem")
    assert "Người thân hoặc người được uỷ quyền đã xem: cơ sở dữ liệu quốc gia về dân cư" in father.words.replace(
        "Cơ sở", "cơ sở"
    )
    assert "để đăng ký khai sinh" in father.words
    assert story.mother.client.get("/du-lieu/ai-da-xem?nguoi=9").status_code == 404


def test_contacts_are_changed_and_mistakes_told(story: Story) -> None:
    story.mother.send("/du-lieu/lien-he", {"email": "khong-phai", "phone": "12"})
    assert story.mother.status == 422 and "Địa chỉ thư điện tử chưa đúng" in story.mother.page
    page = story.mother.send("/du-lieu/lien-he", {"email": "anh@vi-du.vn", "phone": "0903 123 456"})
    assert "Đã lưu cách liên hệ." in page and "anh@vi-du.vn" in page
    found = open_contacts(story.cast.anh.person, viewer=story.cast.anh)
    assert (found.email, found.phone) == ("anh@vi-du.vn", "0903123456")


def test_a_mandate_is_taken_back_after_a_question(story: Story, as_: Callable[[str], Visitor]) -> None:
    mandate = Mandate.objects.get(principal__urn=story.cast.anh.person)
    address = f"/du-lieu/uy-quyen/{mandate.urn.rsplit(':', 1)[1]}"
    assert "Trần Quốc Khánh làm thay Nguyễn Thị Ngọc Ánh." in story.mother.open(address)
    assert as_("hanh").client.get(address).status_code == 404
    story.mother.send(address)
    assert "Uỷ quyền đã hết từ lúc này." in story.mother.page and "Không ai làm thay bạn" in story.mother.page
    assert "Nguyễn Thị Ngọc Ánh" not in as_("khanh").open("/thu-tuc/1.001193/bat-dau")


def test_messages_are_marked_until_they_are_opened(story: Story, as_: Callable[[str], Visitor]) -> None:
    assert "Chưa có thư nào." in story.mother.open("/thu/")
    case = story.accepted()
    notice = Notice.objects.get(about=case.urn)
    address = f"/thu/{notice.urn.rsplit(':', 1)[1]}/"
    assert "Chưa mở" in story.mother.open("/thu/") and notice.opened_at is None
    assert as_("hanh").client.get(address).status_code == 404
    story.mother.open(address)
    assert "Hẹn trả kết quả: 17:30 thứ Hai, 5/10/2026." in story.mother.words
    assert "/tep.pdf" in story.mother.page, "form 01 came with it"
    assert "Đã mở hết" in story.mother.open("/thu/")


def test_everything_reads_english(story: Story) -> None:
    story.mother.send("/ngon-ngu", {"ngon_ngu": "en"})
    case = story.finished()
    for address, words in (
        ("/", "What do you need to do?"),
        ("/ho-so/", "My dossiers"),
        (f"/ho-so/{case.number}/", "Your result"),
        (f"/ho-so/{case.number}/da-nop", "Your dossier has arrived"),
        ("/thu/", "Messages"),
        ("/giay-to/", "My papers"),
        ("/du-lieu/", "What the State holds of you"),
        ("/du-lieu/ai-da-xem", "Who looked at your data"),
    ):
        assert words in story.mother.open(address), address
