"""Two services of a provider that only tests know."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from toantrinh.exchange import services
from toantrinh.exchange.services import Body
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.problem import Refused
from toantrinh.kernel.text import t
from toantrinh.people.cast import Cast

READ = """
code: test.number.read
edition: 1
in_force_from: 2026-01-01
title: {vi: "Đọc số", en: "Read a number"}
gives: {vi: "Một số.", en: "A number."}
provider: G15
writes: false
law: {vi: "Luật thử", en: "A law for tests"}
purposes:
  - {code: test, label: {vi: "để thử", en: "to test"}, ground: {vi: "Luật thử", en: "A law for tests"}}
  - {code: own, label: {vi: "để xem của mình", en: "to see one's own"}, ground: {vi: "Luật thử", en: "A law for tests"}}
callers:
  - {who: citizen, reach: relatives, purposes: [test]}
  - {who: citizen, assurance: 2, purposes: [own]}
  - {who: officer, roles: [civil_status_officer], agencies: [H29.], purposes: [test]}
  - {who: house, purposes: [test]}
about_persons: [request.person, "answer.others[].person"]
request:
  type: object
  additionalProperties: false
  required: [person]
  properties: {person: {type: string}}
answer:
  type: object
  additionalProperties: false
  required: [number]
  properties:
    number: {type: integer}
    others: {type: array, items: {type: object, properties: {person: {type: string}}}}
"""

WRITE = READ.replace("test.number.read", "test.number.write").replace("writes: false", "writes: true")


class Provider:
    """Counts, and refuses what is asked of it when told to."""

    def __init__(self) -> None:
        self.number = 0
        self.refuses = False
        self.answer: Body = {}
        self.keys: list[str] = []

    def read(self, body: Body, *, by: Actor, purpose: str, about: str, key: str) -> Body:
        """Answer with the number."""
        if self.refuses:
            raise Refused(t("Hôm nay không.", "Not today."), code="test.no")
        return self.answer or {"number": self.number}

    def write(self, body: Body, *, by: Actor, purpose: str, about: str, key: str) -> Body:
        """Count up once for each key."""
        if key not in self.keys:
            self.keys.append(key)
            self.number += 1
        return self.read(body, by=by, purpose=purpose, about=about, key=key)


@pytest.fixture
def provider(cast: Cast, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    """The provider, and a packages folder that holds its two services alone."""
    folder = tmp_path / "services"
    folder.mkdir()
    (folder / "test.number.read.yaml").write_text(READ, encoding="utf-8")
    (folder / "test.number.write.yaml").write_text(WRITE, encoding="utf-8")
    settings.PACKAGES_DIR = tmp_path
    monkeypatch.setattr(services, "_offered", {})
    monkeypatch.setattr(services, "_relatives", [])
    provider = Provider()
    services.offer("test.number.read", provider.read)
    services.offer("test.number.write", provider.write)
    yield provider
