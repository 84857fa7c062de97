"""Figures count the record, are published once, can be counted again by anyone, and name what was changed."""

import json
from base64 import b64decode
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from toantrinh.cases.facts import CaseAccepted, CaseFinished
from toantrinh.indicators import actions, queries
from toantrinh.indicators.models import Figure
from toantrinh.kernel.actor import SYSTEM
from toantrinh.kernel.moment import at
from toantrinh.kernel.packages import PackageMistakes
from toantrinh.kernel.problem import Missing, Refused
from toantrinh.record import outbox
from toantrinh.record.actions import state
from toantrinh.record.verify import verify_record

OCTOBER = datetime(2026, 10, 8, 3, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 22, 3, tzinfo=UTC)
WARDS = {"H29.27301": "H29", "H26.00004": "H26"}


@pytest.fixture(autouse=True)
def definitions(country: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(outbox, "SUBSCRIPTIONS", {})
    outbox.subscribe(actions.READER, (), actions.count_event)
    for path in sorted((settings.PACKAGES_DIR / "indicators").glob("*.yaml")):
        actions.install_indicator(path, by=SYSTEM)
    with at(NOVEMBER):
        yield


def happen(
    kind: type[CaseAccepted] | type[CaseFinished], ward: str, *, channel: str = "online", on_time: bool = True
) -> None:
    moments: dict[str, Any] = {"received_at": OCTOBER, "due_at": OCTOBER, "hours_to_receive": 1}
    ended: dict[str, Any] = {
        "on_time": on_time,
        "was_received": True,
        "online_result": True,
        "working_days": 1,
        "citizen_days": 0,
    }
    ended |= {"agency_days": 1, "other_days": 0, "supplements": 0, "reminders": 0, "apologised": False}
    ended |= {"ended_at": OCTOBER, "due_at": OCTOBER, "minutes_worked": 60}
    case: dict[str, Any] = {
        "agency": "",
        "agency_code": ward,
        "procedure": "1.001193",
        "channel": channel,
        "case": "",
        "status": "",
    }
    case |= {"wait": "", "outcome": "", "step": "", "area": WARDS[ward]}
    with transaction.atomic(), at(OCTOBER):
        state(kind(**case, **(moments if kind is CaseAccepted else ended)), by=SYSTEM)


@pytest.fixture
def october() -> None:
    """Three received in ward A (one at the counter), one in ward B; of three decided one was late."""
    for ward, channel in (
        ("H29.27301", "online"),
        ("H29.27301", "online"),
        ("H29.27301", "counter"),
        ("H26.00004", "post"),
    ):
        happen(CaseAccepted, ward, channel=channel)
    for on_time in (True, True, False):
        happen(CaseFinished, "H29.27301", on_time=on_time)
    outbox.run_outbox()


def test_an_event_is_in_the_live_figure_once_it_is_sealed(october: None) -> None:
    number = queries.open_number("tiep-nhan", "2026-10")
    assert (number.numerator, number.is_final, number.channels["counter"]) == (4, False, (1, 0))
    assert queries.open_number("dung-han", "2026-10", level="agency", of="H29.27301").numerator == 2
    assert queries.open_number("truc-tuyen", "2026-10", level="area", of="H29").rate == pytest.approx(66.67, abs=0.01)


def test_a_number_without_dossiers_has_no_rate_and_few_dossiers_are_marked(october: None) -> None:
    nothing = queries.open_number("dung-han", "2026-09")
    assert (nothing.rate, nothing.is_thin) == (None, True)
    assert queries.open_number("dung-han", "2026-10", level="agency", of="H26.00004").rate is None


def test_a_month_is_published_once_and_a_correction_stands_beside_it(october: None) -> None:
    assert actions.publish_month("2026-10") > 0
    assert actions.publish_month("2026-10") == 0
    happen(CaseAccepted, "H26.00004")
    outbox.run_outbox()
    assert queries.open_number("tiep-nhan", "2026-10").numerator == 4
    assert actions.publish_month("2026-10", again=True) > 0
    assert queries.open_number("tiep-nhan", "2026-10").numerator == 5
    assert [one.numerator for one in queries.list_releases("tiep-nhan", "2026-10")] == [4, 5]


def test_a_month_that_is_not_over_is_not_published() -> None:
    with pytest.raises(Refused):
        actions.publish_month("2026-11")


def test_whoever_holds_the_rows_counts_the_same_and_each_row_is_the_one_in_the_tree(october: None) -> None:
    actions.publish_month("2026-10")
    rows = [json.loads(row.written()) for row in queries.iter_rows("dung-han", "2026-10")]
    assert sum(json.loads(row["publication"])["on_time"] for row in rows) == 2
    assert len(rows) == queries.open_number("dung-han", "2026-10").denominator == 3
    for row in rows:
        commitment = sha256(b64decode(row["salt"]) + row["publication"].encode()).digest()
        assert b64decode(row["leaf"]["commitments"]["publication"]) == commitment
        assert "person" not in row["publication"]


def test_a_new_edition_counts_what_the_record_already_held(october: None, tmp_path: Path) -> None:
    source = (settings.PACKAGES_DIR / "indicators" / "tiep-nhan.yaml").read_text(encoding="utf-8")
    path = tmp_path / "quay.yaml"
    path.write_text(
        source.replace("code: tiep-nhan", "code: tai-quay")
        .replace("counts: {of: [case.accepted]}", "counts: {of: [case.accepted], where: 'channel = \"counter\"'}")
        .replace("numerator: 2", "numerator: 1"),
        encoding="utf-8",
    )
    actions.install_indicator(path, by=SYSTEM)
    assert queries.open_number("tai-quay", "2026-10").numerator == 1
    happen(CaseAccepted, "H29.27301", channel="counter")
    outbox.run_outbox()
    assert queries.open_number("tai-quay", "2026-10").numerator == 2


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ('where: "on_time"', 'where: "on_tme"', "did you mean “on_time”?"),
        ("of: [case.finished]}", "of: [case.finishd]}", "did you mean “case.finished”?"),
        ("numerator: 2", "numerator: 3", "expected (3, 3), got (2, 3)"),
    ],
)
def test_a_mistake_in_a_definition_is_named(tmp_path: Path, was: str, becomes: str, says: str) -> None:
    source = (settings.PACKAGES_DIR / "indicators" / "dung-han.yaml").read_text(encoding="utf-8")
    (tmp_path / "x.yaml").write_text(source.replace(was, becomes, 1).replace("dung-han", "x"), encoding="utf-8")
    with pytest.raises(PackageMistakes) as caught:
        actions.install_indicator(tmp_path / "x.yaml", by=SYSTEM)
    assert says in caught.value.message.en


def test_verify_names_a_published_figure_that_was_changed(october: None, monkeypatch: pytest.MonkeyPatch) -> None:
    actions.publish_month("2026-10")
    assert list(queries.compare_with_record()) == []
    Figure.objects.filter(level="country", edition__code="dung-han").update(numerator=3)
    (difference,) = queries.compare_with_record()
    assert difference.where == "figure dung-han 2026-10 country "
    assert "(3, 3)" in difference.what.en
    assert any("dung-han" in one.where for one in verify_record().differences)


def test_a_place_that_does_not_exist_is_missing(october: None) -> None:
    with pytest.raises(Missing):
        queries.open_number("dung-han", "2026-10", level="agency", of="H99.1")
    with pytest.raises(Missing):
        queries.open_number("nothing", "2026-10")
