"""What a register package may say: which entries there are, what each holds, by which rules, and who sees what.

A package is a folder under `packages/registers/`:

    register.yaml      this file's `Register`
    examples.yaml      entries as tests: *given … expect …* (`Example`)

Installing it makes an immutable edition; an entry points at its edition for ever. Rules are written in the one
expression language; the names that they may use are the fields of the entry's kind, `today`, and `before` (the entry's
fields before a correction).
"""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field as Setting
from pydantic import StringConstraints, model_validator

from toantrinh.kernel.packages import Definition, Finding, nearest, refuse
from toantrinh.kernel.text import Text, t

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,59}$")]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")]


class Kind(StrEnum):
    """What sort of value a field holds, and how it is written."""

    TEXT = "text"
    NAME = "name"
    """Full name of a person, as one value; never split."""
    NUMBER = "number"
    DATE = "date"
    """`2026-03-27`."""
    PARTIAL_DATE = "partial_date"
    """`1990`, `1990-03` or `1990-03-27`."""
    CHOICE = "choice"
    CHOICES = "choices"
    """Several of a list, in the order given; rows of a form count by their `code`."""
    YES_NO = "yes_no"
    ADDRESS = "address"
    """Mapping of `unit` (code of a commune or province), `province`, `street`."""
    PERSON = "person"
    """URN of a person; every such field is also a link from the person to the entry."""
    PERSONAL_NUMBER = "personal_number"


class Choice(Definition):
    """One value that may be chosen."""

    value: Code
    """As it is kept and sent."""
    label: Text


class Field(Definition):
    """One value of an entry."""

    name: Name
    kind: Kind
    label: Text
    hint: Text | None = None
    required: bool = False
    choices: list[Choice] = []
    """For `choice` and `choices`."""
    choices_from: Code | None = None
    """For `choice` and `choices`: a code list of packages/reference/codes, instead of `choices`."""
    searchable: bool = False
    """Found by its words, with or without accents; a secret one by its exact value."""
    secret: bool = False
    """Sealed under the key of the entry's subject; shown only to who opens the entry."""
    in_lists: Literal["shown", "masked", "hidden"] = "hidden"
    """How it appears where entries are listed; a secret field never appears there in clear."""
    party: bool = False
    """For `person`: the entry is theirs too, so that they, and who acts for them, may open it."""
    in_extracts: bool = True
    """Whether an extract of the entry says it."""

    @model_validator(mode="after")
    def _fits_together(self) -> "Field":
        has_choices = bool(self.choices) or self.choices_from is not None
        if (self.kind in (Kind.CHOICE, Kind.CHOICES)) != has_choices:
            raise refuse(
                Finding(
                    t(
                        "“choices” đi với “kind: choice” và ngược lại",
                        "“choices” goes with “kind: choice”, each with the other",
                    ),
                    t("thêm choices, hoặc choices_from", "add choices, or choices_from"),
                )
            )
        if self.secret and self.in_lists == "shown":
            raise refuse(
                Finding(
                    t("trường mật không hiện trong danh sách", "a secret field is not shown in lists"),
                    t("in_lists: masked hoặc hidden", "in_lists: masked or hidden"),
                    ("in_lists",),
                )
            )
        if self.secret and self.kind is Kind.PERSON:
            what = t("liên kết tới một người không thể là trường mật", "a link to a person cannot be secret")
            raise refuse(Finding(what, at=("secret",)))
        if self.party and self.kind is not Kind.PERSON:
            what = t("“party” chỉ dùng với kind: person", "“party” goes with kind: person only")
            raise refuse(Finding(what, at=("party",)))
        return self


class Rule(Definition):
    """What must hold of an entry; where it does not, the entry is refused with the reason."""

    must: str
    """Expression; unknown counts as not held only where `even_if_unknown` says so."""
    even_if_unknown: bool = False
    """True: refuse also when a value that the rule needs is missing."""
    reason: Text
    """What is wrong and what to do, for the officer."""
    field: Name | None = None
    """Field beside which the reason is shown."""
    basis: str = ""
    """Act and article."""


