"""People as tests of a procedure."""

from datetime import date
from typing import Any

from pydantic import Field

from toantrinh.cases.definition.words import Channel, Code
from toantrinh.kernel.packages import Definition
from toantrinh.kernel.text import Text


class Given(Definition):
    """The situation of an example."""

    today: date
    channel: Channel = Channel.ONLINE
    """How the application comes."""
    province: str = Field("", description="Code of the province whose charges hold, such as H29 or 79.")
    me: dict[str, Any] = {}
    """What is known of the person signed in."""
    lookups: dict[str, dict[str, Any]] = Field(default_factory=dict, description="What each lookup answers.")
    answers: dict[str, Any] = {}
    """What was typed or chosen, by path of the field."""
    files: list[Code] = Field(default_factory=list, description="Papers attached.")
    agreed: list[Code] = Field(default_factory=list, description="Consents that were given.")


class Expected(Definition):
    """What must follow; whatever is left out is not checked."""

    eligible: bool | None = None
    """Whether they may have it."""
    because: str | None = Field(None, description="Part of the Vietnamese reason.")
    problems: list[str] | None = Field(None, description="Names of fields at fault, or papers as `paper:<code>`.")
    consents: list[Code] | None = Field(None, description="Consents that are needed.")
    warnings: int | None = None
    """How many warnings are shown."""
    asked: list[str] | None = Field(None, description="Fields that must be typed or chosen.")
    papers: list[Code] | None = Field(None, description="Papers that must be attached.")
    unit: str | None = Field(None, description="Commune that decides.")
    steps: list[Code] | None = None
    """Steps that the dossier goes through."""
    effects: dict[str, dict[str, Any]] | None = Field(None, description="Effect → values its request must hold.")
    parts: dict[str, dict[str, Any]] | None = Field(None, description="Linked part → answers it must be handed.")
    fee: int | None = None
    """What it costs in đồng."""


class Example(Definition):
    """A person as a test."""

    name: Text
    given: Given
    expect: Expected
