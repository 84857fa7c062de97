"""What was sent after the session had ended is kept for its sender, and for nobody else."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from toantrinh.people.cast import parts

pytestmark = [pytest.mark.django_db, pytest.mark.urls("toantrinh.web.design.tests.pretend_urls")]
Browser = Callable[[str], Client]
WORDS = "Trần Minh An <b>"


def time_out(browser: Client) -> None:
    """The session ends; the other cookies stay in the browser."""
    del browser.cookies["sessionid"]


def sign_in(browser: Client, key: str) -> str:
    """Sign in again, and where that leads."""
    number = parts()[key].claims.personal_number
    return browser.post("/dang-nhap/xong", {"personal_number": number, "assurance": "2"})["Location"]


def send_late(browser: Client) -> None:
    """Send a form after the session has ended."""
    time_out(browser)
    answer = browser.post("/gia/form", {"ten": WORDS, "csrfmiddlewaretoken": "x"})
    assert answer["Location"] == "/dang-nhap?tiep=%2Fgia%2Fform"


def test_who_signs_in_again_sends_it_on_by_one_press(as_: Browser) -> None:
    browser = as_("anh")
    send_late(browser)
    assert "Câu trả lời đã được lưu" in browser.get("/dang-nhap").content.decode()
    assert sign_in(browser, "anh") == "/lam-tiep"
    page = browser.get("/lam-tiep").content.decode()
    assert 'action="/gia/form"' in page
    assert 'name="ten" value="Trần Minh An &lt;b&gt;"' in page and page.count("csrfmiddlewaretoken") == 3


def test_the_next_person_at_the_same_computer_gets_nothing_of_it(as_: Browser) -> None:
    browser = as_("anh")
    send_late(browser)
    assert sign_in(browser, "khanh") == "/"
    assert browser.get("/lam-tiep")["Location"] == "/"
    assert sign_in(browser, "anh") == "/"


def test_the_server_alone_cannot_read_it(as_: Browser) -> None:
    browser = as_("anh")
    send_late(browser)
    held = browser.session["kept"]
    assert "Minh" not in str(held)
    browser.cookies["khoa"] = "AAAA"
    assert sign_in(browser, "anh") == "/"


def test_files_are_named_to_be_chosen_again(as_: Browser) -> None:
    browser = as_("anh")
    time_out(browser)
    browser.post("/gia/form", {"ten": "An", "tep": SimpleUploadedFile("giay.pdf", b"%PDF")})
    assert sign_in(browser, "anh") == "/lam-tiep"
    assert "giay.pdf" in browser.get("/lam-tiep").content.decode()


def test_a_visitor_who_never_signed_in_leaves_nothing(client: Client, as_: Browser) -> None:
    client.post("/gia/form", {"ten": WORDS})
    assert "kept" not in client.session


def test_what_is_too_large_is_not_kept(as_: Browser) -> None:
    browser = as_("anh")
    time_out(browser)
    browser.post("/gia/form", {"ten": "x" * 300_000})
    assert "kept" not in browser.session