class Numbering(Definition):
    """How entries are numbered, anew each year at each agency, without gaps."""

    number: str = "{sequence}/{year}"
    """Số; may use `sequence` and `year`."""
    book: str = "{book:02}/{year}"
    """Quyển số; may use `book` and `year`."""
    entries_in_book: int = Setting(200, ge=1)
    """When the next book of the year begins; the numbers go on."""

    @model_validator(mode="after")
    def _can_be_written(self) -> "Numbering":
        for name, form in (("number", self.number), ("book", self.book)):
            try:
                form.format(sequence=1, book=1, year=2026)
            except (KeyError, IndexError, ValueError):
                what = t(f"“{form}” không viết được số", f"“{form}” cannot write a number")
                raise refuse(
                    Finding(what, t("ví dụ {sequence}/{year}", "such as {sequence}/{year}"), (name,))
                ) from None
        return self


class Sameness(Definition):
    """By which values two entries would be of the same thing; the second is refused."""

    fields: list[Name] = Setting(min_length=1)
    reason: Text
    """May name the first entry by `{number}`."""


class Guardianship(Definition):
    """Who may act for whom by what the entry says."""

    ward: Name
    """Field that names the child."""
    guardians: list[Name] = Setting(min_length=1)
    """Fields that name the parents."""
    from_: Name = Setting(alias="from")
    """Field with the day from which."""
    years: int = Setting(18, ge=1)
    """Until the ward is so old."""


class Conflict(Definition):
    """Another entry that must not be true on the day from which an entry is true; else the entry is refused."""

    persons: list[Name] = Setting(min_length=1)
    """Fields of this kind that name persons, each of whom is looked for."""
    kind: Name
    """Kind of the other entry, in the same register."""
    roles: list[Name] = Setting(min_length=1)
    """Fields of the other entry by which it names the person."""
    later: bool = False
    """True: also an entry that becomes true only after that day."""
    reason: Text
    """What is wrong, for the officer; may say `{name}` of the person and `{number}` of the other entry."""
    basis: str = ""
    """Act and article."""


class Ending(Definition):
    """An entry that is true no longer once this one is made."""

    person: Name
    """Field of this kind that names the person."""
    kind: Name
    """Kind of the entry that ends, in the same register."""
    roles: list[Name] = Setting(min_length=1)
    """Fields of that entry by which it names the person."""
    on: Name
    """Field of this kind with the day from which that entry is true no longer."""
    reason: Text
    """Why, as the history of that entry says it."""
    basis: str = ""
    """Act and article."""


class EntryKind(Definition):
    """One kind of entry."""

    code: Name
    label: Text
    subject: Name | None = None
    """Field that names the person whom the entry is about; its key seals the secret fields."""
    kept_by: Literal["keeper", "entering"] = "keeper"
    """`keeper`: the register's own agency. `entering`: the agency that makes the entry, such as a commune."""
    valid_from: Name | None = None
    """Field with the day from which the entry is true; without it, the day of entry."""
    numbering: Numbering | None = None
    """How entries are numbered; without it they have no number."""
    fields: list[Field] = Setting(min_length=1)
    rules: list[Rule] = []
    """What every entry must meet, when it is made and when it is corrected."""
    same: Sameness | None = None
    """When two entries would be of the same thing."""
    guardianship: Guardianship | None = None
    """Whom the entry lets act for whom."""
    conflicts: list[Conflict] = []
    """Entries beside which this one cannot be."""
    ends: list[Ending] = []
    """Entries that this one ends."""

    @model_validator(mode="after")
    def _names_its_own_fields(self) -> "EntryKind":
        kinds = {field.name: field.kind for field in self.fields}
        findings = [
            Finding(
                t(f"không có trường “{name}”", f"there is no field “{name}”")
                if name not in kinds
                else t(f"“{name}” không phải {kind}", f"“{name}” is not a {kind}"),
                nearest(name, [other for other, has in kinds.items() if not kind or has in kind]),
                at,
            )
            for name, kind, at in self._named()
            if name not in kinds or (kind and kinds[name] not in kind)
        ]
        if doubled := sorted(
            {field.name for field in self.fields if sum(f.name == field.name for f in self.fields) > 1}
        ):
            findings.append(
                Finding(t(f"hai trường cùng tên {doubled[0]}", f"two fields called {doubled[0]}"), at=("fields",))
            )
        if findings:
            raise refuse(*findings)
        return self

    def _named(self) -> list[tuple[str, tuple[str, ...], tuple[str | int, ...]]]:
        """Every field that the definition names elsewhere: name, kinds that it may have, where."""
        days = (Kind.DATE.value, Kind.PARTIAL_DATE.value)
        person = (Kind.PERSON.value,)
        named: list[tuple[str, tuple[str, ...], tuple[str | int, ...]]] = []
        if self.subject:
            named.append((self.subject, person, ("subject",)))
        if self.valid_from:
            named.append((self.valid_from, days, ("valid_from",)))
        for number, rule in enumerate(self.rules):
            named += [(rule.field, (), ("rules", number, "field"))] if rule.field else []
        if self.same:
            named += [(name, (), ("same", "fields", place)) for place, name in enumerate(self.same.fields)]
        if ward := self.guardianship:
            named += [(ward.ward, person, ("guardianship", "ward")), (ward.from_, days, ("guardianship", "from"))]
            named += [(name, person, ("guardianship", "guardians")) for name in ward.guardians]
        for number, conflict in enumerate(self.conflicts):
            named += [(name, person, ("conflicts", number, "persons")) for name in conflict.persons]
        for number, ending in enumerate(self.ends):
            named += [(ending.person, person, ("ends", number, "person")), (ending.on, days, ("ends", number, "on"))]
        return named

    def field(self, name: str) -> Field | None:
        """The field of that name."""
        return next((field for field in self.fields if field.name == name), None)


