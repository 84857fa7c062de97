"""On what a procedure rests, how long it may take, and what is charged."""

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field

from toantrinh.cases.definition.words import Code, Condition
from toantrinh.kernel.packages import Definition
from toantrinh.kernel.text import Text


class LegalBasis(Definition):
    """One act on which the procedure rests."""

    reference: str = Field(description="Number of the act, such as 118/2025/NĐ-CP.")
    title: Text
    articles: str = Field("", description="Articles and clauses relied upon.")
    in_force_from: date | None = None
    in_force_until: date | None = None
    source: str = Field("", description="Where this was read, with its date.")
    sure: bool = Field(True, description="False where the source is weak; shown as such.")


class Limit(Definition):
    """How long a channel or a step may take."""

    amount: Decimal | None = Field(
        ge=0, description="How many units; 0 with a cut-off: the same working day; null: not known, see `said`."
    )
    unit: Literal["working_day", "day", "working_hour", "hour", "month"] = "working_day"
    """Hours and days count as the calendar does; a working day has 8 working hours."""
    same_day_cut_off: str = Field(
        "", description="Received before this hour (15:00), the result is due the same working day; else the next."
    )
    basis: str = Field("", description="Act and article that set the limit.")
    said: str = Field("", description="What the source says of the time, word for word.")
    sure: bool = True

    @property
    def is_known(self) -> bool:
        """False where no number is known: whoever receives the dossier sets the date."""
        return self.amount is not None


class LimitCase(Definition):
    """A limit that holds for some cases alone."""

    when: Condition | None = None
    """Where it holds; null where the source does not tie it to a case, and whoever receives the dossier chooses."""
    limit: Limit
    """How long it then may take."""


class Amount(Definition):
    """What a charge comes to for a time, for the country or for some provinces."""

    amount: int | None = Field(ge=0, description="Đồng each time; null where not known.")
    provinces: list[str] = Field(default_factory=list, description="Codes of the provinces; empty for the country.")
    from_on: date | None = None
    """First day on which it is charged."""
    until_on: date | None = None
    """Last day on which it is charged."""
    basis: str = ""
    sure: bool = True


class Exemption(Definition):
    """A rule by which a charge is not made, or not in full."""

    when: Condition | None = None
    reason: Text
    """The rule in words, as it is shown beside the 0."""
    pays_percent: int = Field(0, ge=0, le=100, description="Share that is still paid; 0 for a full exemption.")
    provinces: list[str] = Field(default_factory=list, description="Codes of the provinces; empty for the country.")
    from_on: date | None = None
    """First day on which it holds."""
    until_on: date | None = None
    """Last day on which it holds."""
    basis: str = ""
    sure: bool = True


class Fee(Definition):
    """One charge; an amount of 0 is never 'unknown'."""

    code: Code
    name: Text
    kind: Literal["fee", "charge", "price"] = "charge"
    """`fee`: phí. `charge`: lệ phí. `price`: giá dịch vụ."""
    amount: int | None = Field(None, ge=0, description="Đồng each time; null where not known. `amounts` wins over it.")
    amounts: list[Amount] = Field(default_factory=list, description="Dated, and by province where one sets them.")
    per: Literal["application", "copy", "page"] = "application"
    """For what it is charged each time."""
    quantity: str = Field("", description="Expression: how often it is charged, for `copy` and `page`; else once.")
    free_because: Text | None = Field(None, description="Rule that makes it free; needed where amount is 0.")
    exemptions: list[Exemption] = []
    """Rules by which it is not charged, or not in full; the first that holds counts."""
    set_by: Literal["law", "province"] = "law"
    """Whether a law sets it for the country, or the people's council of each province."""
    basis: str = ""
    when: Condition | None = None
    due: Literal["submission", "receipt", "return"] = "submission"
    """When it is due: before sending, when the agency asks for it after receipt, or at the hand-over of the result."""
    refund: Literal["before_receipt", "unless_granted", "never"] = "before_receipt"
    """When what was paid goes back: where the case ends before its receipt, wherever it is not granted, or never."""
    note: str = Field("", description="What the source says beside the amount, word for word.")
    sure: bool = True


class ChannelTerms(Definition):
    """What holds for applications that come in one way."""

    limit: Limit
    """Within which the result is due, unless one of `limits` holds."""
    limits: list[LimitCase] = []
    """Other limits: the first whose `when` is true counts; one without `when` may be chosen at receipt."""
    fees: list[Fee] = []
    """Everything charged; empty means that nothing is."""
    note: Text | None = None
