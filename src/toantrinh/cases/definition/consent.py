"""Who else must agree before an application counts, such as the other of two who marry."""

from pydantic import Field

from toantrinh.cases.definition.words import Code, Condition
from toantrinh.kernel.packages import Definition
from toantrinh.kernel.text import Text


class Consent(Definition):
    """Another person's agreement to the whole application; until it is given, nothing can be sent.

    In expressions `agreed.<code>` (with `_` for `-`) is true once it is given, and on the page that asks for it.
    """

    code: Code
    name: Text
    """What is agreed to, as a heading: "consent to marry"."""
    role: Text
    """What the other person is to the applicant: "the person whom you will marry"."""
    person: str = Field(description="Expression for the personal number of the other person.")
    when: Condition | None = Field(None, description="Needed only where this is true.")
    statement: Text
    """What the other person declares by agreeing, in the first person; may name `{applicant}`."""
    days: int = Field(14, ge=1, le=25, description="Days within which they must answer; a draft lives for 30.")
    basis: str = ""
    """Act and article by which both must agree."""