class Register(Definition):
    """One register in one edition."""

    code: Code
    edition: int = Setting(ge=1)
    in_force_from: date
    title: Text
    gives: Text
    """What the register holds to be true, one sentence."""
    keeper: str
    """Code of the agency that answers for it, such as G15."""
    keeper_role: Name = "registrar"
    """Role at the keeping agency to which a report of a wrong value goes."""
    officers: list[Name] = []
    """Roles that may open, extract, enter and correct entries by their verbs; empty: every role that has the verb."""
    law: list[str] = []
    """Acts on which it rests, by number."""
    kinds: list[EntryKind] = Setting(min_length=1)
    """What is entered in it."""
    unsure: list[Text] = []
    """What the authors could not verify."""

    @model_validator(mode="after")
    def _rules_can_be_read(self) -> "Register":
        from toantrinh.registers.rules import mistakes_in

        if findings := [*mistakes_in(self), *self._strangers()]:
            raise refuse(*findings)
        return self

    def _strangers(self) -> list[Finding]:
        """Kinds and roles that conflicts and endings name and this register does not have."""
        findings = []
        for at, kind in enumerate(self.kinds):
            for part in ("conflicts", "ends"):
                for number, rule in enumerate(getattr(kind, part)):
                    where = ("kinds", at, part, number)
                    other = self.kind(rule.kind)
                    if other is None:
                        what = t(f"không có mục “{rule.kind}”", f"there is no kind “{rule.kind}”")
                        findings.append(Finding(what, nearest(rule.kind, [k.code for k in self.kinds]), where))
                        continue
                    names = [field.name for field in other.fields if field.kind is Kind.PERSON]
                    for role in (one for one in rule.roles if one not in names):
                        what = t(f"mục “{rule.kind}” không có “{role}”", f"the kind “{rule.kind}” has no “{role}”")
                        findings.append(Finding(what, nearest(role, names), (*where, "roles")))
        return findings

    def kind(self, code: str) -> EntryKind | None:
        """The kind of that code."""
        return next((kind for kind in self.kinds if kind.code == code), None)


class Given(Definition):
    """What somebody wants to enter."""

    today: date
    kind: Name
    data: dict[str, Any]
    """Field → value; without addresses, which only a founded house can read."""


class Expected(Definition):
    """What must follow; what is left out is not checked."""

    accepted: bool = True
    """Whether it is entered."""
    because: str = ""
    """Part of the Vietnamese reason for which it is not."""
    at: Name | None = None
    """Field beside which that reason stands."""
    listed: dict[str, str] = {}
    """How fields appear in a list."""
    found_by: list[str] = []
    """Words by which a search must find it."""
    not_found_by: list[str] = []
    """Words by which no search may find it."""


class Example(Definition):
    """An entry as a test."""

    name: Text
    given: Given
    expect: Expected


class Examples(Definition):
    """The file examples.yaml."""

    examples: list[Example]
    """Who comes, and what must follow."""
