"""What a procedure package may say: the law of one procedure, as dated data.

A package is a folder under `packages/procedures/`:

    procedure.yaml     this file's `Procedure`
    examples.yaml      its `examples`: people as tests, *given … expect …*
    letters/*.typ      templates of the results that the procedure issues
    rules.py           optional pure functions, which may import `toantrinh.kernel` alone

Loading it makes an immutable edition; a case points at its edition for ever. Every condition is the one expression
language of `docs/reference/expressions.md`; the names it may use are the form's field paths, the codes of `lookups`
(with what their service returns), and `me`, `case`, `today`.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field, PrivateAttr, StringConstraints

from toantrinh.kernel.packages import Definition
from toantrinh.kernel.text import Text

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,59}$")]
Path = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*){0,3}$")]
Condition = Annotated[str, StringConstraints(min_length=1, max_length=1000)]


class Channel(StrEnum):
    """How an application comes in; the national code is beside each (`KenhThucHien`)."""

    COUNTER = "counter"  # 1
    ONLINE = "online"  # 2
    POST = "post"  # 3


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

    amount: int = Field(ge=0, description="How many units; 0 with a cut-off means the same working day.")
    unit: Literal["working_day", "day", "working_hour", "hour", "month"]
    """Hours and days count as the calendar does; a working day has 8 working hours."""
    same_day_cut_off: str = Field(
        "", description="Received before this hour (15:00), the result is due the same working day; else the next."
    )
    basis: str = Field("", description="Act and article that set the limit.")
    sure: bool = True


class Fee(Definition):
    """One charge; an amount of 0 is never 'unknown'."""

    code: Code
    name: Text
    amount: int | None = Field(None, ge=0, description="Đồng; null where not known.")
    per: Literal["application", "copy", "page"] = "application"
    """For what it is charged each time."""
    free_because: Text | None = Field(None, description="Rule that makes it free; needed where amount is 0.")
    set_by: Literal["law", "province"] = "law"
    """Whether a law sets it for the country, or the people's council of each province."""
    basis: str = ""
    when: Condition | None = None
    sure: bool = True


class ChannelTerms(Definition):
    """What holds for applications that come in one way."""

    limit: Limit
    """Within which the result is due."""
    fees: list[Fee] = []
    """Everything charged; empty means that nothing is."""
    note: Text | None = None


class Lookup(Definition):
    """Data that the State already holds, fetched through the exchange so that nobody is asked for it."""

    code: Code = Field(description="Name under which the answer stands in expressions and in `from`.")
    service: str = Field(description="Code of a service package, such as population.person.read.")
    purpose: Code = Field(description="One of the purposes that the service allows.")
    ask_when: Condition | None = Field(None, description="Ask only when this is true.")
    body: dict[str, str] = Field(default_factory=dict, alias="with", description="Request field → expression.")
    source_name: Text = Field(description="How the source is named to people.")
    answers: dict[str, str] = Field(
        default_factory=dict, description="Not written by authors: what the service promised when this was installed."
    )


class Choice(Definition):
    """One answer that may be chosen."""

    value: Code
    """As it is kept and sent."""
    label: Text
    hint: Text | None = None
    when: Condition | None = Field(None, description="Offered only when this is true.")


class CodeList(Definition):
    """A list of values that many forms share, under packages/reference/codes."""

    code: Code
    name: Text
    as_of: date
    source: str
    sure: bool = True
    values: dict[Code, Text]
    """Label by value, in the order of the list."""


class Derived(Definition):
    """A value that follows from others, so that nobody types it."""

    when: Condition | None = None
    value: str = Field(description="Expression.")


class FormField(Definition):
    """One question."""

    name: Path
    kind: Literal[
        "text",
        "long_text",
        "full_name",
        "number",
        "date",
        "partial_date",
        "choice",
        "yes_no",
        "address",
        "person",
        "group",
    ]
    label: Text
    hint: Text | None = None
    required: bool = True
    show_when: Condition | None = None
    require_when: Condition | None = None
    choices: list[Choice] = []
    """For `choice`: what may be chosen."""
    choices_from: str = Field("", description="Name of a code list in packages/reference/codes, instead of `choices`.")
    from_: str = Field("", alias="from", description="Path in a lookup; shown read-only with its source when known.")
    derive: list[Derived] = Field(default_factory=list, description="First whose `when` holds gives the value.")
    default: str = Field("", description="Expression for the value that stands there first; may be changed.")
    min_length: int = 1
    """For texts: fewest characters."""
    max_length: int = 200
    """For texts: most characters."""
    minimum: str = Field("", description="Expression: least number or earliest date.")
    maximum: str = Field("", description="Expression: greatest number or latest date.")
    check: list["Check"] = []
    """Rules about this answer."""
    fields: list["FormField"] = Field(default_factory=list, description="Of a repeating group.")
    most: int = Field(10, description="Most rows of a repeating group.")
    secret: bool = Field(False, description="Masked in lists and letters unless needed.")
    hidden: bool = Field(False, description="Never asked: its value only follows from others by `derive`.")


