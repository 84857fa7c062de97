"""Money at the desk: amounts that the rules left open are set with their act, and cash is taken once."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from toantrinh.cases.actions import accept_case
from toantrinh.cases.models import Case
from toantrinh.kernel.moment import today
from toantrinh.payments.models import Demand
from toantrinh.people.cast import parts
from toantrinh.site.tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(country: None) -> Iterator[World]:
    """The cast in the registers."""
    yield World()


@pytest.fixture
def as_(world: World) -> Callable[[str], Client]:
    """A browser in which that member of the cast has signed in, in their office."""

    def signed_in(key: str) -> Client:
        client = Client()
        number = parts()[key].claims.personal_number
        assert client.post("/dang-nhap/xong", {"personal_number": number, "assurance": "2"}).status_code == 302
        return client

    return signed_in


def late(world: World) -> Case:
    """A dossier whose fee the province sets, received by the ward."""
    case = world.submitted()
    Case.objects.filter(pk=case.pk).update(charges=[{**case.charges[0], "amount": None, "each": None}])
    case.refresh_from_db()
    return accept_case(case, by=world.cast.lan)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_officer_sets_the_fee_then_takes_it_in_cash(world: World, as_: Callable[[str], Client]) -> None:
    case, lan = late(world), as_("lan")
    here = f"/mot-cua/ho-so/{case.number}"
    page = text(lan.get(here))
    assert "Ghi mức thu" in page and "Thu tiền mặt" not in page
    for sent in ({}, {"phi-le-phi": "-5", "can_cu": "05/2025/NQ-HĐND"}, {"phi-le-phi": "8000", "can_cu": ""}):
        assert lan.post(f"{here}/ghi-muc-thu", sent).status_code == 422
    assert lan.get(f"{here}/thu-tien").status_code == 409, "nothing is demanded yet"
    sent = {"phi-le-phi": "8.000", "can_cu": "05/2025/NQ-HĐND"}
    assert lan.post(f"{here}/ghi-muc-thu", sent).status_code == 302
    case.refresh_from_db()
    assert (case.wait, Demand.objects.get().amount) == ("payment", 8000)
    assert "8.000 đồng" in text(lan.get(f"{here}/thu-tien"))
    assert lan.post(f"{here}/thu-tien").status_code == 302
    assert lan.post(f"{here}/thu-tien").status_code == 409, "it is taken once"
    page = text(lan.get(here))
    assert "Biên lai số" in page and "05/2025/NQ-HĐND" in page
    address = page.split("/bien-lai/")[1].split('"')[0]
    assert b"".join([lan.get(f"{here}/bien-lai/{address}").content])[:4] == b"%PDF"
    day = text(lan.get("/mot-cua/tien"))
    assert "Lê Thị Lan" in day and "8.000 đồng" in day
    assert "chưa thu" in text(lan.get(f"/mot-cua/tien?ngay={today().replace(year=2020)}"))
    assert lan.get("/mot-cua/tien?ngay=x").status_code == 200


def test_another_ward_sees_nothing_of_it(world: World, as_: Callable[[str], Client]) -> None:
    case = late(world)
    for page in ("ghi-muc-thu", "thu-tien", "bien-lai/x.pdf"):
        assert as_("hanh").get(f"/mot-cua/ho-so/{case.number}/{page}").status_code == 404
    assert as_("tuan").get(f"/mot-cua/ho-so/{case.number}/thu-tien").status_code == 404, "he has no till"
