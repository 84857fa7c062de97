"""Banks tell us of money by HTTP: what is believed, what is not, and that nothing is believed for its looks."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from toantrinh.kernel.moment import at
from toantrinh.payments.connectors import pretend
from toantrinh.payments.models import Demand, RefusedMessage, Transfer
from toantrinh.payments.tests.conftest import MONDAY, Till
from toantrinh.people.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def till(cast: Cast) -> Iterator[Till]:
    """The ward's till on Monday morning, and a pretend bank with empty books."""
    Path(settings.DATA_DIR, "pretend-bank.json").unlink(missing_ok=True)
    with at(MONDAY):
        yield Till(cast)


def post(path: str, body: bytes, headers: dict[str, str], client: Client | None = None) -> Any:
    """A message as it arrives."""
    return (client or Client(enforce_csrf_checks=True)).post(
        path, body, content_type="application/json", headers=headers
    )


def test_the_pretend_bank_is_heard_over_http(till: Till) -> None:
    demand = till.demand()
    pretend.PretendBank().play("lap-tin", content=demand.reference, amount=24000)
    answers: list[Any] = []

    def send(path: str, body: bytes, headers: dict[str, str]) -> int:
        answers.append(post(path, body, headers))
        return int(answers[-1].status_code)

    while pretend.tell_waiting(send):
        pass
    assert [(one.status_code, one.json()) for one in answers] == [(200, {"outcome": "matched"})] * 2
    assert Demand.objects.get().state == "paid" and Transfer.objects.count() == 1


def test_a_message_without_a_signature_is_told_why(till: Till) -> None:
    answer = post("/api/ngan-hang/mau", b'{"amount": 1}', {})
    assert answer.status_code == 401 and answer.json()["outcome"] == "unsigned"
    assert "chữ ký" in answer.json()["reason"]["vi"]
    assert RefusedMessage.objects.get().count == 1


def test_a_message_too_long_is_refused_unread(till: Till) -> None:
    message = till.signed(b"x" * 70_000, "FT1")
    answer = post(message.path, message.body, dict(message.headers))
    assert answer.status_code in (401, 422) and not Transfer.objects.exists()


def test_only_post_is_answered(till: Till) -> None:
    assert Client().get("/api/ngan-hang/mau").status_code == 405


def test_unknown_accounts_share_one_row(till: Till) -> None:
    for name in ("a", "b", "c"):
        assert post(f"/api/ngan-hang/{name}", b"{}", {}).status_code == 404
    assert [(row.account, row.count) for row in RefusedMessage.objects.all()] == [("?", 3)]
