"""Visitors of the first pages."""

from collections.abc import Callable

import pytest
from django.test import Client

from toantrinh.people.cast import Cast, parts


@pytest.fixture
def become_real(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Let the house be a production house from now on; a real one is so from its founding, for ever."""

    def become() -> None:
        for module in ("people.connectors.eid", "web.design.context", "web.design.page", "web.design.pages"):
            monkeypatch.setattr(f"toantrinh.{module}.is_demonstration", lambda: False)

    return become


@pytest.fixture
def as_(cast: Cast) -> Callable[[str], Client]:
    """A browser in which that member of the cast has signed in by the pretend identity."""

    def signed_in(key: str, assurance: str = "2") -> Client:
        client = Client()
        answer = client.post(
            "/dang-nhap/xong", {"personal_number": parts()[key].claims.personal_number, "assurance": assurance}
        )
        assert answer.status_code == 302
        return client

    return signed_in
