"""Something else is held to be true: corrected, tied to a person, or ended. What was believed before stays."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from toantrinh.kernel.actor import Actor
from toantrinh.kernel.problem import Missing, Refused
from toantrinh.kernel.text import t
from toantrinh.people.queries import open_agency
from toantrinh.record.actions import state
from toantrinh.registers.actions.neighbours import require_no_conflict, versions_naming_in
from toantrinh.registers.actions.writing import (
    history_of,
    moment_after,
    put,
    recognise_guardianship,
    require_persons_known,
    require_unlike,
    supersede,
)
from toantrinh.registers.definition import EntryKind
from toantrinh.registers.editions import definition_of, kind_of
from toantrinh.registers.facts import EntryCorrected, EntryEnded
from toantrinh.registers.history import Stretch, begin_at, rewrite
from toantrinh.registers.models import Entry, Version
from toantrinh.registers.officers import require_officer
from toantrinh.registers.rules import require_rules
from toantrinh.registers.values import Data, first_day, read_values
from toantrinh.registers.versions import stretch_of


@transaction.atomic
def correct_entry(
    urn: str,
    changes: Mapping[str, Any],
    *,
    by: Actor,
    reason: str,
    ground: str,
    from_on: date | None = None,
    until_on: date | None = None,
    service: str = "",
) -> Entry:
    """Let `changes` (field → value, `None` for none) be held true from `from_on` until before `until_on`.

    Without days it was wrong all the time; with `from_on` it changed then. `ground` is the URN of the case or paper.
    The same changes again change nothing. Rights are as with `enter`, by the verb `register.correct`.
    """
    entry, kind = _lock(urn, by, service)

    def changed(content: Data) -> Data:
        return read_values(kind, {**content, **changes})

    def target(held: Sequence[Stretch[Data]]) -> list[Stretch[Data]]:
        became = _after(held, changed, from_on, until_on)
        if from_on is None and until_on is None and kind.valid_from and kind.valid_from in changes and became:
            moved = begin_at(became, first_day(became[0].content[kind.valid_from]))
            became = [*(stretch for stretch in became if stretch not in moved.superseded), *moved.made]
        return became

    if not _rewrite(entry, kind, target, reason=reason, ground=ground, by=by):
        return entry
    state(EntryCorrected(**_said(entry), ground=ground, reason=reason, fields=", ".join(sorted(changes))), by=by)
    return entry


def link_persons(
    urn: str, persons: Mapping[str, str], *, by: Actor, reason: str, ground: str, service: str = ""
) -> Entry:
    """Let an entry name persons (role → URN), from its beginning: a child now known, a father who recognised it."""
    return correct_entry(urn, persons, by=by, reason=reason, ground=ground, service=service)


@transaction.atomic
def end_entry(urn: str, *, on: date, by: Actor, reason: str, ground: str, service: str = "") -> Entry:
    """Let an entry be true no longer from `on`; a day before its first withdraws it whole."""
    entry, kind = _lock(urn, by, service)
    entry.likeness = ""
    entry.save(update_fields=["likeness"])
    if _rewrite(entry, kind, lambda held: _after(held, lambda _: None, on, None), reason=reason, ground=ground, by=by):
        state(EntryEnded(**_said(entry), ground=ground, reason=reason), by=by)
    return entry


def end_others(entry: Entry, kind: EntryKind, content: Data, *, by: Actor) -> None:
    """Let the entries that a new one ends be true no longer; this follows from the law, whoever keeps them."""
    for rule in kind.ends:
        if not (person := content.get(rule.person)) or not content.get(rule.on):
            continue
        on = first_day(content[rule.on])
        still = Q(valid_to=None) | Q(valid_to__gt=on)
        for version in versions_naming_in(entry, rule.kind, person, rule.roles).filter(still):
            end_entry(
                version.entry.urn,
                on=max(on, version.valid_from + timedelta(days=1)),  # what was true for a day is not withdrawn
                by=by,
                reason=rule.reason.vi,
                ground=entry.ground,
                service=f"{entry.register}.{entry.kind}",
            )


def _lock(urn: str, by: Actor, service: str) -> tuple[Entry, EntryKind]:
    """The entry, held until the transaction ends: two corrections of one entry come one after the other."""
    entry = Entry.objects.select_for_update(of=("self",)).select_related("edition").filter(urn=urn).first()
    if entry is None:
        raise Missing
    if not service:
        require_officer(definition_of(entry.edition), "register.correct", by=by, agency=entry.agency)
    return entry, kind_of(entry)


def _after(
    held: Sequence[Stretch[Data]], change: Callable[[Data], Data | None], start: date | None, end: date | None
) -> list[Stretch[Data]]:
    rewriting = rewrite(held, change, start=start, end=end)
    return [*(stretch for stretch in held if stretch not in rewriting.superseded), *rewriting.made]


def _rewrite(
    entry: Entry,
    kind: EntryKind,
    target: Callable[[Sequence[Stretch[Data]]], list[Stretch[Data]]],
    *,
    reason: str,
    ground: str,
    by: Actor,
) -> bool:
    """Supersede and store what makes of the stretches held now those of `target`; whether anything differs."""
    versions = list(Version.objects.filter(entry=entry, known_to=None).order_by("valid_from"))
    if not versions:
        raise Refused(
            t("Mục này đã bị huỷ, không cải chính được nữa.", "This entry was withdrawn; there is nothing to correct."),
            code="register.withdrawn",
        )
    held = [stretch_of(version) for version in versions]
    became = sorted(target(held), key=lambda stretch: stretch.start)
    gone = [version for version, stretch in zip(versions, held, strict=True) if stretch not in became]
    made = [stretch for stretch in became if stretch not in held]
    if not gone and not made:
        return False
    for stretch in made:
        require_persons_known(kind, stretch.content)
        require_rules(kind, stretch.content)
        require_no_conflict(entry, kind, stretch.content, stretch.start, stretch.end)
    if became:
        _follow(entry, kind, became[-1].content, by)
    at = moment_after(Version.objects.filter(entry=entry))
    supersede(gone, at=at)
    put(entry, kind, made, at=at, reason=reason, ground=ground)
    return True


def _follow(entry: Entry, kind: EntryKind, content: Data, by: Actor) -> None:
    """Bring what hangs on the latest content up to it: the subject once known, the likeness, who may act for whom."""
    subject = content.get(kind.subject, "") if kind.subject else ""
    if entry.subject and subject != entry.subject:
        raise Refused(
            t(
                "Mục này nói về một người khác. Hãy huỷ mục và ghi mục mới.",
                "This entry is about somebody else. Withdraw it and make a new one.",
            ),
            code="register.other_subject",
            field=kind.subject or "",
        )
    entry.subject = subject
    if entry.likeness:
        entry.likeness = require_unlike(entry, kind, content)
    entry.save(update_fields=["subject", "likeness"])
    recognise_guardianship(entry, kind, content, by=by)


def _said(entry: Entry) -> dict[str, Any]:
    """What every fact about a change of an entry holds."""
    return {
        "register": entry.register,
        "sort": entry.kind,
        "agency": entry.agency,
        "entry": entry.urn,
        "history": history_of(entry),
        "area": open_agency(entry.agency).area,
        "person": entry.subject,
    }
