"""One procedure as a whole."""

from datetime import date
from typing import Any, Literal, Self

from pydantic import Field, PrivateAttr, model_validator

from toantrinh.cases.definition.consent import Consent
from toantrinh.cases.definition.examples import Example
from toantrinh.cases.definition.form import Check, Eligibility, FormField, Lookup, Page, Paper
from toantrinh.cases.definition.linked import LinkedPart, SharedForm
from toantrinh.cases.definition.terms import ChannelTerms, LegalBasis
from toantrinh.cases.definition.words import Channel, Code
from toantrinh.cases.definition.work import Competent, Effect, NextService, Reason, Result, Step
from toantrinh.kernel.packages import Definition, Finding, nearest, refuse
from toantrinh.kernel.text import Text, t


class Names(Definition):
    """How the procedure is called."""

    short: Text = Field(description="Everyday name, at most 60 characters, beginning with a verb.")
    official: str = Field(description="As published, Vietnamese.")
    also: list[str] = Field(default_factory=list, description="Words by which people look for it.")


class Procedure(Definition):
    """One administrative procedure in one edition."""

    code: str = Field(description="National code, such as 1.001193.")
    edition: int = Field(ge=1)
    in_force_from: date
    as_of: date = Field(description="Day on which the sources were read.")
    source: str
    names: Names
    """How people, and the law, call it."""
    field_code: str = Field("", description="Field of administration, such as G15-TP07.")
    field_name: Text | None = None
    """Field of administration in words."""
    level: Literal["commune", "province", "ministry"]
    """Which level of the State decides."""
    area: str = Field("", description="Code of the province whose own procedure it is, such as H21; else empty.")
    issued_by: str = Field("", description="Who promulgated it, by name.")
    gives: Text = Field(description="What one gets, one sentence.")
    who_may: Text
    """Who may have it, one sentence."""
    full_online: bool = Field(description="Offered as dịch vụ công trực tuyến toàn trình.")
    assurance: int = Field(2, ge=1, le=2, description="Level of sign-in needed.")
    confidential: bool = Field(
        False, description="True: in the agency only roles that have a step of it see its dossiers, not all officers."
    )
    life_events: list[Code] = []
    """Events in life with which it is listed, such as sinh-con."""
    legal_basis: list[LegalBasis]
    """Acts on which it rests."""
    channels: dict[Channel, ChannelTerms]
    """Ways in which an application may come, and what holds for each."""
    competent: Competent
    """Which agency decides."""
    lookups: list[Lookup] = []
    """What is fetched before anybody is asked."""
    shares_form: SharedForm | None = None
    """Another package whose questions are asked here too."""
    pages: list[Page]
    """The questions, a page for each thing asked."""
    papers: list[Paper] = []
    """What belongs to the dossier beside the form."""
    consents: list[Consent] = []
    """Who else must agree before anything can be sent."""
    eligibility: list[Eligibility] = []
    """Who may not have it, and why."""
    checks: list[Check] = []
    """Rules about several answers together."""
    supplement_reasons: list[Reason] = []
    """Grounds on which more may be asked for."""
    refusal_reasons: list[Reason] = []
    """Grounds on which it may be turned away or refused."""
    supplement_days: int = Field(30, description="Working days the citizen has to supply what is asked for.")
    payment_days: int = Field(10, description="Working days the citizen has to pay what is due before the case ends.")
    steps: list[Step]
    """The work inside the agency, in order; none where `linked` parts do all of it."""
    linked: list[LinkedPart] = []
    """Parts that other agencies decide, each as a case of its own: the application then waits for them."""
    linked_role: Code = "receptionist"
    """Role at the agency of the application that is told when a part comes to nothing."""
    effects: list[Effect] = []
    """What the decision changes in registers, in order."""
    results: list[Result]
    """What the citizen holds at the end."""
    bulk_decidable: bool = Field(
        False, description="Many of these may be granted at once, where nothing in them differs from the registers."
    )
    next_services: list[NextService] = []
    """What is offered afterwards."""
    about: str = Field("", description="Expression for the name of whom the dossier is about, shown in lists.")
    unsure: list[Text] = Field(default_factory=list, description="What the authors could not verify.")
    examples: list[Example] = Field(default_factory=list, description="People as tests; see `Example`.")

    _judge: Any = PrivateAttr(None)
    """Its conditions, read once; see `conditions.judge_of`."""

    @model_validator(mode="after")
    def _parts_fit_together(self) -> Self:
        """Linked parts do all of the work, each once, and wait only for earlier ones."""
        codes = [part.code for part in self.linked]
        findings = [
            Finding(
                t("“after” chỉ nêu phần đứng trước", "“after” names earlier parts only"),
                nearest(code, codes[:number]),
                ("linked", number, "after"),
            )
            for number, part in enumerate(self.linked)
            for code in part.after
            if code not in codes[:number]
        ]
        if self.linked and (self.steps or self.effects or self.results):
            what = t(
                "thủ tục liên thông không có steps, effects, results của mình: từng phần có",
                "a linked procedure has no steps, effects or results of its own: its parts have",
            )
            findings.append(Finding(what, at=("linked",)))
        if not self.linked and not self.steps:
            findings.append(Finding(t("cần ít nhất một bước", "at least one step is needed"), at=("steps",)))
        if len(set(codes)) < len(codes):
            findings.append(Finding(t("hai phần cùng mã", "two parts have one code"), at=("linked",)))
        if findings:
            raise refuse(*findings)
        return self

    def fields(self) -> list[FormField]:
        """Every question, in order; a repeating group counts as one."""
        return [field for page in self.pages for field in page.fields]
