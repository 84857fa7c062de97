"""What an application costs, and why: each charge by the dated rule that holds for its day, channel and province.

Pure: a situation in, lines out. "Free by a rule" and "not known" are different answers, and neither is ever guessed.

1. A charge counts where its `when` holds.
2. What it comes to each time: of `amounts`, the one in force on the day for the province of the agency that decides,
   else the one for the country; else `amount`.
3. How often: once for an application, else what `quantity` says; for none of something, there is no line.
4. The first exemption that holds on the day, in the province, takes its share off, with its reason.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from toantrinh.cases import form
from toantrinh.cases.conditions import judge_of
from toantrinh.cases.definition import Amount, Exemption, Fee
from toantrinh.cases.form import Situation
from toantrinh.kernel.text import Text, say_money, t

PER = {
    "application": t("một hồ sơ", "an application"),
    "copy": t("một bản", "a copy"),
    "page": t("một trang", "a page"),
}
COUNTED = {
    "application": t("{n} lần × {each}", "{n} times {each}"),
    "copy": t("{n} bản × {each}", "{n} × {each} a copy"),
    "page": t("{n} trang × {each}", "{n} × {each} a page"),
}
BY_PROVINCE = t(
    "Hội đồng nhân dân tỉnh quy định; cơ quan báo trước khi bạn trả.",
    "The people's council of the province sets it; the agency tells you before you pay.",
)
NOT_KNOWN = t(
    "Nguồn không ghi mức thu; cơ quan báo trước khi bạn trả.",
    "The source gives no amount; the agency tells you before you pay.",
)
FREE = t("Không thu", "No charge")


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """One line of what is charged."""

    code: str
    name: Text
    kind: str
    """fee, charge or price."""
    amount: int | None
    """Đồng; 0 where a rule makes it free, None where not known yet."""
    each: int | None
    quantity: int
    reason: Text
    """Why it is this much: how it was counted, which rule makes it free, or why nobody can say yet."""
    basis: str
    due: str
    """submission, receipt or return."""
    refund: str
    """before_receipt, unless_granted or never."""
    sure: bool = True
    demand: str = ""
    """URN of the demand by which it was asked for; empty until then."""
    paid: bool = False

    def as_json(self) -> dict[str, Any]:
        """The line as it is frozen with its case."""
        texts = {"name": [self.name.vi, self.name.en], "reason": [self.reason.vi, self.reason.en]}
        plain = ("code", "kind", "amount", "each", "quantity", "basis", "due", "refund", "sure", "demand", "paid")
        return {name: getattr(self, name) for name in plain} | texts

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Charge":
        """A line as it was frozen."""
        return cls(**kept | {"name": Text(*kept["name"]), "reason": Text(*kept["reason"])})


class _Dated(Protocol):
    """What holds between two days, for some provinces or all."""

    from_on: date | None
    until_on: date | None
    provinces: list[str]


def charges(s: Situation, places: Iterable[str] = ()) -> list[Charge]:
    """Every charge of this application, free ones among them; `places` are the codes of the deciding province."""
    here = frozenset(places)
    return [line for fee in form.fees(s) if (line := _charge(s, fee, here)) is not None]


def total(lines: Iterable[Charge]) -> int | None:
    """What all lines come to; None as soon as one is not known."""
    amounts = [line.amount for line in lines]
    return None if None in amounts else sum(amount for amount in amounts if amount)


def due_now(lines: Iterable[Charge], due: str) -> int:
    """What is known to be due at that time, in đồng."""
    return sum(line.amount or 0 for line in lines if line.due == due)


def _charge(s: Situation, fee: Fee, places: frozenset[str]) -> Charge | None:
    quantity = _quantity(s, fee)
    if quantity == 0:
        return None
    rule = _rule(fee, s.today, places)
    each, basis = (rule.amount, rule.basis or fee.basis) if rule else (fee.amount, fee.basis)
    amount = None if each is None else each * quantity
    reason = _reason(fee, each, quantity)
    if amount != 0 and (exemption := _exemption(s, fee, places)):
        amount, reason, basis = _reduced(amount, exemption, reason, basis)
    return Charge(
        code=fee.code,
        name=fee.name,
        kind=fee.kind,
        amount=amount,
        each=each,
        quantity=quantity,
        reason=reason,
        basis=basis,
        due=fee.due,
        refund=fee.refund,
        sure=fee.sure and (rule is None or rule.sure),
    )


def _quantity(s: Situation, fee: Fee) -> int:
    """How often it is charged; once where that is not said or cannot be known."""
    if not fee.quantity:
        return 1
    found = judge_of(s.procedure).value(fee.quantity, form.values(s), s.today)
    try:
        return max(int(Decimal(str(found))), 0) if found is not None else 1
    except (InvalidOperation, ValueError):
        return 1


def _holds(rule: _Dated, day: date, places: frozenset[str]) -> bool:
    in_time = (rule.from_on or day) <= day <= (rule.until_on or day)
    return in_time and (not rule.provinces or bool(places.intersection(rule.provinces)))


def _rule(fee: Fee, day: date, places: frozenset[str]) -> Amount | None:
    """The dated amount that holds: one for the province before one for the country."""
    holding = [one for one in fee.amounts if _holds(one, day, places)]
    return next((one for one in holding if one.provinces), holding[0] if holding else None)


def _exemption(s: Situation, fee: Fee, places: frozenset[str]) -> Exemption | None:
    known = form.values(s)
    return next(
        (
            one
            for one in fee.exemptions
            if _holds(one, s.today, places) and judge_of(s.procedure).holds(one.when, known, s.today)
        ),
        None,
    )


def _reduced(amount: int | None, rule: Exemption, reason: Text, basis: str) -> tuple[int | None, Text, str]:
    """After an exemption: free even where the amount was not known, else its share of it, to the đồng."""
    if not rule.pays_percent:
        return 0, rule.reason, rule.basis or basis
    words = t("{why}: trả {percent} %", "{why}: {percent} % is paid").fill(why=rule.reason, percent=rule.pays_percent)
    both = Text(f"{reason.vi}. {words.vi}", f"{reason.en}. {words.en}") if reason.vi else words
    part = None if amount is None else (amount * rule.pays_percent + 50) // 100
    return part, both, ", ".join(dict.fromkeys(one for one in (basis, rule.basis) if one))


def _reason(fee: Fee, each: int | None, quantity: int) -> Text:
    if each is None:
        return BY_PROVINCE if fee.set_by == "province" else NOT_KNOWN
    if each == 0:
        return fee.free_because or FREE
    if fee.per == "application" and quantity == 1:
        return Text("", "")
    return COUNTED[fee.per].fill(n=quantity, each=_money(each))


def _money(dong: int) -> Text:
    return Text(say_money(dong), say_money(dong, "en"))


# ---- before anybody has answered anything


def quote(fee: Fee, day: date) -> Text:
    """What a charge comes to, for the page that comes before the form: a sum, a range over provinces, or why not."""
    amounts = [one.amount for one in fee.amounts if (one.from_on or day) <= day <= (one.until_on or day)]
    known = sorted({one for one in amounts if one is not None})
    if not amounts:
        known = [] if fee.amount is None else [fee.amount]
    if not known:
        return BY_PROVINCE if fee.set_by == "province" else NOT_KNOWN
    if known == [0]:
        return fee.free_because or FREE
    words = _money(known[0])
    if len(known) > 1:
        words = t("từ {least} đến {most}", "from {least} to {most}").fill(least=words, most=_money(known[-1]))
    if fee.per != "application":
        words = t("{amount} {per}", "{amount} {per}").fill(amount=words, per=PER[fee.per])
    return t("{words}, tuỳ tỉnh", "{words}, by province").fill(words=words) if len(known) > 1 else words


def exempted(fee: Fee, day: date) -> Sequence[Text]:
    """Who pays less or nothing, a rule each, for the same page."""
    rules = [one for one in fee.exemptions if (one.from_on or day) <= day <= (one.until_on or day)]
    partly = t("{why}: trả {percent} %", "{why}: {percent} % is paid")
    free = t("{why}: không phải trả", "{why}: nothing to pay")
    return [(partly if one.pays_percent else free).fill(why=one.reason, percent=one.pays_percent) for one in rules]
