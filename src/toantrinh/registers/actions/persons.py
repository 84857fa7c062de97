"""What civil status changes in the population register: a marriage, its end, a death."""

from datetime import date

from django.db import transaction

from toantrinh.kernel.actor import Actor
from toantrinh.kernel.problem import Refused
from toantrinh.kernel.text import say_date, t
from toantrinh.people.actions import settle_death
from toantrinh.registers.actions.correcting import correct_entry
from toantrinh.registers.models import Entry, Version
from toantrinh.registers.versions import held


@transaction.atomic
def mark_dead(person: str, died_on: date, *, entry: str, by: Actor, ground: str) -> Entry:
    """Let a person (URN) be known as dead from `died_on`, as the entry of the death says; their account ends.

    The same again changes nothing; another day is refused, since a death is corrected and not repeated.
    """
    known = _entry_of(person)
    day = died_on.isoformat()
    marked = Version.objects.filter(held(), entry=known, data__has_key="died_on").order_by("pk").first()
    if marked is not None and marked.data["died_on"] != day:
        raise Refused(
            t(
                "Dữ liệu dân cư đã ghi người này chết ngày {day}. Cần cải chính mục khai tử, không ghi lần nữa.",
                "The population register says that this person died on {day}. Correct the entry of the death instead.",
            ).fill(day=say_date(date.fromisoformat(marked.data["died_on"]))),
            code="register.dead",
            field="died_on",
        )
    changes = {"died_on": day, "death_entry": entry}
    found = correct_entry(
        known.urn,
        changes,
        by=by,
        reason="Đăng ký khai tử",  # one language
        ground=ground,
        from_on=died_on,
        service="population.person.mark_dead",
    )
    settle_death(person, by=by, ground=entry)
    return found


def change_marital_status(person: str, status: str, *, from_on: date, entry: str, by: Actor, ground: str) -> Entry:
    """Let a person (URN) be married, divorced or widowed from a day, as the civil-status `entry` shows."""
    changes = {"marital_status": status, "marriage_entry": entry if status == "married" else None}
    return correct_entry(
        _entry_of(person).urn,
        changes,
        by=by,
        reason="Thay đổi tình trạng hôn nhân",  # one language
        ground=ground,
        from_on=from_on,
        service="population.marital_status.change",
    )


def _entry_of(person: str) -> Entry:
    found = Entry.objects.filter(register="population", subject=person).order_by("-pk").first()
    if found is None:
        raise Refused(
            t(
                "Cơ sở dữ liệu quốc gia về dân cư chưa có người này.",
                "The national population database does not hold this person.",
            ),
            code="register.person_unknown",
            field="personal_number",
        )
    return found
