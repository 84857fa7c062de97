"""What a package may say of petitions: clocks, subjects, grounds of refusal, sizes, and what is taken for spam."""

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from toantrinh.cases.definition.terms import LegalBasis, Limit
from toantrinh.cases.definition.words import Code
from toantrinh.kernel.packages import Definition, Finding, refuse
from toantrinh.kernel.text import Text, t


class PetitionClock(Definition):
    """Within which one thing must be done."""

    limit: Limit
    """How long it may take."""
    name: Text
    source: str
    sure: bool = True


class PetitionClocks(Definition):
    """Every clock of a petition."""

    refuse: PetitionClock
    """From its arrival until it is taken, forwarded or refused."""
    ask: PetitionClock
    """From its arrival until more is asked for, once."""
    answer: PetitionClock
    """From its arrival until it is answered; time in which the author was asked does not count."""
    publish: PetitionClock
    """From the answer until it is published, or kept private for a reason."""
    supply: PetitionClock
    """The author's: from the request until it is supplied; then the petition ends."""
    complain: PetitionClock
    """The author's: from the answer until the last day on which the next level may be asked."""


class PetitionSubject(Definition):
    """One thing that a petition can be about."""

    code: Code
    name: Text
    hint: Text | None = None
    route: Literal["dossier", "chosen", "fixed"]
    """To whom it goes: the agency that has the dossier, the one that the author chooses, or `agency`."""
    agency: str = Field("", description="Code of the agency, where the route is fixed.")
    needs_account: bool = False
    """Whether it can be sent only by one who has signed in."""
    for_head: bool = False
    """Whether only the head of the agency, and whom the head charges with it, may read it."""

    @model_validator(mode="after")
    def _names_its_agency(self) -> "PetitionSubject":
        if (self.route == "fixed") != bool(self.agency):
            raise refuse(
                Finding(t("chỉ nơi nhận cố định mới ghi agency", "`agency` belongs to a fixed route"), at=("agency",))
            )
        return self


class PetitionGround(Definition):
    """Why a petition is refused, or its answer kept private."""

    code: Code
    text: Text
    what_to_do: Text | None = None
    """What the author can do instead."""
    basis: str = ""
    sure: bool = True


class PetitionSizes(Definition):
    """How much one petition may hold."""

    title: int = Field(ge=20)
    """Letters of the title."""
    text: int = Field(ge=200)
    """Letters of the text."""
    files: int = Field(ge=0, le=20)
    """Files beside it."""


class PetitionPace(Definition):
    """How often somebody may send one."""

    per: Literal["network", "author"]
    """Counted by network address, which is kept for these hours as a digest alone, or by author."""
    hours: int = Field(ge=1, le=24)
    """Over how long it is counted."""
    most: int = Field(ge=1)
    """How many are taken within that time."""


class PetitionSpam(Definition):
    """What is put aside as spam: still kept, still on its clock, and an officer looks."""

    words: list[str] = []
    """Words that people who petition do not use, compared without accents."""
    links: int = Field(3, ge=1)
    """So many addresses of web pages are too many."""
    repeats: int = Field(3, ge=2)
    """So many with the same text within a day are sent by a machine."""


class PetitionUnnamed(Definition):
    """Whether somebody may send one without a name or a way to be reached."""

    allowed: bool
    """Whether it is taken at all."""
    basis: str = ""
    sure: bool = True


class PetitionRules(Definition):
    """The rules of petitions: one file under `packages/petitions/`."""

    code: Code
    edition: int = Field(ge=1)
    in_force_from: date
    law: list[LegalBasis]
    """On what they rest."""
    clocks: PetitionClocks
    """Within which each thing must be done."""
    subjects: list[PetitionSubject] = Field(min_length=1)
    """What a petition can be about."""
    refusals: list[PetitionGround] = Field(min_length=1)
    """Why one may be refused."""
    privates: list[PetitionGround] = Field(min_length=1)
    """Why an answer may be kept private."""
    sizes: PetitionSizes
    """How much one may hold."""
    paces: list[PetitionPace]
    """How often somebody may send one."""
    spam: PetitionSpam
    """What is put aside as spam."""
    unnamed: PetitionUnnamed
    """Petitions without a name."""

    @model_validator(mode="after")
    def _each_code_once(self) -> "PetitionRules":
        for name in ("subjects", "refusals", "privates"):
            codes = [one.code for one in getattr(self, name)]
            if twice := sorted({code for code in codes if codes.count(code) > 1}):
                raise refuse(
                    Finding(t(f"mã “{twice[0]}” có hai lần", f"the code “{twice[0]}” is there twice"), at=(name,))
                )
        return self
