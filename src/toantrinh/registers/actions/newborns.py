"""A person enters the population register, a newborn with a fresh personal number."""

from collections.abc import Mapping
from random import Random, SystemRandom
from typing import Any

from django.db import transaction

from toantrinh.kernel.actor import Actor
from toantrinh.kernel.identifiers import BIRTH_PLACES, Sex, make_personal_number
from toantrinh.kernel.problem import Refused
from toantrinh.kernel.text import t
from toantrinh.people.actions import know_person
from toantrinh.people.queries import person_urn
from toantrinh.registers.actions.entering import enter
from toantrinh.registers.models import Entry
from toantrinh.registers.values import first_day

ATTEMPTS = 50
"""A million numbers stand for one place, sex and year; so many taken in a row means that they run out."""


@transaction.atomic
def register_person(
    data: Mapping[str, Any],
    *,
    by: Actor,
    ground: str,
    personal_number: str = "",
    place: str = "",
    key: str = "",
    service: str = "",
    random: Random | None = None,
) -> Entry:
    """Enter a person into the population register; who has no number yet is given one.

    `place` is the code of the province in whose books the birth stands: the number begins with it.
    """
    if key and (known := Entry.objects.filter(register="population", kind="person", key=key).first()):
        return known
    number = personal_number or allocate_number(data, place, random or SystemRandom())
    person = know_person(number, by=by)
    values = {**data, "person": person.urn, "personal_number": number}
    return enter("population", "person", values, by=by, ground=ground, key=key, service=service)


def allocate_number(data: Mapping[str, Any], place: str, random: Random) -> str:
    """A personal number that nobody has, after the province of registration, the sex and the year of birth."""
    sex: Sex = "female" if data.get("sex") == "female" else "male"
    year = first_day(str(data["birth_date"])).year
    code = f"0{place}" if f"0{place}" in BIRTH_PLACES else ""
    if not code:
        raise Refused(
            t(
                "Chưa rõ tỉnh đăng ký khai sinh để cấp số định danh.",
                "It is not known in which province the birth is registered.",
            ),
            code="register.no_place",
            field="residence",
        )
    for _ in range(ATTEMPTS):
        number = str(make_personal_number(code, sex, year, random))
        if not person_urn(number):
            return number
    raise Refused(t("Hết số định danh cho nơi và năm này.", "Personal numbers for this place and year ran out."))
