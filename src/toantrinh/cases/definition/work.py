"""The work inside the agency: grounds, steps, effects on registers, results, and who is competent."""

from typing import Literal, Self

from pydantic import Field, model_validator

from toantrinh.cases.definition.terms import Limit
from toantrinh.cases.definition.words import Code, Condition
from toantrinh.kernel.packages import Definition, Finding, refuse
from toantrinh.kernel.text import Text, t


class Reason(Definition):
    """A ground on which an officer asks for more or refuses, so that nobody is turned away without one."""

    code: Code
    text: Text
    what_to_do: Text
    """What the citizen is to do now."""
    papers: list[Code] = []
    """Papers to which the ground may belong; empty: to any, or to none."""
    basis: str = ""


class Step(Definition):
    """One stage of the work inside the agency."""

    code: Code
    kind: Literal["receive", "examine", "confirm", "sign", "return"]
    name: Text
    role: Code = Field(description="Role that may do it; `applicant` for a step of the citizen's.")
    limit: Limit
    """Within which somebody must have acted; the watchdog counts it."""
    when: Condition | None = Field(None, description="Skipped unless true.")
    checklist: list[Text] = []
    """What is to be looked at; ticked by the officer."""
    on_silence: Literal["watch", "proceed"] = Field(
        "watch", description="When nobody acts within the limit: tell everyone, or go on as if agreed."
    )

    @model_validator(mode="after")
    def _is_counted(self) -> Self:
        if not self.limit.is_known:
            what = t("thời hạn của một bước phải có số", "the limit of a step must be a number")
            raise refuse(Finding(what, at=("limit",)))
        return self


class Effect(Definition):
    """What the decision changes in a register, by a call through the exchange, in this order."""

    code: Code
    service: str
    """Code of the service that is called."""
    purpose: Code
    """One of the purposes that the service allows."""
    when: Condition | None = None
    body: dict[str, str] = Field(alias="with", description="Request field → expression; earlier effects by their code.")
    title: Text
    answers: dict[str, str] = Field(
        default_factory=dict, description="Not written by authors: what the service promised when this was installed."
    )


class Result(Definition):
    """What the citizen holds at the end."""

    code: Code
    national_code: str = ""
    """Result code of the national catalogue, such as KQ.G15.000031."""
    name: Text
    template: str = Field(description="File under letters/, without ending.")
    contents: dict[str, str] = Field(alias="with", description="Template value → expression.")
    owner: str = Field("", description="Expression for the URN of the person whose paper it is; else the applicant.")
    birth_date: str = Field("", description="Expression: the date that a checker must give to be told the name.")
    holder_name: str = Field("", description="Expression: the name told then.")
    valid: Limit | None = Field(
        None, description="How long it is valid from the day of issue, where it ends; the letter may say `valid_until`."
    )


class NextService(Definition):
    """What is offered after the decision, before anybody asks."""

    name: Text
    text: Text
    procedure: str = ""
    """National code, where the procedure is offered here."""
    when: Condition | None = None


class Competent(Definition):
    """Which agency decides."""

    kind: Literal[
        "commune_committee",
        "commune_police",
        "provincial_committee",
        "provincial_department",
        "provincial_police",
        "provincial_social_insurance",
        "agency",
    ]
    unit: str = Field("", description="Expression for the code of a commune, for every kind but `agency`.")
    branch: str = Field("", description="For `provincial_department`: such as STP, as branches.yaml lists them.")
    agency: str = Field("", description="Code of the agency, for `agency`.")
    when: Condition | None = Field(None, description="As one of `instead`: where this one decides.")
    instead: list["Competent"] = Field(default_factory=list, description="The first whose `when` holds decides.")

    @property
    def place(self) -> tuple[str, str]:
        """Level of the agency, and the last part of its code where it stands beside the committee."""
        level = "province" if self.kind.startswith("provincial") else "commune"
        return level, {"department": self.branch}.get(last := self.kind.rpartition("_")[2], _BRANCHES.get(last, ""))


_BRANCHES = {"police": "CA", "insurance": "BHXH"}
