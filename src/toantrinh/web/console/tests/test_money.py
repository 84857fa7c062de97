"""The operator's page of money: what is wrong is said with what to do, and nobody's name is shown."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from toantrinh.kernel.moment import at
from toantrinh.kernel.urn import key_of
from toantrinh.payments.models import BankStatement, Demand, Refund, Transfer
from toantrinh.payments.tests.conftest import MONDAY, Till
from toantrinh.payments.tests.test_statements import GOOD, statement
from toantrinh.people.cast import Cast, parts

pytestmark = pytest.mark.django_db


@pytest.fixture
def monday() -> Iterator[None]:
    """It is Monday morning."""
    with at(MONDAY):
        yield


@pytest.fixture
def till(monday: None, cast: Cast) -> Till:
    """The ward's till."""
    return Till(cast)


@pytest.fixture
def as_(till: Till) -> Callable[[str], Client]:
    """A browser in which that member of the cast has signed in, in their office."""

    def signed_in(key: str) -> Client:
        client = Client()
        number = parts()[key].claims.personal_number
        assert client.post("/dang-nhap/xong", {"personal_number": number, "assurance": "2"}).status_code == 302
        return client

    return signed_in


def text(answer: Any) -> str:
    return str(answer.content.decode())


def upload(content: bytes) -> dict[str, Any]:
    return {"tep": SimpleUploadedFile("sao-ke.csv", content, content_type="text/csv")}


def test_a_statement_that_does_not_balance_is_refused_with_its_line(till: Till, as_: Callable[[str], Client]) -> None:
    page = as_("nam").post("/van-hanh/tien", upload(statement(("FT1", 8000, ""), closing=9000)))
    assert page.status_code == 422 and "dòng 7" in text(page) and "lệch 1000" in text(page)
    assert not BankStatement.objects.exists()
    assert as_("nam").post("/van-hanh/tien", {}).status_code == 422


def test_unmatched_money_is_found_its_dossier_by_hand(till: Till, as_: Callable[[str], Client]) -> None:
    demand, nam = till.demand(), as_("nam")
    till.hear("FT1", 24000, "Nguyen Thi Anh chuyen tien")
    listed = text(nam.get("/van-hanh/tien"))
    assert "FT1" in listed and "Nguyen Thi Anh" not in listed
    address = f"/van-hanh/tien/khoan/{key_of(Transfer.objects.get().urn)}"
    assert "Nguyen Thi Anh chuyen tien" in text(nam.get(address))
    assert nam.post(address, {"lam": "ghep", "ma": "TTABC"}).status_code == 422
    assert nam.post(address, {"lam": "ghep", "ma": demand.number}).status_code == 302
    assert Demand.objects.get().state == "paid"
    assert nam.get(address).status_code == 404, "it is no longer unmatched"


def test_unmatched_money_goes_back_only_when_another_agrees(till: Till, as_: Callable[[str], Client]) -> None:
    nam = as_("nam")
    till.hear("FT1", 5000, "?")
    nam.post(f"/van-hanh/tien/khoan/{key_of(Transfer.objects.get().urn)}", {"lam": "hoan"})
    refund = Refund.objects.get()
    page = nam.post(f"/van-hanh/tien/hoan/{key_of(refund.urn)}", {"lam": "duyet"})
    assert page.status_code == 409 and "không tự duyệt được" in text(page)
    assert "Không có khoản" not in text(nam.get("/van-hanh/tien"))


def test_the_signer_decides_on_refunds_of_the_own_agency(till: Till, as_: Callable[[str], Client]) -> None:
    demand = till.demand()
    for number in ("FT1", "FT2"):
        till.hear(number, 24000, demand.reference)
    duc, address = as_("duc"), f"/mot-cua/tien/hoan/{key_of(Refund.objects.get().urn)}"
    assert "24.000 đồng" in text(duc.get("/mot-cua/tien"))
    assert duc.post(address, {"lam": "khong", "ly_do": ""}).status_code == 422
    assert duc.post(address, {"lam": "duyet"}).status_code == 302
    assert Refund.objects.get().state == "approved"
    assert as_("hanh").get(address).status_code == 404


def test_the_health_page_says_when_money_waits(till: Till, as_: Callable[[str], Client]) -> None:
    nam = as_("nam")
    till.hear("FT1", 5000, "?")
    assert "1 khoản chưa rõ" in text(nam.get("/van-hanh/"))


def test_the_command_reads_a_statement_once(till: Till, tmp_path: Any, capsys: Any) -> None:
    file = tmp_path / "sao-ke.csv"
    file.write_text(GOOD, encoding="utf-8")
    call_command("reconcile", str(file))
    call_command("reconcile", str(file))
    told = capsys.readouterr().out
    assert "new 2" in told and "nothing changed" in told
    file.write_text(GOOD.replace("closing,13000", "closing,1"), encoding="utf-8")
    with pytest.raises(CommandError, match="line 8"):
        call_command("reconcile", str(file))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("reconcile", str(tmp_path / "none.csv"))