class Check(Definition):
    """A rule about answers: where `unless` is not true, the message is shown."""

    unless: Condition
    message: Text
    only_warn: bool = Field(False, description="True: say it, but let the person go on.")


class Page(Definition):
    """One question page: one thing asked."""

    code: Code
    title: Text
    hint: Text | None = None
    show_when: Condition | None = None
    fields: list[FormField] = []
    papers: bool = Field(False, description="True on the page where papers are attached.")


class Paper(Definition):
    """One document of the dossier."""

    code: Code
    national_code: str = Field("", description="Component code of the national catalogue.")
    name: Text = Field(description="Everyday name, short.")
    official_name: str = Field("", description="As in the national catalogue, Vietnamese.")
    who_has: Literal["state", "applicant", "other"]
    """`state`: fetched, not asked for. `applicant`: theirs. `other`: somebody else gives it to them."""
    hint: Text | None = None
    originals: int = 0
    """How many originals the counter needs; online one file stands for all."""
    copies: int = 0
    """How many copies the counter needs."""
    show_when: Condition | None = None
    required_when: Condition = "true"
    """Needed where this is true; else it may be left out."""
    held_when: Condition | None = Field(None, description="True when the State already holds it, so none is asked.")
    held_from: Text | None = Field(None, description="Where it is held.")


class Eligibility(Definition):
    """Who may have this: where `unless` is not true, the reason is said and what to do instead."""

    unless: Condition
    reason: Text
    instead: Text
    """What to do instead, for people."""
    basis: str = ""


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


class NextService(Definition):
    """What is offered after the decision, before anybody asks."""

    name: Text
    text: Text
    procedure: str = ""
    """National code, where the procedure is offered here."""
    when: Condition | None = None


class Competent(Definition):
    """Which agency decides."""

    kind: Literal["commune_committee", "agency"]
    unit: str = Field("", description="Expression for the code of the commune, for `commune_committee`.")
    agency: str = Field("", description="Code of the agency, for `agency`.")


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
    gives: Text = Field(description="What one gets, one sentence.")
    who_may: Text
    """Who may have it, one sentence."""
    full_online: bool = Field(description="Offered as dịch vụ công trực tuyến toàn trình.")
    assurance: int = Field(2, ge=1, le=2, description="Level of sign-in needed.")
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
    pages: list[Page]
    """The questions, a page for each thing asked."""
    papers: list[Paper] = []
    """What belongs to the dossier beside the form."""
    eligibility: list[Eligibility] = []
    """Who may not have it, and why."""
    checks: list[Check] = []
    """Rules about several answers together."""
    supplement_reasons: list[Reason] = []
    """Grounds on which more may be asked for."""
    refusal_reasons: list[Reason] = []
    """Grounds on which it may be turned away or refused."""
    supplement_days: int = Field(30, description="Working days the citizen has to supply what is asked for.")
    steps: list[Step]
    """The work inside the agency, in order."""
    effects: list[Effect] = []
    """What the decision changes in registers, in order."""
    results: list[Result]
    """What the citizen holds at the end."""
    next_services: list[NextService] = []
    """What is offered afterwards."""
    about: str = Field("", description="Expression for the name of whom the dossier is about, shown in lists.")
    unsure: list[Text] = Field(default_factory=list, description="What the authors could not verify.")
    examples: list["Example"] = Field(default_factory=list, description="People as tests; see `Example`.")

    _judge: Any = PrivateAttr(None)
    """Its conditions, read once; see `conditions.judge_of`."""

    def fields(self) -> list[FormField]:
        """Every question, in order; a repeating group counts as one."""
        return [field for page in self.pages for field in page.fields]


class Given(Definition):
    """The situation of an example."""

    today: date
    channel: Channel = Channel.ONLINE
    """How the application comes."""
    me: dict[str, Any] = {}
    """What is known of the person signed in."""
    lookups: dict[str, dict[str, Any]] = Field(default_factory=dict, description="What each lookup answers.")
    answers: dict[str, Any] = {}
    """What was typed or chosen, by path of the field."""
    files: list[Code] = Field(default_factory=list, description="Papers attached.")


class Expected(Definition):
    """What must follow; whatever is left out is not checked."""

    eligible: bool | None = None
    """Whether they may have it."""
    because: str | None = Field(None, description="Part of the Vietnamese reason.")
    problems: list[str] | None = Field(None, description="Names of fields at fault, or papers as `paper:<code>`.")
    warnings: int | None = None
    """How many warnings are shown."""
    asked: list[str] | None = Field(None, description="Fields that must be typed or chosen.")
    papers: list[Code] | None = Field(None, description="Papers that must be attached.")
    unit: str | None = Field(None, description="Commune that decides.")
    steps: list[Code] | None = None
    """Steps that the dossier goes through."""
    effects: dict[str, dict[str, Any]] | None = Field(None, description="Effect → values its request must hold.")
    fee: int | None = None
    """What it costs in đồng."""


class Example(Definition):
    """A person as a test."""

    name: Text
    given: Given
    expect: Expected


Procedure.model_rebuild()
