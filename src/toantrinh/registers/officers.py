"""Which officers a register lets in: a verb of their role is not enough where the register names its own trades."""

from toantrinh.kernel.actor import Actor
from toantrinh.kernel.problem import Missing
from toantrinh.people.queries import require
from toantrinh.registers.definition import Register


def lets_in(register: Register, by: Actor) -> bool:
    """Whether the register's package names a role of theirs, or none at all; who has no office is judged elsewhere."""
    return not by.office or not register.officers or not by.roles.isdisjoint(register.officers)


def require_officer(register: Register, verb: str, *, by: Actor, agency: str) -> None:
    """Raise `Missing` unless `by` may do the verb at the agency and the register lets them in."""
    require(by, verb, agency=agency)
    if not lets_in(register, by):
        raise Missing
