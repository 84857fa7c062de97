"""What is asked, what is already known, and which papers belong to a dossier."""

from datetime import date
from typing import Literal

from pydantic import Field

from toantrinh.cases.definition.words import Code, Condition, Path
from toantrinh.kernel.packages import Definition
from toantrinh.kernel.text import Text


class Lookup(Definition):
    """Data that the State already holds, fetched through the exchange so that nobody is asked for it."""

    code: Code = Field(description="Name under which the answer stands in expressions and in `from`.")
    service: str = Field(description="Code of a service package, such as population.person.read.")
    purpose: Code = Field(description="One of the purposes that the service allows.")
    ask_when: Condition | None = Field(None, description="Ask only when this is true.")
    body: dict[str, str] = Field(default_factory=dict, alias="with", description="Request field → expression.")
    source_name: Text = Field(description="How the source is named to people.")
    in_name_of: Code | None = Field(
        None, description="Code of a consent: asked by the person who gives it, about themselves, when they give it."
    )
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


class ChoiceRows(Definition):
    """Choices that are the rows of what a lookup answered: each row has the words of its choice."""

    rows: str = Field(description="Path of the list in a lookup, such as `entries.entries`.")
    value: str = "code"
    """Name of the row's value that is kept; it has the form of a code."""
    label: str = "label"
    """Name of the row's words, which end in `_vi` and `_en`."""
    hint: str = ""
    """Name of a second line of words, likewise; empty for none."""


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
    choices_of: ChoiceRows | None = None
    """For `choice`: what may be chosen are rows of a lookup's answer, instead of `choices`."""
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
