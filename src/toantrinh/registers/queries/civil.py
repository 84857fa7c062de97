"""What services tell of a person's civil status: which entries name them, and whether they are married."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q

from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import today
from toantrinh.kernel.text import Text, say_date, t
from toantrinh.kernel.urn import key_of
from toantrinh.registers.editions import kind_of
from toantrinh.registers.models import Link, Version
from toantrinh.registers.queries.entries import extract_head
from toantrinh.registers.queries.looking import look_at
from toantrinh.registers.queries.relations import SPOUSES, person_version, relatives_of
from toantrinh.registers.values import show
from toantrinh.registers.versions import content_of, held

CIVIL_STATUS = "civil-status"
LABELS = {
    "birth": t("Khai sinh của {name}", "Birth of {name}"),
    "marriage": t("Kết hôn của {name}", "Marriage of {name}"),
    "death": t("Khai tử của {name}", "Death of {name}"),
}


def read_entries(person: str, *, by: Actor, purpose: str, about: str) -> dict[str, Any]:
    """Which entries an extract may be asked of, as `civil_status.entries.read` promises them."""
    found = entries_of(person)
    named = {link.person for version in found for link in parties_in(version)}
    look_at({*named, person}, "civil-status: number", by=by, purpose=purpose, about=about)
    rows = [_row(version) for version in found]
    return {"person": person, "entries": rows, "source": CIVIL_STATUS, "as_of": today().isoformat()}


def _row(version: Version) -> dict[str, Any]:
    kind, head = version.entry.kind, extract_head(version.entry, version)
    name = _name_of(version)
    registered_on = str(version.data.get("registered_on") or head["registered_on"])
    day = date.fromisoformat(registered_on)
    hint = t("Số {number}, ngày {day}, {agency}", "Number {number}, {day}, {agency}").fill(
        number=head["entry_number"], day=Text(say_date(day), say_date(day, "en")), agency=head["agency"]
    )
    label = LABELS[kind].fill(name=name)
    return {
        "code": code_of(version.entry.urn),
        "kind": kind,
        "name": name,
        "entry_number": head["entry_number"],
        "registered_on": registered_on,
        "agency": head["agency"],
        "label_vi": label.vi,
        "label_en": label.en,
        "hint_vi": hint.vi,
        "hint_en": hint.en,
    }


def _name_of(version: Version) -> str:
    if version.entry.kind == "marriage":
        return " – ".join(str(version.data.get(f"{side}_name", "")) for side in SPOUSES)
    return str(version.data.get("full_name", ""))


def code_of(entry: str) -> str:
    """The name of an entry where a form can choose it: its key after a letter."""
    return f"m{key_of(entry)}"


def entries_of(person: str) -> list[Version]:
    """What is held of the entries that a person may ask an extract of, their own first, each kind the latest first.

    Those in which they are named as a party, ended ones too, and the deaths of spouse, parents and children.
    """
    named = Link.objects.filter(person=person).values("version")
    near = Link.objects.filter(person__in=relatives_of(person), role="deceased").values("version")
    is_death = Q(entry__kind="death")
    rows = (
        Version.objects.filter(held(), entry__register=CIVIL_STATUS)
        .filter(Q(pk__in=named) | (is_death & Q(pk__in=near)))
        .select_related("entry__edition")
        .prefetch_related("links")
        .order_by("-valid_from", "-pk")
    )
    latest = {version.entry.urn: version for version in reversed(list(rows))}
    kept = [
        version
        for version in latest.values()
        if version.entry.kind == "death" or person in {link.person for link in parties_in(version)}
    ]
    return sorted(kept, key=lambda version: (version.entry.subject != person, -version.valid_from.toordinal()))


def parties_in(version: Version) -> list[Link]:
    """Those of whom the entry is theirs."""
    roles = {field.name for field in kind_of(version.entry).fields if field.party}
    return [link for link in version.links.all() if link.role in roles]


def read_marital_status(person: str, *, by: Actor, purpose: str, about: str) -> dict[str, Any]:
    """Single, married, divorced or widowed, and by which entry, as `civil_status.marital_status.read` promises it."""
    marriage = _last_marriage(person)
    answer: dict[str, Any] = {"person": person, "source": CIVIL_STATUS, "as_of": today().isoformat()}
    if marriage is None:
        look_at({person}, "civil-status.marriage: registered_on", by=by, purpose=purpose, about=about)
        return {**answer, "status": _registered_status(person)}
    role, spouse = _other_side(marriage, person)
    look_at({person, spouse}, "civil-status.marriage: registered_on", by=by, purpose=purpose, about=about)
    head = extract_head(marriage.entry, marriage)
    death = _death_of(spouse) if spouse else None
    over = marriage.valid_to if marriage.valid_to and marriage.valid_to <= today() else None
    found = {
        "status": "married" if over is None else "widowed" if death else "divorced",
        "spouse": spouse or None,
        "spouse_name": marriage.data.get(f"{role}_name"),
        "entry": marriage.entry.urn,
        "entry_number": head["entry_number"],
        "agency": head["agency"],
        "registered_on": marriage.data.get("registered_on"),
        "ended_on": over.isoformat() if over else None,
        "death_number": death.entry.number if death and over else None,
    }
    return answer | {name: value for name, value in found.items() if value is not None}


def widowed_by(person: str, died_on: date) -> str:
    """URN of the spouse whom a death that is entered leaves behind, where the population register holds them."""
    marriage = _last_marriage(person)
    if marriage is None or marriage.valid_to is None or marriage.valid_to < died_on:
        return ""
    _, spouse = _other_side(marriage, person)
    return spouse if spouse and person_version(spouse) else ""


def _last_marriage(person: str) -> Version | None:
    """The marriage of a person that began last, in force or over."""
    named = Link.objects.filter(person=person, role__in=SPOUSES).values("version")
    rows = Version.objects.filter(held(), entry__register=CIVIL_STATUS, entry__kind="marriage", pk__in=named)
    return rows.select_related("entry__edition").prefetch_related("links").order_by("-valid_from", "-pk").first()


def _registered_status(person: str) -> str:
    """What the population register says where no marriage is entered; single where it says nothing."""
    version = person_version(person)
    return str(content_of(version).get("marital_status") or "single") if version else "single"


def _other_side(marriage: Version, person: str) -> tuple[str, str]:
    """Role and URN of the other one; no URN where the register does not know them as a person."""
    own = {link.role for link in marriage.links.all() if link.person == person}
    role = next(side for side in SPOUSES if side not in own)
    return role, next((link.person for link in marriage.links.all() if link.role == role), "")


def _death_of(person: str) -> Version | None:
    rows = Version.objects.filter(held(), entry__register=CIVIL_STATUS, entry__kind="death", entry__subject=person)
    return rows.select_related("entry").first()


def said_values(version: Version, names: Iterable[str]) -> list[dict[str, str]]:
    """Labels and words of an entry's fields, in Vietnamese, as an extract says them."""
    content = content_of(version)
    fields = {field.name: field for field in kind_of(version.entry).fields}
    rows = ((fields[name], content.get(name)) for name in names)
    return [{"label": field.label.vi, "value": show(field, value)} for field, value in rows if value is not None]
