"""Money: whole đồng, and the difference between nothing to pay and not known."""

from dataclasses import dataclass
from datetime import date

from toantrinh.kernel.text import Text, say_money, t


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """What is due under a rule: a sum, nothing because a rule says so, or not known yet.

    `Amount()` is not known; `Amount(dong=8000, basis="281/2016/TT-BTC")` is a sum; nothing needs its basis:
    `Amount(dong=0, basis="60/2014/QH13")`, for 0 without a rule is how unknown fees are written by mistake.
    """

    dong: int | None = None
    """Whole đồng; None where not known."""
    basis: str = ""
    """Number of the law, resolution or decision that sets or waives it."""
    valid_from: date | None = None
    valid_to: date | None = None
    """Last day of validity, itself included; None without an end."""

    def __post_init__(self) -> None:
        if self.dong is not None and self.dong < 0:
            raise ValueError(t("số tiền không âm", "an amount is not below 0"))
        if self.dong == 0 and not self.basis:
            raise ValueError(t("0 cần căn cứ miễn; chưa biết thì bỏ trống", "0 needs its basis; unknown is left out"))
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValueError(t("ngày hết hiệu lực trước ngày có hiệu lực", "valid_to lies before valid_from"))

    @property
    def is_known(self) -> bool:
        return self.dong is not None

    @property
    def is_free(self) -> bool:
        return self.dong == 0

    def is_valid_on(self, day: date) -> bool:
        return (self.valid_from or day) <= day <= (self.valid_to or day)

    def say(self) -> Text:
        """What the payer reads."""
        if self.dong is None:
            vi = "Chưa xác định: cơ quan báo trước khi bạn trả"
            return t(vi, "Not known yet: the agency tells you before you pay")
        if self.is_free:
            return t("Miễn, theo {basis}", "Free, under {basis}").fill(basis=self.basis)
        return Text(say_money(self.dong, "vi"), say_money(self.dong, "en"))

    def __add__(self, other: "Amount") -> "Amount":
        """Both together: not known as soon as one is not; free only where both are."""
        if self.dong is None or other.dong is None:
            return Amount()
        sums = [amount for amount in (self, other) if amount.dong] or [self, other]
        return Amount(dong=self.dong + other.dong, basis=", ".join(dict.fromkeys(amount.basis for amount in sums)))
