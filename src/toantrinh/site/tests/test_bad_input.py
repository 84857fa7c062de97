"""Whatever is sent wrong, twice, too late or to a house in trouble: a clear message in the reader's language, and
nothing that was acknowledged is lost."""

import errno
import re
import shutil
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any, NoReturn

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from pytest_django.fixtures import Settings

from toantrinh.cases.actions import install_procedure, send_waiting_effects
from toantrinh.cases.models import Case
from toantrinh.cases.queries import list_paper_files
from toantrinh.exchange import services
from toantrinh.exchange.services import Body
from toantrinh.kernel.actor import SYSTEM
from toantrinh.kernel.moment import at, now
from toantrinh.kernel.problem import Refused, Silent
from toantrinh.kernel.text import t
from toantrinh.kernel.urn import key_of
from toantrinh.people.cast import parts
from toantrinh.site.sample.papers import birth_notification
from toantrinh.site.tests.world import World, answers_of, work

PDF = b"%PDF-1.7\n" + b"0" * (11 * 1024 * 1024) + b"\n%%EOF"
REGISTER = "civil_status.birth.register"
In = Callable[[str, str], Client]


@pytest.fixture
def world(country: None) -> World:
    """The house with its packages, and the cast in the registers."""
    return World()


@pytest.fixture
def visit() -> In:
    """A browser in which somebody has signed in, by personal number, reading one language."""

    def signed_in(number: str, language: str) -> Client:
        client = Client(raise_request_exception=False)
        client.cookies[django_settings.LANGUAGE_COOKIE_NAME] = language
        client.post("/dang-nhap/xong", {"personal_number": number, "assurance": "2"})
        return client

    return signed_in


@pytest.fixture(params=["vi", "en"])
def language(request: pytest.FixtureRequest) -> str:
    """The language in which the page is read."""
    return str(request.param)


@pytest.fixture
def mother(visit: In, language: str, world: World) -> Client:
    """The mother's browser."""
    return visit(parts()["anh"].claims.personal_number, language)


def words(answer: Any) -> str:
    """What a reader sees of a page, in one line."""
    text = re.sub(r"<[^>]+>", "", answer.content.decode().partition("<main")[2] or answer.content.decode())
    return " ".join(unescape(text).split())


def page_of(case: Case, code: str) -> str:
    """The address of a page of the form."""
    return f"/ho-so/{key_of(case.urn)}/tiep/{code}"


# ---- files


FILES = {
    "wrong type": (b"MZ\x90\x00 a program", "don.exe", ("không phải ảnh hay PDF", "neither a photo nor a PDF")),
    "a Word file": (b"PK\x03\x04 word/", "don.docx", ("Word, Excel", "Word or Excel")),
    "empty": (b"", "cccd.pdf", ('Tệp "cccd.pdf" trống', 'The file "cccd.pdf" is empty')),
    "too large": (PDF, "quet.pdf", ("tối đa 10 MB", "the limit is 10 MB")),
    "cut off": (birth_notification(2)[:900], "anh.png", ("Không mở được tệp", "cannot be opened")),
}


