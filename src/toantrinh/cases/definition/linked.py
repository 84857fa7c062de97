"""Linked procedures: one application, and a case of its own at each agency whose part it is."""

from pydantic import Field

from toantrinh.cases.definition.words import Code, Condition
from toantrinh.kernel.packages import Definition
from toantrinh.kernel.text import Text


class SharedForm(Definition):
    """The questions of another package, asked here too, so that they are written once.

    Taken are its lookups, pages, papers, eligibility and checks; pages written here come before its page of papers.
    """

    procedure: str = Field(description="National code of the package whose questions are asked.")
    edition: int = Field(ge=1, description="Of that package; when it has moved on, this package follows by hand.")
    without_pages: list[Code] = []
    """Codes of its pages that are left out."""


class LinkedPart(Definition):
    """One agency's part of a linked procedure: opened there as a case of its own, with its own number and days."""

    code: Code
    procedure: str = Field(description="National code of the procedure by which the other agency decides.")
    name: Text
    """What this part gives, as people call it."""
    when: Condition | None = Field(None, description="Opened only where this is true.")
    after: list[Code] = Field(default_factory=list, description="Parts that must be granted first.")
    applicant: str = Field("me.personal_number", description="Expression: personal number of who applies in this part.")
    applicant_name: str = Field("me.full_name", description="Expression: that person's name.")
    whole_form: bool = Field(False, description="Hand on every answer and paper under its own name.")
    body: dict[str, str] = Field(default_factory=dict, alias="with", description="Field of the part → expression here.")
    papers: dict[Code, Code] = Field(default_factory=dict, description="Paper of the part → paper here.")
    gives: dict[str, str] = Field(
        default_factory=dict,
        description="Name → `effect.field` of the part; later parts may say `part.name`, dashes as underscores.",
    )
