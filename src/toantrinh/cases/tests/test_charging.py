"""What is charged, by the rules of a day, a channel and a province; free is not unknown, and each line says why."""

from datetime import date
from typing import Any

import pytest

from toantrinh.cases import charging
from toantrinh.cases.definition import Channel, Fee, Procedure
from toantrinh.cases.editions import read_folder
from toantrinh.cases.form import Situation
from toantrinh.cases.tests.conftest import SAMPLES

pytestmark = pytest.mark.usefixtures("packages")

HCM, HANOI = ("H29", "79"), ("H26", "01")
DAY = date(2026, 10, 5)


def fee(**written: Any) -> Fee:
    """A charge as a package may write it."""
    return Fee.model_validate({"code": "phi", "name": {"vi": "Phí", "en": "Fee"}, **written})


def charged(
    *fees: Fee, on: date = DAY, places: tuple[str, ...] = HCM, answers: dict[str, Any] | None = None
) -> list[charging.Charge]:
    """What an online application that was answered so is charged."""
    procedure = read_folder(SAMPLES)[0]
    terms = procedure.channels[Channel.ONLINE].model_copy(update={"fees": list(fees)})
    changed: Procedure = procedure.model_copy(update={"channels": {Channel.ONLINE: terms}})
    return charging.charges(Situation(procedure=changed, today=on, answers=answers or {}), places)


def test_copies_are_counted_and_none_is_no_line() -> None:
    copies = fee(amount=8000, per="copy", quantity="permit.name")
    three = charged(copies, answers={"permit.name": "3"})
    assert [(line.amount, line.reason.vi) for line in three] == [(24000, "3 bản × 8.000 đồng")]
    assert charged(copies, answers={"permit.name": "0"}) == []
    assert charged(copies, answers={"permit.name": "nhiều"})[0].amount == 8000


def test_free_by_a_rule_is_not_the_same_as_unknown() -> None:
    free = fee(amount=0, free_because={"vi": "Miễn vì đúng hạn", "en": "Free in time"})
    unknown, of_province = fee(), fee(set_by="province")
    lines = charged(free, unknown, of_province)
    assert [line.amount for line in lines] == [0, None, None]
    assert [line.reason.vi.split(";")[0] for line in lines] == [
        "Miễn vì đúng hạn",
        "Nguồn không ghi mức thu",
        "Hội đồng nhân dân tỉnh quy định",
    ]
    assert charging.total(lines) is None and charging.total(lines[:1]) == 0


@pytest.mark.parametrize(
    ("places", "on", "amount"),
    [(HCM, DAY, 5000), (HANOI, DAY, 8000), (HANOI, date(2026, 6, 30), 3000), (HCM, date(2025, 1, 1), 900)],
)
def test_dated_amounts_and_those_of_a_province_win(places: tuple[str, ...], on: date, amount: int) -> None:
    dated = fee(
        amount=900,
        amounts=[
            {"amount": 3000, "from_on": date(2026, 1, 1), "until_on": date(2026, 6, 30)},
            {"amount": 8000, "from_on": date(2026, 7, 1), "basis": "01/2026/TT-BTC"},
            {"amount": 5000, "from_on": date(2026, 7, 1), "provinces": ["79"], "basis": "05/2026/NQ-HĐND"},
        ],
    )
    assert charged(dated, on=on, places=places)[0].amount == amount


def test_exemptions_take_their_share_with_reason_and_law() -> None:
    poor = {"when": 'permit.kind = "books"', "reason": {"vi": "Miễn cho sách", "en": "Free for books"}, "basis": "A"}
    half = {"reason": {"vi": "Nộp trực tuyến", "en": "Online"}, "pays_percent": 50, "provinces": ["H29"], "basis": "B"}
    one = fee(amount=15001, basis="L", exemptions=[poor, half])
    books, food = (charged(one, answers={"permit.kind": kind})[0] for kind in ("books", "food"))
    assert (books.amount, books.reason.vi, books.basis) == (0, "Miễn cho sách", "A")
    assert (food.amount, food.reason.vi, food.basis) == (7501, "Nộp trực tuyến: trả 50 %", "L, B")
    assert charged(one, places=HANOI)[0].amount == 15001
    unknown = charged(fee(set_by="province", exemptions=[poor]), answers={"permit.kind": "books"})[0]
    assert unknown.amount == 0, "who pays nothing need not know how much others pay"


def test_before_the_form_a_range_and_the_exemptions_are_told() -> None:
    by_province = fee(
        amounts=[{"amount": 5000, "provinces": ["79"]}, {"amount": 8000, "provinces": ["01"]}],
        per="copy",
        exemptions=[{"reason": {"vi": "Người có công", "en": "Veterans"}}],
    )
    assert charging.quote(by_province, DAY).vi == "từ 5.000 đồng đến 8.000 đồng một bản, tuỳ tỉnh"
    assert [one.vi for one in charging.exempted(by_province, DAY)] == ["Người có công: không phải trả"]
    assert charging.quote(fee(set_by="province"), DAY) == charging.BY_PROVINCE


def test_a_line_is_frozen_whole() -> None:
    line = charged(fee(amount=8000, per="copy", quantity="2", due="return", refund="never"))[0]
    assert charging.Charge.from_json(line.as_json()) == line
