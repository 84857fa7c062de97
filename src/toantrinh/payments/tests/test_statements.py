"""Statements of banks: what does not add up is refused with its line; read twice, nothing changes."""

import pytest

from toantrinh.kernel.problem import Invalid, Missing
from toantrinh.payments import actions, queries
from toantrinh.payments.models import BankLine, BankStatement, Demand, Refund, Transfer
from toantrinh.payments.tests.conftest import Till

pytestmark = pytest.mark.django_db

HEAD = "account,9990000123456\nfrom,2026-10-01\nto,2026-10-31\nopening,{opening}\nclosing,{closing}\n"
COLUMNS = "date,reference,amount,balance,content\n"


def statement(*lines: tuple[str, int, str], opening: int = 0, closing: int | None = None) -> bytes:
    """A statement whose balances are right, unless `closing` is given."""
    balance, rows = opening, []
    for number, amount, content in lines:
        balance += amount
        rows.append(f'2026-10-05 09:10:00,{number},{amount},{balance},"{content}"\n')
    head = HEAD.format(opening=opening, closing=balance if closing is None else closing)
    return (head + COLUMNS + "".join(rows)).encode()


def test_lines_are_known_new_differing_or_ours_going_back(till: Till) -> None:
    known, silent = till.demand(24000), till.demand(8000)
    till.hear("FT1", 24000, known.reference)
    till.hear("FT2", 24000, known.reference)
    till.hear("FT4", 5000, "x")
    actions.approve_refund(Refund.objects.get(), by=till.cast.nam)
    actions.send_refunds()
    back = Refund.objects.get().bank_ref
    read, is_new = actions.reconcile_statement(
        statement(
            ("FT1", 24000, known.reference),
            ("FT2", 23000, known.reference),
            ("FT3", 8000, silent.reference),
            (back, -24000, "hoan"),
            ("PHI1", -1100, "phi dich vu"),
        ),
        by=till.cast.nam,
    )
    assert is_new and read.counts == {"known": 1, "differs": 1, "new": 1, "refund": 1, "other": 1, "missing": 1}
    assert Demand.objects.get(pk=silent.pk).state == "paid", "money that nobody told us of is used"
    assert [one.bank_ref for one in Transfer.objects.exclude(missing_in=None)] == ["FT4"]
    assert [line.verdict for line in queries.odd_lines(till.cast.nam)] == ["other", "differs"]
    assert not queries.money_state(till.cast.nam).is_even
    assert not list(queries.compare_with_record())


def test_reading_it_twice_changes_nothing(till: Till) -> None:
    demand = till.demand(8000)
    content = statement(("FT3", 8000, demand.reference))
    first, again = (actions.reconcile_statement(content, by=till.cast.nam) for _ in range(2))
    assert (first[1], again[1], first[0]) == (True, False, again[0])
    assert (Transfer.objects.count(), BankLine.objects.count(), BankStatement.objects.count()) == (1, 1, 1)


def test_money_missing_from_a_statement_is_missing_until_another_lists_it(till: Till) -> None:
    demand = till.demand(8000)
    till.hear("FT3", 8000, demand.reference)
    actions.reconcile_statement(statement(opening=5), by=till.cast.nam)
    assert queries.money_state(till.cast.nam).missing == 1
    actions.reconcile_statement(statement(("FT3", 8000, demand.reference), opening=5), by=till.cast.nam)
    assert queries.money_state(till.cast.nam).missing == 0


GOOD = statement(("FT1", 8000, "a"), ("FT2", 5000, "b")).decode()


@pytest.mark.parametrize(
    ("content", "line", "why"),
    [
        (statement(("FT1", 8000, ""), closing=9000), 7, "lệch 1000"),
        (GOOD.replace("8000,8000", "8000,8500").encode(), 7, "lệch 500"),
        (GOOD.replace("FT2,5000", "FT2,4000").encode(), 8, "lệch 1000"),
        (GOOD.replace("FT2", "FT1").encode(), 8, "đã có ở dòng 7"),
        (GOOD.replace("5000,", "5.000,").encode(), 8, "không phải số đồng nguyên"),
        (GOOD.replace("2026-10-05 09:10:00,FT2", "05/10/2026,FT2").encode(), 8, "không phải thời điểm"),
        (GOOD.replace("2026-10-05 09:10:00,FT2", "2026-11-05 09:10:00,FT2").encode(), 8, "ngoài kỳ"),
        (GOOD.replace("opening,0\n", "").encode(), 4, 'cần dòng "opening,…"'),
        (GOOD.replace(",balance", "").encode(), 6, "cần dòng"),
        (GOOD[:-12].encode(), 8, ""),
        ((GOOD.replace(',"b"', ',"b') + "x").encode(), 9, "không đọc được"),
        (GOOD.replace('"b"', "b,c").encode(), 8, "cần 5 cột, có 6"),
        (GOOD.encode("utf-16"), 1, "không phải UTF-8"),
        (GOOD.replace("from,2026-10-01", "from,1/10/2026").encode(), 2, "không phải ngày"),
        (b"", 1, 'cần dòng "account,…"'),
        (GOOD.replace("FT2,", ",").encode(), 8, "thiếu số giao dịch"),
    ],
)
def test_what_does_not_add_up_is_refused_with_its_line_and_nothing_changes(
    till: Till, content: bytes, line: int, why: str
) -> None:
    with pytest.raises(Invalid) as refused:
        actions.reconcile_statement(content, by=till.cast.nam)
    told = refused.value.problems[0].message.vi
    assert f"dòng {line}:" in told and why in told, told
    assert not Transfer.objects.exists() and not BankStatement.objects.exists()


def test_only_our_accounts_and_only_operators(till: Till) -> None:
    with pytest.raises(Missing):
        actions.reconcile_statement(GOOD.replace("9990000123456", "1").encode(), by=till.cast.nam)
    with pytest.raises(Missing):
        actions.reconcile_statement(GOOD.encode(), by=till.cast.lan)
