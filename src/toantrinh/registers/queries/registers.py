"""Which registers there are, and what the words in a look mean."""

from collections.abc import Sequence
from typing import Any

from toantrinh.kernel.actor import Actor
from toantrinh.kernel.problem import Missing
from toantrinh.kernel.text import Text
from toantrinh.registers.definition import EntryKind, Field, Register
from toantrinh.registers.editions import definition_of, edition_in_force
from toantrinh.registers.models import Edition
from toantrinh.registers.values import show

LONGEST_LOOK = 200


def list_registers(viewer: Actor) -> Sequence[Register]:
    """The registers of this house in the editions in force, by code; what they hold is for anyone to know."""
    codes = Edition.objects.order_by("register").values_list("register", flat=True).distinct()
    return [edition_in_force(code).register for code in codes]


def find_register(code: str, viewer: Actor) -> Register:
    """The definition in force of one register; raises `Missing`."""
    return edition_in_force(code).register


def what_is_seen(register: str, kind: EntryKind, fields: Sequence[Field]) -> str:
    """What a look says was seen: `population.person: full_name birth_date`."""
    words = f"{register}.{kind.code}: " + " ".join(field.name for field in fields)
    return words[:LONGEST_LOOK].rsplit(" ", 1)[0] if len(words) > LONGEST_LOOK else words


def describe_look(what: str) -> Text | None:
    """The same in words for the person: the register, and the fields by their labels; None for another room's look."""
    place, _, names = what.partition(": ")
    code, _, kind_code = place.partition(".")
    edition = Edition.objects.filter(register=code).order_by("-number").first()
    kind = definition_of(edition).kind(kind_code) if edition else None
    if edition is None or kind is None:
        return None
    labels = [field.label for name in names.split() if (field := kind.field(name))]
    title = definition_of(edition).title
    return Text(
        f"{title.vi}: " + ", ".join(label.vi.lower() for label in labels),
        f"{title.en}: " + ", ".join(label.en.lower() for label in labels),
    )


def say_field(field: Field, value: Any) -> Text:
    """A value as a service answered it, in words: codes by their labels, addresses and dates as people write them."""
    return Text(show(field, value), show(field, value, "en"))


def required_kind(register: Register, code: str) -> EntryKind:
    """The kind of that code; raises `Missing`."""
    if (kind := register.kind(code)) is None:
        raise Missing
    return kind
