"""Only the moves of the table are possible, and every state has its national code."""

from itertools import product

import pytest

from toantrinh.cases import lifecycle
from toantrinh.cases.lifecycle import MOVES, State
from toantrinh.cases.models import Case, Outcome, Status, Wait
from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Refused

STATES = {state for move in MOVES.values() for pair in move.paths.items() for state in pair}


def test_only_moves_of_the_table_are_possible() -> None:
    for status, wait, name in product(Status, Wait, MOVES):
        case = Case(status=status, wait=wait, outcome=Outcome.GRANTED)
        if (after := MOVES[name].paths.get(State(status, wait))) is None:
            with pytest.raises(Refused):
                lifecycle.move(case, name)
        else:
            lifecycle.move(case, name)
            assert (case.status, case.wait) == after


def test_every_state_leads_to_an_end() -> None:
    ends = {lifecycle.CLOSED, lifecycle.WITHDRAWN}
    reached = set(ends)
    while more := {a for move in MOVES.values() for a, b in move.paths.items() if b in reached} - reached:
        reached |= more
    assert reached == STATES


def code(status: Status, wait: Wait = Wait.NOTHING, outcome: Outcome = Outcome.NONE, **moments: object) -> int:
    return lifecycle.national_code(Case(status=status, wait=wait, outcome=outcome, **moments))


def test_every_national_code_is_reached() -> None:
    assert [
        code(Status.DRAFT),
        code(Status.SUBMITTED),
        code(Status.IN_REVIEW),
        code(Status.CLOSED, outcome=Outcome.TURNED_AWAY),
        code(Status.IN_REVIEW, taken_up_at=now()),
        code(Status.IN_REVIEW, Wait.SUPPLEMENT),
        code(Status.IN_REVIEW, Wait.PAYMENT),
        code(Status.WITHDRAWN, outcome=Outcome.WITHDRAWN),
        code(Status.CLOSED, outcome=Outcome.EXPIRED),
        code(Status.DECIDED, outcome=Outcome.GRANTED, finished_at=now()),
        code(Status.CLOSED, outcome=Outcome.GRANTED),
    ] == list(range(11))
