"""Lets the pretend electronic identity vouch for the invented people, as the population register knows them."""

from datetime import date

from toantrinh.kernel.actor import SYSTEM
from toantrinh.kernel.problem import Problem
from toantrinh.people.claims import Claims
from toantrinh.people.queries import person_urn
from toantrinh.record.queries import is_demonstration
from toantrinh.registers.queries.served import read_person


def find_claims(personal_number: str) -> Claims | None:
    """What the register says of whoever has this number; None where nobody does, and outside a demonstration."""
    urn = person_urn(personal_number) if is_demonstration() else ""
    if not urn:
        return None
    try:
        found = read_person(urn, by=SYSTEM, purpose="dang-nhap", about="")
    except Problem:
        return None
    if len(str(found["birth_date"])) != 10:
        return None
    return Claims(
        personal_number=personal_number,
        full_name=str(found["full_name"]),
        birth_date=date.fromisoformat(str(found["birth_date"])),
        sex="female" if found["sex"] == "female" else "male",
        assurance=2,
    )
