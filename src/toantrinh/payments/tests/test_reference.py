"""References, allocation and amounts in words: small and pure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toantrinh.payments.allocation import allocate
from toantrinh.payments.reference import find_references, new_reference
from toantrinh.payments.words import in_words


def test_a_reference_is_found_in_what_banks_leave_of_the_words() -> None:
    one = new_reference()
    for content in (
        one,
        f"LPHI {one}",
        f"MBVCB.123.{one.lower()}.CT tu 0123",
        f"{one[:4]} {one[4:8]}-{one[8:]} cam on",
    ):
        assert find_references(content) == [one]
    assert find_references("khong co gi") == find_references("") == []


def test_a_mistyped_reference_is_nobodys() -> None:
    one = new_reference()
    for place in range(2, len(one)):
        wrong = one[:place] + ("2" if one[place] != "2" else "3") + one[place + 1 :]
        assert one not in find_references(wrong) and wrong not in find_references(wrong)
    swapped = one[:5] + one[6] + one[5] + one[7:]
    assert swapped == one or swapped not in find_references(swapped)


@given(st.integers(1, 10**9), st.integers(1, 10**9), st.data())
def test_no_dong_is_lost(amount: int, asked: int, data: st.DataObject) -> None:
    paid = data.draw(st.integers(0, asked))
    found = allocate(amount, asked=asked, paid=paid, is_open=paid < asked)
    assert 0 <= found.used <= min(amount, asked - paid)
    assert (found.state == "matched") == (found.used == amount == asked - paid)
    assert found.state != "over" or amount > found.used


@pytest.mark.parametrize(
    ("values", "state", "used", "why"),
    [
        ({"asked": 8000}, "matched", 8000, ""),
        ({"asked": 10000}, "part", 8000, "too_little"),
        ({"asked": 5000}, "over", 5000, "too_much"),
        ({"asked": 8000, "paid": 8000, "is_open": False}, "over", 0, "again"),
        ({"asked": 8000, "is_open": False}, "over", 0, "closed"),
        ({"asked": None}, "unmatched", 0, "unknown"),
    ],
)
def test_what_becomes_of_eight_thousand(values: dict[str, int], state: str, used: int, why: str) -> None:
    found = allocate(8000, **values)  # type: ignore[arg-type]
    assert (found.state, found.used, found.why) == (state, used, why)


@pytest.mark.parametrize(
    ("dong", "words"),
    [
        (0, "Không đồng"),
        (8000, "Tám nghìn đồng"),
        (24000, "Hai mươi bốn nghìn đồng"),
        (115_000, "Một trăm mười lăm nghìn đồng"),
        (200_000, "Hai trăm nghìn đồng"),
        (1_005, "Một nghìn không trăm linh năm đồng"),
        (21_000, "Hai mươi mốt nghìn đồng"),
        (1_000_000, "Một triệu đồng"),
        (366_000_000_000, "Ba trăm sáu mươi sáu tỷ đồng"),
        (1_000_050_000, "Một tỷ không trăm năm mươi nghìn đồng"),
    ],
)
def test_amounts_in_words(dong: int, words: str) -> None:
    assert in_words(dong) == words
