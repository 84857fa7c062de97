"""Pages open to whom they were declared for, and every problem gets its page."""

import errno
import re
from collections.abc import Callable

import pytest
from django.db import DatabaseError, OperationalError, connection
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from toantrinh.people.models import Appointment
from toantrinh.record.models import House
from toantrinh.web.design.errors import is_out_of_breath
from toantrinh.web.design.page import Request, list_addresses, page

pytestmark = [pytest.mark.django_db, pytest.mark.urls("toantrinh.web.design.tests.pretend_urls")]
Browser = Callable[[str], Client]


def words_of(response: object) -> str:
    """The page without the mark against forgery and its own address, which differ every time."""
    text = response.content.decode()  # type: ignore[attr-defined]
    return re.sub(r'name="(csrfmiddlewaretoken|tiep)" value="[^"]*"|/gia/\w+|/khong-co', "", text)


@pytest.mark.parametrize("options", [{}, {"anyone": True, "signed_in": True}, {"verb": "case.file", "anyone": True}])
def test_a_page_declares_exactly_one_permission(options: dict[str, object]) -> None:
    with pytest.raises(TypeError, match="one verb"):
        page(**options)  # type: ignore[arg-type]


def test_every_address_is_listed_with_its_declaration() -> None:
    found = {address.name: address.declared for address in list_addresses()}
    assert found["gia_own"] is not None and found["gia_own"].verb == "case.read_own"
    assert found["sign_out"] is not None and found["sign_out"].methods == ("POST",)
    assert found["healthz"] is None


def test_a_visitor_is_sent_to_sign_in_and_back(client: Client, house: House) -> None:
    answer = client.get("/gia/own?trang=2")
    assert (answer.status_code, answer["Location"]) == (302, "/dang-nhap?tiep=%2Fgia%2Fown%3Ftrang%3D2")


def test_a_fragment_sends_the_whole_page_to_sign_in(client: Client, house: House) -> None:
    answer = client.get("/gia/own", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/dang-nhap?tiep=%2Fgia%2Fown")


def test_who_has_the_verb_comes_in(as_: Browser) -> None:
    assert as_("anh").get("/gia/own").content.decode() == "own of Nguyễn Thị Ngọc Ánh"
    assert as_("nam").get("/gia/console").status_code == 200


@pytest.mark.parametrize(
    ("who", "address"), [("lan", "own"), ("anh", "console"), ("truong", "console"), ("lan", "console")]
)
def test_forbidden_looks_exactly_like_missing(as_: Browser, who: str, address: str) -> None:
    browser = as_(who)
    forbidden, missing = browser.get(f"/gia/{address}"), browser.get("/khong-co")
    assert forbidden.status_code == missing.status_code == 404
    assert words_of(forbidden) == words_of(missing)


def test_rights_end_the_moment_an_office_ends(as_: Browser) -> None:
    browser = as_("nam")
    Appointment.objects.filter(role="operator").update(to_on="2020-01-01")
    assert browser.get("/gia/console").status_code == 404


def test_a_button_s_address_does_not_open(as_: Browser) -> None:
    answer = as_("anh").get("/dang-xuat")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "chỉ dùng khi bạn bấm một nút" in answer.content.decode()


def test_head_answers_where_get_does(client: Client, house: House) -> None:
    assert client.head("/").status_code == 200


@pytest.mark.parametrize(
    ("address", "status", "vi", "en"),
    [
        ("refuse", 409, "Hồ sơ đã nộp rồi.", "See the dossier."),
        ("invalid", 422, "Thiếu ngày.", "No date."),
        ("silent", 503, "không mất gì", "nothing is lost"),
        ("full", 503, "Lần gửi này chưa được nhận", "was not accepted"),
    ],
)
def test_every_problem_says_what_to_do_in_both_languages(
    client: Client, house: House, address: str, status: int, vi: str, en: str
) -> None:
    answer = client.get(f"/gia/{address}")
    assert answer.status_code == status
    assert vi in answer.content.decode()
    client.cookies["django_language"] = "en"
    assert en in client.get(f"/gia/{address}").content.decode()


def test_a_mistake_of_ours_is_told_without_asking_the_database(
    house: House, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    browser = Client(raise_request_exception=False)
    with django_assert_num_queries(0):
        answer = browser.get("/gia/broken")
    assert answer.status_code == 500
    assert "Đây là lỗi của chúng tôi" in answer.content.decode()


def test_a_form_opened_too_long_ago_is_explained(house: House) -> None:
    answer = Client(enforce_csrf_checks=True).post("/ngon-ngu", {"ngon_ngu": "en"})
    assert answer.status_code == 403
    assert "Trang này đã mở quá lâu" in answer.content.decode()


def test_a_form_of_ours_with_an_old_mark_loses_nothing(as_: Browser) -> None:
    signed_in = as_("anh")
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = signed_in.cookies
    answer = browser.post("/gia/form", {"ten": "An"}, headers={"Origin": "http://testserver"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert 'action="/gia/form"' in page and 'name="ten" value="An"' in page
    foreign = browser.post("/gia/form", {"ten": "An"}, headers={"Origin": "https://xau.example"})
    assert 'value="An"' not in foreign.content.decode()


def test_a_session_that_cannot_be_written_is_told_calmly(as_: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.save", fail)
    answer = Client(raise_request_exception=False).post("/dang-nhap")
    assert answer.status_code == 503
    assert "Lần gửi này chưa được nhận" in answer.content.decode()


def trouble_of(*statements: str) -> BaseException:
    """What Django raises when the last of these statements fails on SQLite."""
    database = DatabaseWrapper({**connection.settings_dict, "NAME": ":memory:", "OPTIONS": {}})
    try:
        with database.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
    except DatabaseError as error:
        return error
    finally:
        database.close()
    raise AssertionError("Nothing failed.")


def test_a_full_disk_is_told_from_a_mistake_of_ours() -> None:
    full = trouble_of("PRAGMA max_page_count = 2", "CREATE TABLE a (b)", "INSERT INTO a VALUES (zeroblob(100000))")
    assert is_out_of_breath(full)
    assert is_out_of_breath(trouble_of("PRAGMA query_only = 1", "CREATE TABLE a (b)"))
    assert not is_out_of_breath(trouble_of("SELECT * FROM not_there"))
    assert is_out_of_breath(OSError(errno.ENOSPC, "No space left on device"))
    assert not is_out_of_breath(FileNotFoundError(errno.ENOENT, "No such file"))


def test_a_form_that_is_too_large_is_explained(client: Client, house: House) -> None:
    answer = client.post("/ngon-ngu", {"tiep": "x" * 3_000_000}, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400
    assert "Lần gửi này chưa được nhận" in answer.content.decode()


def test_pages_of_a_demonstration_are_missing_in_production(
    client: Client, house: House, become_real: Callable[[], None]
) -> None:
    assert client.get("/gia/demonstration_only").status_code == 200
    become_real()
    assert client.get("/gia/demonstration_only").status_code == 404
    assert client.get("/thiet-ke").status_code == 404


def test_a_view_gets_parts_of_its_address() -> None:
    @page(anyone=True)
    def view(request: Request, number: str) -> HttpResponse:
        return HttpResponse(number)

    assert view.__name__ == "view"
