"""What a service package may say: one call that an agency offers to others, who may make it, why, what it returns.

A service is one file under `packages/services/`, named after its code. The exchange judges every call by it; nothing
about a service stands in code but the provider's handler.
"""

from datetime import date
from typing import Annotated, Any, Literal

import jsonschema_rs
from pydantic import Field, StringConstraints, model_validator

from toantrinh.kernel.packages import Definition, Finding, nearest, refuse
from toantrinh.kernel.text import Text, t

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,59}$")]
ServiceCode = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*){1,3}$")]
PersonPath = Annotated[str, StringConstraints(pattern=r"^(request|answer)(\.[a-z][a-z0-9_]*(\[\])?)+$")]


class Purpose(Definition):
    """One reason for which the service may be called, with the law that allows it."""

    code: Code
    label: Text
    """As the person reads it whose data it is: "to register a birth"."""
    ground: Text
    """Act and article that allow the use for this purpose."""
    procedures: list[str] = []
    """National codes of the procedures that need it; shown in the directory."""


class Caller(Definition):
    """Who may call; one line of the list is enough."""

    who: Literal["citizen", "officer", "house"]
    """`citizen`: anyone signed in, about persons for whom they may act. `officer`: a holder of one of `roles`, for a
    case. `house`: the house itself, carrying out what was decided."""
    roles: list[Code] = []
    """For `officer`: any of these."""
    agencies: list[str] = []
    """For `officer`: codes of agencies; one that ends in a dot means all below. Empty: every agency."""
    reach: Literal["own", "relatives"] = "own"
    """For `citizen`: `own` is themselves and those for whom they may act; `relatives` adds spouse, parents and
    children, as the registers know them."""
    assurance: int = Field(1, ge=1, le=2)
    """For `citizen`: least level of the sign-in."""
    purposes: list[Code] = []
    """Only for these; empty: for every purpose of the service."""

    @model_validator(mode="after")
    def _officers_have_roles(self) -> "Caller":
        if (self.who == "officer") != bool(self.roles):
            raise refuse(
                Finding(
                    t(
                        "“roles” thuộc về “who: officer” và chỉ ở đó",
                        "“roles” belongs to “who: officer”, and only there",
                    ),
                    t("ví dụ roles: [civil_status_officer]", "such as roles: [civil_status_officer]"),
                )
            )
        return self


class Answering(Definition):
    """That a register of this house answers the service by itself, so that packages suffice and nobody writes code.

    Request and answer speak of the entry's fields by their names; a person is named as `<field>_number` or, where the
    entry is looked for, as `personal_number` or `person`. `read` gives the latest entry of the person in force, and
    `found`; `list` every one under `entries`, and `count`; `check` says under `taken` whether there is an entry of the
    same thing; `enter` makes one, in the books of `agency`; `replace` ends the one named in `entry` and makes another.
    """

    register_: Code = Field(alias="register")
    """Code of the register package."""
    kind: Code
    """Kind of entry."""
    does: Literal["read", "list", "check", "enter", "replace"]
    """What the call does."""


class Service(Definition):
    """One call that an agency offers."""

    code: ServiceCode
    """Stands in messages and packages; also the file's name."""
    edition: int = Field(ge=1)
    """Counts up with every change of the file."""
    in_force_from: date
    title: Text
    gives: Text
    """What the caller gets, one sentence."""
    provider: str
    """Code of the agency that answers for it, such as G15."""
    writes: bool
    """True where a call changes something; then it needs a key and is carried out once."""
    law: Text
    """Act under which the service is offered."""
    purposes: list[Purpose] = Field(min_length=1)
    """For what it may be called; anything else is refused."""
    callers: list[Caller] = Field(min_length=1)
    """Who may call it; whoever fits no line learns nothing."""
    about_persons: list[PersonPath] = []
    """Where request and answer name persons; a citizen may name in a request only persons for whom they act."""
    answered_from: Answering | None = None
    """For a register of this house: which entries answer, and how; without it, code or another system answers."""
    request: dict[str, Any]
    """JSON Schema 2020-12 of the request."""
    answer: dict[str, Any]
    """JSON Schema 2020-12 of the answer."""

    @model_validator(mode="after")
    def _fits_together(self) -> "Service":
        known = {purpose.code for purpose in self.purposes}
        findings = [
            Finding(
                t(f"không có mục đích “{code}”", f"there is no purpose “{code}”"),
                nearest(code, known),
                ("callers", number, "purposes", place),
            )
            for number, caller in enumerate(self.callers)
            for place, code in enumerate(caller.purposes)
            if code not in known
        ]
        if self.answered_from and self.writes != (self.answered_from.does in ("enter", "replace")):
            words = t("“writes” phải khớp với việc mà sổ làm", "“writes” must agree with what the register does")
            findings.append(Finding(words, t("enter, replace thì ghi", "enter and replace write"), ("writes",)))
        for side in ("request", "answer"):
            try:
                jsonschema_rs.meta.validate(getattr(self, side))
            except jsonschema_rs.ValidationError as mistake:
                words = t(f"không phải JSON Schema: {mistake.message}", f"not a JSON Schema: {mistake.message}")
                findings.append(Finding(words, at=(side, *mistake.instance_path)))
        if findings:
            raise refuse(*findings)
        return self

    def purpose(self, code: str) -> Purpose | None:
        """The purpose of that code."""
        return next((purpose for purpose in self.purposes if purpose.code == code), None)
