"""Words by which people look for procedures, as data: `packages/reference/search/*.yaml` are one `SearchWords`."""

from typing import Literal

from pydantic import Field

from toantrinh.cases.definition.words import Code
from toantrinh.kernel.packages import Definition
from toantrinh.kernel.text import Text


class Synonym(Definition):
    """Words of the law, and what people say instead."""

    law: list[str] = Field(description="Words of the law, Vietnamese; any of them in a name is enough.")
    said: list[str] = Field(default_factory=list, description="What people say, Vietnamese with accents.")
    en: list[str] = Field(default_factory=list, description="What people say in English.")
    unless: list[str] = Field(default_factory=list, description="Not where one of these words of the law stands too.")


class LifeEvent(Definition):
    """An event in life, with what then has to be done."""

    code: Code
    drawing: str = Field(description="Name of the drawing that stands beside it.")
    name: Text
    """What it is called on the home page."""
    hint: Text
    """Examples of what belongs to it."""
    on_home: bool = Field(True, description="Offered on the home page, not only as a filter.")
    law: list[str] = Field(default_factory=list, description="Words of the law; a procedure so named belongs to it.")
    codes: list[str] = Field(default_factory=list, description="National codes that belong to it besides.")
    unless: list[str] = Field(default_factory=list, description="Not where one of these words of the law stands too.")


class Body(Definition):
    """A kind of body that decides, as people choose it in a list."""

    code: Code
    name: Text
    """What it is called in the list."""
    level: Literal["commune", "province", "ministry", "other"]
    """Which level of the State it belongs to."""
    law: list[str] = Field(description="How the national catalogue calls it, Vietnamese.")
    unless: list[str] = Field(default_factory=list, description="Not where one of these words stands too.")
    said: list[str] = Field(default_factory=list, description="What people say, in either language.")


class SearchWords(Definition):
    """Everything that the search knows beside names."""

    synonyms: list[Synonym]
    """Words of the law and what people say."""
    life_events: list[LifeEvent]
    """In the order in which they are offered."""
    bodies: list[Body]
    """In the order in which they are offered."""
    asked: list[str] = Field(description="National codes that people ask for most, the most asked first.")
    silent: list[str] = Field(description="Words that everybody types and that tell no procedure from another.")