@pytest.mark.parametrize("what", FILES)
def test_a_file_that_cannot_be_kept_says_why_and_the_others_stay(
    world: World, mother: Client, language: str, what: str
) -> None:
    content, name, messages = FILES[what]
    case = world.filled()
    answer = mother.post(page_of(case, "giay-to"), {"paper:giay-chung-sinh": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert messages[language == "en"] in words(answer)
    assert [file.name for file in list_paper_files(case)] == ["giay-chung-sinh.png"]


# ---- answers


def test_an_impossible_personal_number_is_named(world: World, visit: In, language: str) -> None:
    case = world.filled(world.stranger)
    client = visit(world.stranger_claims.personal_number, language)
    for typed, said in (("0790920", ("Bạn đã nhập 7", "You entered 7")), ("079992000022", ("", ""))):
        sent = {"father.status": "known", "father.personal_number": typed, "lam": "find:father.personal_number"}
        answer = client.post(page_of(case, "cha-me"), sent)
        assert answer.status_code == 422, typed
        assert said[language == "en"] in words(answer)
        assert f'value="{typed}"' in answer.content.decode(), "what was typed stays"


def test_a_date_that_does_not_exist_is_named_and_stays_typed(world: World, mother: Client, language: str) -> None:
    case = world.begun()
    sent = answers_of()["tre"] | {"child.birth_date.day": "31", "child.birth_date.month": "2"}
    answer = mother.post(page_of(case, "tre"), sent)
    assert answer.status_code == 422
    assert ("Bạn đã nhập 31", "You entered 31")[language == "en"] in words(answer)
    assert 'value="31"' in answer.content.decode()
    again = mother.get(page_of(case, "tre"))
    assert "Trần Nguyễn Minh An" in again.content.decode(), "the right answers of the page are saved"


def test_a_form_of_an_older_edition_says_what_changed_and_keeps_the_answers(
    world: World, mother: Client, language: str, tmp_path: Path, settings: Settings
) -> None:
    case = world.filled()
    _install_next_edition(tmp_path, settings)
    answer = mother.post(f"/ho-so/{key_of(case.urn)}/kiem-tra", {"token": "once"})
    assert (answer.status_code, answer["Location"]) == (302, f"/ho-so/{key_of(case.urn)}/bieu-mau-moi")
    answer = mother.get(answer["Location"])
    assert ("Biểu mẫu đã đổi", "The form has changed")[language == "en"] in words(answer)
    mother.post(f"/ho-so/{key_of(case.urn)}/bieu-mau-moi")
    answer = mother.get(f"/ho-so/{key_of(case.urn)}/kiem-tra")
    assert answer.status_code == 200 and "Bệnh viện Từ Dũ" in answer.content.decode()
    answer = mother.post(f"/ho-so/{key_of(case.urn)}/kiem-tra", {"token": "once"})
    assert answer["Location"].endswith("/da-nop")


def _install_next_edition(folder: Path, settings: Settings) -> None:
    """The law's package, one question's label changed."""
    real = Path(django_settings.PACKAGES_DIR)
    shutil.copytree(real, folder / "packages")
    settings.PACKAGES_DIR = folder / "packages"
    package = folder / "packages" / "procedures" / "khai-sinh"
    written = (package / "procedure.yaml").read_text(encoding="utf-8")
    number = int(next(line for line in written.splitlines() if line.startswith("edition: ")).split()[1])
    changed = written.replace(f"edition: {number}\n", f"edition: {number + 1}\n", 1)
    changed = changed.replace("Bệnh viện, trạm y tế", "Cơ sở y tế")
    (package / "procedure.yaml").write_text(changed, encoding="utf-8")
    (package / "editions.lock").unlink(missing_ok=True)
    install_procedure(package, by=SYSTEM)


# ---- acts


def test_a_second_press_gets_the_same_dossier(world: World, mother: Client) -> None:
    case = world.filled()
    address = f"/ho-so/{key_of(case.urn)}/kiem-tra"
    first, second = (mother.post(address, {"token": "the same"}) for _ in range(2))
    assert first["Location"] == second["Location"]
    other = mother.post(address, {"token": "another window"})
    assert first["Location"].split("/")[2] in words(other)
    assert Case.objects.exclude(number="").count() == 1


def test_a_step_out_of_order_is_refused_and_changes_nothing(world: World, visit: In, language: str) -> None:
    case = world.submitted()
    chair = visit(parts()["duc"].claims.personal_number, language)
    sent = {"ket_luan": "granted", "phien_ban": str(case.version)}
    answer = chair.post(f"/mot-cua/ho-so/{case.number}/quyet-dinh", sent)
    assert answer.status_code == 409
    assert len(words(answer)) > 200
    case.refresh_from_db()
    assert (case.status, case.outcome) == ("submitted", "")


def test_two_officers_cannot_decide_one_dossier(world: World, visit: In, language: str) -> None:
    case = world.to_sign()
    chair = visit(parts()["duc"].claims.personal_number, language)
    sent = {"ket_luan": "granted", "phien_ban": str(case.version)}
    assert chair.post(f"/mot-cua/ho-so/{case.number}/quyet-dinh", sent).status_code == 302
    answer = chair.post(f"/mot-cua/ho-so/{case.number}/quyet-dinh", sent)
    assert answer.status_code == 409
    assert "Hoàng Minh Đức" in words(answer), "who was first"


def test_a_strangers_dossier_in_the_address_is_not_there(world: World, visit: In, language: str) -> None:
    case = world.submitted()
    client = visit(world.stranger_claims.personal_number, language)
    nowhere = "H29.27301-010101-0001"
    real, none = (client.get(f"/ho-so/{number}/") for number in (case.number, nowhere))
    assert real.status_code == none.status_code == 404
    assert words(real).replace(case.number, "") == words(none).replace(nowhere, "")
    assert ("Không tìm thấy", "Not found")[language == "en"] in words(real)


# ---- services after the decision


def test_a_silent_service_after_the_decision_is_told_and_tried_again(
    world: World, mother: Client, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setitem(services._offered, REGISTER, _silent)
        case = world.decided()
        work()
        case.refresh_from_db()
        assert (case.status, case.finished_at) == ("decided", None)
        answer = mother.get(f"/ho-so/{case.number}/")
        assert answer.status_code == 200
        assert ("Đang giải quyết", "Being decided")[language == "en"] in words(answer)
    with at(now() + timedelta(hours=2)):
        send_waiting_effects()
        work()
    case.refresh_from_db()
    assert case.finished_at


def _silent(body: Body, **about: Any) -> NoReturn:
    raise Silent(t("Sổ hộ tịch chưa trả lời.", "The register does not answer."))


def test_a_service_that_refuses_after_the_decision_gives_its_reason_to_the_officer(
    world: World, visit: In, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(services._offered, REGISTER, _refusing)
    case = world.decided()
    work()
    officer = visit(parts()["tuan"].claims.personal_number, language)
    answer = officer.get(f"/mot-cua/ho-so/{case.number}")
    assert ("Trẻ này đã có trong sổ.", "This child is in the register.")[language == "en"] in words(answer)
    parent = visit(parts()["anh"].claims.personal_number, language)
    answer = parent.get(f"/ho-so/{case.number}/")
    assert answer.status_code == 200
    assert ("Đã có kết quả", "Result ready")[language == "en"] not in words(answer), "nothing is promised that is not"


def _refusing(body: Body, **about: Any) -> NoReturn:
    raise Refused(t("Trẻ này đã có trong sổ.", "This child is in the register."), code="taken")


# ---- a house in trouble


def test_a_full_disk_is_said_and_what_was_there_stays(
    world: World, mother: Client, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: Any) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")

    case = world.filled()
    with monkeypatch.context() as broken:
        broken.setattr("toantrinh.documents.store.os.fdopen", full)
        sent = {"paper:giay-chung-sinh": SimpleUploadedFile("trang-2.png", birth_notification(3))}
        answer = mother.post(page_of(case, "giay-to"), sent)
    assert answer.status_code == 422
    assert ("Tệp này chưa được lưu", "This file was not saved")[language == "en"] in words(answer)
    assert [file.name for file in list_paper_files(case)] == ["giay-chung-sinh.png"]
    sent = {"paper:giay-chung-sinh": SimpleUploadedFile("trang-2.png", birth_notification(3))}
    mother.post(page_of(case, "giay-to"), sent)
    assert [file.name for file in list_paper_files(case)] == ["giay-chung-sinh.png", "trang-2.png"]


TROUBLES = {
    "database locked": OperationalError("database is locked"),
    "disk of the database full": OperationalError("database or disk is full"),
    "disk full": OSError(errno.ENOSPC, "No space left on device"),
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_house_that_cannot_write_says_so_and_the_dossier_can_be_sent_again(
    world: World, mother: Client, language: str, trouble: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*args: Any, **kwargs: Any) -> NoReturn:
        raise TROUBLES[trouble]

    case = world.filled()
    address = f"/ho-so/{key_of(case.urn)}/kiem-tra"
    with monkeypatch.context() as broken:
        broken.setattr("toantrinh.cases.actions.filing.promise", locked)
        answer = mother.post(address, {"token": "once"})
    _says_it_was_not_accepted(answer, language)
    case.refresh_from_db()
    assert (case.status, case.number) == ("draft", "")
    assert mother.post(address, {"token": "once"})["Location"].endswith("/da-nop")


def _says_it_was_not_accepted(answer: Any, language: str) -> None:
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert ("Lần gửi này chưa được nhận", "was not accepted")[language == "en"] in words(answer)
    assert ("không mất gì", "nothing is lost")[language == "en"] in words(answer)
