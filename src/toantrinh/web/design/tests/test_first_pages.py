"""Home, signing in and out, language, role; and what protects the reader on every page."""

from collections.abc import Callable

import pytest
from django.test import Client

from toantrinh.kernel.text import t
from toantrinh.people.cast import Cast, parts
from toantrinh.people.models import Account, Appointment
from toantrinh.record.models import House
from toantrinh.web.design import pages
from toantrinh.web.design.middleware import OFFICER_SECONDS

pytestmark = pytest.mark.django_db
Browser = Callable[..., Client]


def test_the_first_page_offers_the_cast_in_a_demonstration_only(
    client: Client, cast: Cast, become_real: Callable[[], None]
) -> None:
    assert "Lê Thị Lan" in client.get("/").content.decode()
    become_real()
    page = client.get("/").content.decode()
    assert "Lê Thị Lan" not in page and "BẢN MẪU" not in page


def test_the_portal_may_put_its_own_on_the_first_page(
    client: Client, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "_home", pages._home)
    pages.furnish_home("design/privacy.html", lambda request: {"title": t("Khác", "Other")})
    assert "<title>Khác" in client.get("/").content.decode()


def test_signing_in_goes_where_one_wanted_to_go(client: Client, cast: Cast) -> None:
    number = parts()["anh"].claims.personal_number
    answer = client.post("/dang-nhap/xong", {"personal_number": number, "assurance": "1", "tiep": "/tro-nang"})
    assert answer["Location"] == "/tro-nang"
    assert client.session["assurance"] == 1


@pytest.mark.parametrize("address", ["https://xau.example/", "//xau.example", "javascript:alert(1)", "xau"])
def test_nobody_is_sent_to_another_site_after_signing_in(client: Client, cast: Cast, address: str) -> None:
    number = parts()["anh"].claims.personal_number
    assert client.post("/dang-nhap/xong", {"personal_number": number, "tiep": address})["Location"] == "/"


def test_an_unknown_number_is_explained_and_stays_typed(client: Client, cast: Cast) -> None:
    answer = client.post("/dang-nhap/xong", {"personal_number": "079000000001", "assurance": "2"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="079000000001"' in page and 'href="#o-personal_number"' in page
    assert "<title>Lỗi: " in page


def test_a_link_cannot_sign_anyone_in(client: Client, cast: Cast) -> None:
    number = parts()["anh"].claims.personal_number
    client.get(f"/dang-nhap/xong?personal_number={number}&assurance=2")
    assert "_auth_user_id" not in client.session


def test_production_has_no_pretend_identity(client: Client, cast: Cast, become_real: Callable[[], None]) -> None:
    become_real()
    assert client.get("/dang-nhap").status_code == 200
    assert client.get("/dang-nhap/mau").status_code == 404
    number = parts()["anh"].claims.personal_number
    assert client.post("/dang-nhap/xong", {"personal_number": number, "assurance": "2"}).status_code == 409


def test_an_officer_begins_in_the_office_and_can_be_a_citizen(as_: Browser) -> None:
    browser = as_("lan")
    office = Appointment.objects.get(account__full_name="Lê Thị Lan")
    assert browser.session["office"] == office.urn
    assert browser.session.get_expiry_age() <= OFFICER_SECONDS
    browser.post("/vai-tro", {"vai_tro": "cong-dan"})
    assert browser.session["office"] == ""
    assert "Công dân" in browser.get("/").content.decode()


def test_nobody_takes_an_office_of_another(as_: Browser) -> None:
    browser = as_("anh")
    office = Appointment.objects.get(account__full_name="Lê Thị Lan")
    browser.post("/vai-tro", {"vai_tro": office.urn})
    assert not browser.session.get("office")


def test_signing_out_leaves_nothing_in_the_browser(as_: Browser) -> None:
    browser = as_("anh")
    answer = browser.post("/dang-xuat")
    assert answer.cookies["chu"].value == answer.cookies["sessionid"].value == ""
    assert "Đăng nhập" in browser.get("/").content.decode()


def test_a_closed_account_is_nobody_at_the_next_page(as_: Browser) -> None:
    browser = as_("anh")
    Account.objects.filter(full_name="Nguyễn Thị Ngọc Ánh").update(is_active=False)
    assert browser.get("/vai-tro").status_code == 302


def test_the_language_is_the_reader_s_choice_and_not_the_browser_s(client: Client, house: House) -> None:
    assert '<html lang="vi"' in client.get("/", headers={"Accept-Language": "en"}).content.decode()
    answer = client.post("/ngon-ngu", {"ngon_ngu": "en", "tiep": "/tro-nang"})
    assert answer["Location"] == "/tro-nang"
    page = client.get("/tro-nang")
    assert '<html lang="en"' in page.content.decode() and page["Content-Language"] == "en"
    assert client.post("/ngon-ngu", {"ngon_ngu": "fr"}).status_code == 404


def test_who_chose_english_before_reads_english_on_a_new_device(as_: Browser) -> None:
    as_("anh").post("/ngon-ngu", {"ngon_ngu": "en"})
    assert '<html lang="en"' in as_("anh").get("/").content.decode()


def test_letters_follow_the_language_that_a_citizen_chose(as_: Browser) -> None:
    as_("anh").post("/ngon-ngu", {"ngon_ngu": "en"})
    assert Account.objects.get(full_name="Nguyễn Thị Ngọc Ánh").language == "en"


def test_nothing_from_elsewhere_runs_on_any_page(client: Client, house: House) -> None:
    for address in ("/", "/khong-co", "/healthz"):
        policy = client.get(address)["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy and "http" not in policy


def test_personal_pages_are_never_stored(as_: Browser, client: Client) -> None:
    assert as_("anh").get("/tro-nang")["Cache-Control"] == "no-store"
    assert "Cache-Control" not in client.get("/dia-gioi")


def test_reading_writes_the_session_at_most_once_a_minute(as_: Browser) -> None:
    browser = as_("anh")
    browser.get("/")
    first = browser.session["seen"]
    browser.get("/")
    assert browser.session["seen"] == first
    assert "sessionid" not in browser.get("/").cookies


def test_an_old_address_finds_its_heirs(client: Client, country: None) -> None:
    page = client.get("/dia-gioi/cu", {"ten": "phuong 2 quan 5"}).content.decode()
    assert "Chợ Quán" in page
    assert "Chưa thấy tên này" in client.get("/dia-gioi/cu", {"ten": "khong co dau ca"}).content.decode()


def test_communes_of_a_province_come_as_a_fragment(client: Client, country: None) -> None:
    page = client.get("/dia-gioi", {"ten": "birth.place", "birth.place.province": "79"}).content.decode()
    assert 'name="birth.place.unit"' in page and "Phường Chợ Quán" in page and "<html" not in page


def test_links_show_only_where_they_lead_somewhere(as_: Browser) -> None:
    for who in ("anh", "lan", "nam", "truong"):
        page = as_(who).get("/").content.decode()
        assert 'href=""' not in page
