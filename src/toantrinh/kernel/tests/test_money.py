"""Amounts: a sum, nothing under a rule, or not known, never confused."""

from datetime import date

import pytest

from toantrinh.kernel.money import Amount


def test_a_sum_nothing_and_not_known_read_differently() -> None:
    assert Amount(dong=8000, basis="281/2016/TT-BTC").say().vi == "8.000 đồng"
    assert Amount(dong=0, basis="60/2014/QH13").say().vi == "Miễn, theo 60/2014/QH13"
    assert Amount().say().vi == "Chưa xác định: cơ quan báo trước khi bạn trả"
    assert Amount().say().en == "Not known yet: the agency tells you before you pay"


def test_nothing_to_pay_needs_the_rule_that_says_so() -> None:
    with pytest.raises(ValueError, match="0 cần căn cứ"):
        Amount(dong=0)
    with pytest.raises(ValueError, match="không âm"):
        Amount(dong=-1)
    with pytest.raises(ValueError, match="ngày hết hiệu lực"):
        Amount(dong=1, valid_from=date(2026, 2, 1), valid_to=date(2026, 1, 1))


def test_a_rule_holds_on_its_days() -> None:
    fee = Amount(dong=8000, basis="x", valid_from=date(2026, 1, 1), valid_to=date(2026, 6, 30))
    assert [fee.is_valid_on(date(2026, month, 30)) for month in (3, 6, 7)] == [True, True, False]
    assert Amount().is_valid_on(date(1990, 1, 1))


def test_amounts_add_up_and_one_unknown_makes_the_whole_unknown() -> None:
    copy, free, unknown = Amount(dong=8000, basis="a"), Amount(dong=0, basis="b"), Amount()
    assert copy + copy == Amount(dong=16000, basis="a")
    assert copy + free == copy
    assert (free + free).is_free
    assert not (copy + unknown).is_known
