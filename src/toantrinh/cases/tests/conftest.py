"""A procedure that only tests know, in a packages folder of its own, and cases at every stage of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from pytest_django.fixtures import Settings

from toantrinh.cases import actions
from toantrinh.cases.definition import Channel
from toantrinh.cases.models import Case
from toantrinh.documents.tests.samples import pdf
from toantrinh.exchange import services
from toantrinh.exchange.services import Body
from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.moment import HANOI, at
from toantrinh.kernel.problem import Refused, Silent
from toantrinh.kernel.text import t
from toantrinh.people.cast import Cast

CODE = "1.999001"
SAMPLES = Path(__file__).parent / "permit"
PDF = pdf()
MONDAY = datetime(2026, 10, 5, 9, 0, tzinfo=HANOI)
"""A working day without holidays near."""


@dataclass
class Provider:
    """The pretend registers behind the procedure's services."""

    written: dict[str, Body] = field(default_factory=dict)
    refuses: bool = False
    is_silent: bool = False
    asked: int = 0

    def read(self, body: Body, *, by: Actor, purpose: str, about: str, key: str) -> Body:
        """What is known of a person."""
        self.asked += 1
        self._fail()
        return {"full_name": "Nguyễn Thị Ngọc Ánh", "residence": {"province": "79", "unit": "27301"}}

    def write(self, body: Body, *, by: Actor, purpose: str, about: str, key: str) -> Body:
        """Make an entry, once for each key."""
        self._fail()
        if key not in self.written:
            self.written[key] = body
        return {"entry_number": f"{list(self.written).index(key) + 1:03}"}

    def _fail(self) -> None:
        if self.is_silent:
            raise Silent(t("Không trả lời.", "No answer."))
        if self.refuses:
            raise Refused(t("Tên này đã có trong sổ.", "This name is in the register already."), code="taken")


@pytest.fixture
def packages(tmp_path: Path, settings: Settings) -> Path:
    """The real reference data beside the services and the procedure of these tests."""
    real = Path(django_settings.PACKAGES_DIR)
    for name in ("agencies", "reference"):
        (tmp_path / name).symlink_to(real / name)
    (tmp_path / "services").symlink_to(SAMPLES / "services")
    settings.PACKAGES_DIR = tmp_path
    return tmp_path


@pytest.fixture
def provider(packages: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    """The pretend registers, offered."""
    monkeypatch.setattr(services, "_offered", {})
    pretend = Provider()
    services.offer("test.person.read", pretend.read)
    services.offer("test.permit.register", pretend.write)
    yield pretend


@dataclass
class Town:
    """The cast, the procedure, and cases led as far as a test wants them."""

    cast: Cast
    provider: Provider

    def draft(self, channel: Channel = Channel.ONLINE) -> Case:
        """Begun and filled in by the mother, or for her at the counter."""
        by = self.cast.anh if channel == Channel.ONLINE else self.cast.lan
        case = actions.create_draft(
            CODE, applicant=self.cast.anh.person, applicant_name=self.cast.anh.name, channel=channel, by=by
        )
        actions.fetch_lookups(case, by=by)
        assert actions.save_answers(case, "viec", {"permit.name": "Quán Phở Hoà", "permit.kind": "food"}, by=by) == ()
        actions.attach_paper(case, "don", PDF, name="don.pdf", by=by)
        return case

    def submitted(self, channel: Channel = Channel.ONLINE) -> Case:
        """Handed over."""
        by = self.cast.anh if channel == Channel.ONLINE else self.cast.lan
        return actions.submit_case(self.draft(channel), token="once", by=by)

    def accepted(self, channel: Channel = Channel.ONLINE) -> Case:
        """Received by the one-stop officer."""
        return actions.accept_case(self.submitted(channel), by=self.cast.lan)

    def examined(self, **values: Any) -> Case:
        """Examined; the applicant is shown the draft."""
        return actions.complete_step(self.accepted(), by=self.cast.tuan, **values)

    def to_sign(self) -> Case:
        """On the signer's desk."""
        return actions.confirm_draft(self.examined(), by=self.cast.anh)

    def decided(self) -> Case:
        """Granted; the register has not been told yet."""
        case = self.to_sign()
        return actions.decide_case(case, "granted", version=case.version, by=self.cast.duc)

    def finished(self) -> Case:
        """The result is in the dossier."""
        return actions.send_effects(self.decided())


@pytest.fixture
def monday() -> Iterator[None]:
    """It is Monday morning."""
    with at(MONDAY):
        yield


@pytest.fixture
def town(monday: None, cast: Cast, provider: Provider) -> Town:
    """The procedure is installed, and everyone is there."""
    actions.install_procedure(SAMPLES, by=SYSTEM)
    return Town(cast=cast, provider=provider)
