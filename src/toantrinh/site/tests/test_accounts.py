"""Real money is collected into real accounts alone."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from toantrinh.site import checks

pytestmark = pytest.mark.django_db


def test_a_real_house_does_not_open_with_the_pretend_bank(
    house: object, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert list(checks._accounts()) == []
    (tmp_path / "reference").mkdir()
    written = Path(settings.PACKAGES_DIR, "reference", "accounts.yaml").read_text(encoding="utf-8")
    file = tmp_path / "reference" / "accounts.yaml"
    file.write_text(written.replace("demonstration: true", "demonstration: false"), encoding="utf-8")
    settings.PACKAGES_DIR = tmp_path
    for module in ("toantrinh.payments.accounts", "toantrinh.record.queries"):
        monkeypatch.setattr(f"{module}.is_demonstration", lambda: False)
    assert [one.code for one in checks._accounts()] == ["accounts"]
    file.write_text(written.replace("bank:", "banks:"), encoding="utf-8")
    assert "accounts.yaml:" in next(checks._accounts()).message.en
