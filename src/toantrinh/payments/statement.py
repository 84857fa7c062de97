"""A bank's statement as a file, read strictly: CSV in UTF-8, whose head says what its lines must come to.

    account,9990000123456
    from,2026-11-01
    to,2026-11-30
    opening,0
    closing,24000
    date,reference,amount,balance,content
    2026-11-26 09:12:33,FT26112601,24000,24000,"LPHI TT7K2M9QX4B3"

Amounts are whole đồng, below 0 where the account paid out; `balance` is what the account held after the line. Where
opening and lines do not come to closing, nothing of the file is used, and the first line that does not add up is named.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import NoReturn

from toantrinh.kernel.moment import HANOI
from toantrinh.kernel.problem import Invalid, Problem
from toantrinh.kernel.text import Text, say_number, t

HEAD = ("account", "from", "to", "opening", "closing")
COLUMNS = ["date", "reference", "amount", "balance", "content"]
LARGEST = 20_000_000
_WHOLE = re.compile(r"-?\d{1,15}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line."""

    number: int
    """Of the file, from 1 on."""
    at: datetime
    bank_ref: str
    amount: int
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """The file."""

    account: str
    from_on: date
    to_on: date
    opening: int
    closing: int
    lines: tuple[Line, ...]
    digest: str


def read_statement(content: bytes) -> Statement:
    """Read a statement; raises `Invalid` with the line that is wrong and what would be right."""
    if len(content) > LARGEST:
        _wrong(1, t("tệp lớn hơn 20 MB", "the file is larger than 20 MB"))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = content[: error.start].count(b"\n") + 1
        _wrong(number, t("không phải UTF-8", "this is not UTF-8"))
    rows = [(number, [cell.strip() for cell in row]) for number, row in _rows(text) if any(row)]
    head = _head(rows)
    lines = tuple(_lines(rows[len(HEAD) + 1 :], head))
    statement = Statement(
        account=head["account"],
        from_on=_day(rows[1][0], head["from"]),
        to_on=_day(rows[2][0], head["to"]),
        opening=_whole(rows[3][0], head["opening"]),
        closing=_whole(rows[4][0], head["closing"]),
        lines=lines,
        digest=sha256(content).hexdigest(),
    )
    _require_whole(statement, rows[-1][0])
    return statement


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error:
        _wrong(reader.line_num, t("dòng này không đọc được", "this line cannot be read"))


def _head(rows: list[tuple[int, list[str]]]) -> dict[str, str]:
    for at, name in enumerate(HEAD):
        number, row = rows[at] if at < len(rows) else (at + 1, [""])
        if row[0] != name or len(row) < 2 or not row[1]:
            words = t('cần dòng "{name},…"', 'a line "{name},…" is needed').fill(name=name)
            _wrong(number, words)
    number, row = rows[len(HEAD)] if len(rows) > len(HEAD) else (len(HEAD) + 1, [])
    if row != COLUMNS:
        wanted = ",".join(COLUMNS)
        _wrong(number, t('cần dòng "{wanted}"', 'the line "{wanted}" is needed').fill(wanted=wanted))
    return {name: rows[at][1][1] for at, name in enumerate(HEAD)}


def _lines(rows: list[tuple[int, list[str]]], head: dict[str, str]) -> Iterator[Line]:
    balance, seen = int(head["opening"]) if _WHOLE.fullmatch(head["opening"]) else 0, dict[str, int]()
    for number, row in rows:
        if len(row) != len(COLUMNS):
            words = t("cần {n} cột, có {m}", "{n} columns are needed, there are {m}").fill(n=len(COLUMNS), m=len(row))
            _wrong(number, words)
        amount = _whole(number, row[2])
        if not row[1] or len(row[1]) > 80 or amount == 0:
            _wrong(number, t("thiếu số giao dịch hoặc số tiền", "number or amount is missing"))
        if row[1] in seen:
            words = t("số giao dịch {ref} đã có ở dòng {at}", "{ref} stands in line {at} too")
            _wrong(number, words.fill(ref=row[1], at=seen[row[1]]))
        seen[row[1]] = number
        balance += amount
        if row[3] and (stated := _whole(number, row[3])) != balance:
            words = t(
                "số dư ghi {stated}, cộng lại là {reckoned}: lệch {gap}",
                "the balance says {stated}, the lines come to {reckoned}: {gap} apart",
            )
            _wrong(number, words.fill(stated=stated, reckoned=balance, gap=stated - balance))
        yield Line(number=number, at=_moment(number, row[0]), bank_ref=row[1], amount=amount, content=row[4])


def _require_whole(statement: Statement, last: int) -> None:
    reckoned = statement.opening + sum(line.amount for line in statement.lines)
    if gap := statement.closing - reckoned:
        words = t(
            "số dư cuối ghi {closing}, đầu kỳ cộng các dòng là {reckoned}: lệch {gap}",
            "closing says {closing}, opening and lines come to {reckoned}: {gap} apart",
        )
        _wrong(last, words.fill(closing=statement.closing, reckoned=reckoned, gap=gap))
    outside = [line for line in statement.lines if not statement.from_on <= line.at.date() <= statement.to_on]
    if outside:
        words = t("ngày nằm ngoài kỳ sao kê", "the day lies outside the statement")
        _wrong(outside[0].number, words)


def _whole(number: int, written: str) -> int:
    if not _WHOLE.fullmatch(written):
        words = t('"{written}" không phải số đồng nguyên', '"{written}" is no whole number of đồng')
        _wrong(number, words.fill(written=_shown(written)))
    return int(written)


def _day(number: int, written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        words = t('"{written}" không phải ngày dạng 2026-11-30', '"{written}" is no day like 2026-11-30')
        _wrong(number, words.fill(written=_shown(written)))


def _moment(number: int, written: str) -> datetime:
    try:
        return datetime.strptime(written, "%Y-%m-%d %H:%M:%S").replace(tzinfo=HANOI)
    except ValueError:
        words = t(
            '"{written}" không phải thời điểm dạng 2026-11-30 09:12:33',
            '"{written}" is no moment like 2026-11-30 09:12:33',
        )
        _wrong(number, words.fill(written=_shown(written)))


def _shown(written: str) -> str:
    return written[:30].replace("{", "(").replace("}", ")")


def _wrong(number: int, why: Text) -> NoReturn:
    words = t(
        "Sao kê chưa dùng được, dòng {line}: {why}. Chưa có gì thay đổi.",
        "The statement cannot be used, line {line}: {why}. Nothing was changed.",
    )
    raise Invalid([Problem(words.fill(line=Text(say_number(number), say_number(number, "en")), why=why), field="tep")])
