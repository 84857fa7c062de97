"""What can be stated: the base of all facts, and the facts that the record states about itself.

A room lists its facts in its own `facts.py`; the class line is enough, no decorator is needed:

    class CaseDecided(Fact):
        kind = "case.decided"
        sentence = t("Hồ sơ được giải quyết sau {days} ngày.", "The case was decided after {days} days.")

        agency: str = published(subject=True)
        days: int = published()
        case: str = exact(subject=True)
        number: str = private()

Values are strings, whole numbers, booleans, None, decimals, dates, moments, and lists and mappings of these.
"""

import dataclasses
import inspect
from typing import Any, ClassVar, dataclass_transform

from toantrinh.kernel.text import Text, t

GROUPS = ("publication", "exact", "private")
"""The disclosure groups: what is published, exact facts for auditors, and who."""


def published(*, subject: bool = False, default: Any = dataclasses.MISSING) -> Any:
    """A field of the publication row: agency, procedure, channel, whole days, flags. Never a person."""
    return _field("publication", subject, default)


def exact(*, subject: bool = False, default: Any = dataclasses.MISSING) -> Any:
    """A field of the exact facts: times, amounts, URNs of cases and letters."""
    return _field("exact", subject, default)


def private(*, subject: bool = False, default: Any = dataclasses.MISSING) -> Any:
    """A field that tells who: names, dossier numbers, URNs of persons. Sealed under the person's key."""
    return _field("private", subject, default)


def _field(group: str, subject: bool, default: Any) -> Any:
    return dataclasses.field(default=default, metadata={"group": group, "subject": subject})


KINDS: dict[str, type["Fact"]] = {}
"""Every fact of the house, by kind."""


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(published, exact, private))
class _Stated:
    """Tells a type checker that the fields of a fact, those of `Fact` itself too, are its arguments."""

    def __setattr__(self, name: str, value: object) -> None:
        raise dataclasses.FrozenInstanceError(f"A fact does not change: {name}")


class Fact(_Stated):
    """Something that happened. Frozen; made by keywords."""

    kind: ClassVar[str]
    """`room.past_tense`, such as `case.decided`."""
    version: ClassVar[int] = 1
    """Rises when a field is added; nothing is ever taken away."""
    sentence: ClassVar[Text]
    """What a person reads of it; `{field}` stands for a value."""
    disclosed_in: ClassVar[dict[str, tuple[str, bool]]] = {}
    """Disclosure group, and whether it is a subject, by name of the field."""

    area: str = ""
    """Ministry or province under which it is counted, such as `H26`; empty where there is none."""
    person: str = ""
    """URN of the person whose key seals the private group; empty for the house's own key."""

    def __init_subclass__(cls) -> None:
        own = {name: cls.__dict__.get(name) for name in inspect.get_annotations(cls)}
        marks = {name: field.metadata for name, field in own.items() if isinstance(field, dataclasses.Field)}
        cls.disclosed_in = {**cls.disclosed_in, **{name: (m["group"], m["subject"]) for name, m in marks.items()}}
        dataclasses.dataclass(frozen=True, kw_only=True)(cls)
        del cls.__setattr__, cls.__delattr__  # inherited, so that whoever writes the decorator too does no harm
        if "kind" in cls.__dict__ and KINDS.setdefault(cls.kind, cls).__qualname__ != cls.__qualname__:
            raise TypeError(f"Two facts are of the kind {cls.kind}.")


dataclasses.dataclass(frozen=True, kw_only=True)(Fact)


def values_of(fact: Fact, group: str) -> dict[str, Any]:
    """The values of one disclosure group."""
    return {name: getattr(fact, name) for name, (within, _) in fact.disclosed_in.items() if within == group}


def subjects_of(fact: Fact) -> list[str]:
    """URNs of everything that a fact is about, its person among them; sorted, each once."""
    urns = {getattr(fact, name) for name, (_, is_subject) in fact.disclosed_in.items() if is_subject}
    return sorted((urns | {fact.person}) - {"", None})


class OriginOpened(Fact):
    """The house was founded, or goes on under a new origin after an older backup was restored."""

    kind = "record.origin_opened"
    sentence = t("Sổ ghi mở nguồn gốc {origin}.", "The record opened the origin {origin}.")

    series: str = published(subject=True, default="urn:toantrinh:record:origin")
    origin: str = published()
    is_demonstration: bool = published()
    checkpoint_key: str = published()
    receipt_key: str = published()
    previous: str = published(default="")
    previous_checkpoint: str = published(default="")
    reason: str = exact(default="")


class LooksSealed(Fact):
    """A batch of looks at persons' data was taken into the record."""

    kind = "record.looks_sealed"
    sentence = t("{count} lượt xem dữ liệu cá nhân được niêm phong.", "{count} looks at personal data were sealed.")

    series: str = published(subject=True, default="urn:toantrinh:record:looks")
    count: int = published()
    secret_count: int = published()
    looks: str = exact()
    root: str = exact()


class SealingPromised(Fact):
    """A receipt was given: an event will be in the record by a set time."""

    kind = "record.sealing_promised"
    sentence = t("Hứa niêm phong trước {due_at}.", "Sealing was promised by {due_at}.")

    series: str = published(subject=True, default="urn:toantrinh:record:promises")
    event: str = exact(subject=True)
    due_at: str = exact()
    note: str = exact()


class PersonKeyErased(Fact):
    """A person's key was destroyed: what was sealed under it can never be read again."""

    kind = "record.person_key_erased"
    sentence = t("Khoá dữ liệu của một người bị huỷ vì {ground}.", "A person's data key was destroyed: {ground}.")

    series: str = published(subject=True, default="urn:toantrinh:record:erasure")
    ground: str = published()
    erased: str = exact(subject=True)


class KeyRotated(Fact):
    """A signing key of the house was replaced; signatures by the old one stay valid."""

    kind = "record.key_rotated"
    sentence = t("Khoá ký {purpose} được thay.", "The {purpose} signing key was replaced.")

    series: str = published(subject=True, default="urn:toantrinh:record:keys")
    purpose: str = published()
    public_key: str = published()
