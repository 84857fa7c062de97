"""A program for `test_killed.py`: acts on cases in processes that are killed before their n-th statement, for every n,
and in processes that all act at once.

The moment of commit counts as a statement too. Each process is forked before any connection is opened. Prints a line of
JSON: how often it killed at each act, and what verification says at the end.
"""

import json
import os
import pickle
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import django

from toantrinh.record.tests.killed import in_child

CAST = Path(os.environ["TOANTRINH_DATA"]) / "cast"
RUNS = Path(os.environ["TOANTRINH_DATA"]) / "runs"
REGISTER = Path(os.environ["TOANTRINH_DATA"]) / "register.json"


def main() -> None:
    """Submit, decide and register one case, killed on the way at every statement."""
    django.setup()
    import_module("toantrinh.cases.tests.conftest")  # once, before the many processes part
    in_child(prepare)
    kills = {
        "submit": kill_at_every_step(submit, before="draft", after="submitted"),
        "decide": kill_at_every_step(decide, before="in_review", after="decided", between=bring_to_signature),
        "register": kill_at_every_step(register, before="decided", after="decided"),
    }
    in_child(draft_more)
    sent = at_once([partial(submit_draft, place) for place in range(CROWD)])
    in_child(bring_another_to_signature)
    decided = at_once([decide_another] * CROWD)
    in_child(lambda: tell(kills, sent, decided))


CROWD = 4


def at_once(works: list[Callable[[], None]]) -> int:
    """Do all works in processes of their own at the same time; answers how many were not refused."""
    children = []
    for work in works:
        if not (child := os.fork()):
            try:
                work()
            except BaseException as error:
                sys.stderr.write(f"{type(error).__name__}: {error}\n")
                os._exit(3 if getattr(error, "code", "") == "already_decided" else 1)
            os._exit(0)
        children.append(child)
    ends = [os.WEXITSTATUS(os.waitpid(child, 0)[1]) for child in children]
    if 1 in ends:
        sys.exit("A process failed.")
    return ends.count(0)


def draft_more() -> None:
    """As many drafts as there will be processes."""
    for _ in range(CROWD):
        town().draft()


def submit_draft(place: int) -> None:
    """Send one of them, with the others at once."""
    from toantrinh.cases import actions
    from toantrinh.cases.models import Case

    draft = Case.objects.filter(about_name="Quán Phở Hoà").order_by("pk")[1 + place]
    actions.submit_case(draft, token=str(place), by=town().cast.anh)


def bring_another_to_signature() -> None:
    """One of those just sent."""
    from toantrinh.cases import actions
    from toantrinh.cases.models import Case

    case, cast = Case.objects.filter(status="submitted").earliest("pk"), town().cast
    actions.accept_case(case, by=cast.lan)
    actions.confirm_draft(actions.complete_step(case, by=cast.tuan), by=cast.anh)


def decide_another() -> None:
    """Several sign the same case at once."""
    from toantrinh.cases import actions
    from toantrinh.cases.models import Case

    case = Case.objects.get(step="ky") if Case.objects.filter(step="ky").exists() else Case.objects.latest("decided_at")
    actions.decide_case(case, "granted", version=case.version, by=town().cast.duc)


def kill_at_every_step(
    act: Callable[[], None], *, before: str, after: str, between: Callable[[], None] | None = None
) -> int:
    """Do `act` until it gets through; killed, it must have left all or nothing. Answers how often it was killed."""
    if between:
        in_child(between)
    kills = 0
    while in_child(partial(killed_at, kills + 1, act)):
        kills += 1
        in_child(lambda: expect(before, after))
        if kills > 500:
            sys.exit("It never ends.")
    in_child(lambda: expect(after))
    return kills


def killed_at(last: int, act: Callable[[], None]) -> None:
    """Act, and be killed before the statement `last`."""
    from django.db import connection

    steps = 0

    def step(proceed: Callable[..., Any], *args: Any) -> Any:
        nonlocal steps
        steps += 1
        if steps == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return proceed(*args)

    connection.ensure_connection()
    engine: Any = connection
    commit = engine._commit
    engine._commit = lambda: (step(commit), step(lambda: None))[0]
    with connection.execute_wrapper(step):
        act()


def expect(*states: str) -> None:
    """The case stands in one of the states, whole: a submitted one has number, step, task and promise."""
    from toantrinh.record.models import Event, Promise
    from toantrinh.tasks.models import Task

    found = the_case()
    assert found.status in states, f"{found.status} instead of {states}"
    told = Event.objects.filter(kind="case.submitted").count()
    assert told == Promise.objects.count() == int(found.status != "draft")
    if found.status == "submitted":
        assert found.number and found.step and Task.objects.filter(about=found.urn, closed_at=None).count() == 1
    if found.status == "decided":
        assert Event.objects.filter(kind="case.decided").count() == 1


def the_case() -> Any:
    """The case of this story."""
    from toantrinh.cases.models import Case

    return Case.objects.earliest("pk")


def town() -> Any:
    """The cast, and a register that outlives the process."""
    from toantrinh.cases.tests.conftest import Provider, Town
    from toantrinh.exchange import services

    class Lasting(Provider):
        def write(self, body: dict[str, Any], **values: Any) -> dict[str, Any]:
            self.written = json.loads(REGISTER.read_text()) if REGISTER.exists() else {}
            answer = super().write(body, **values)
            REGISTER.write_text(json.dumps(self.written))
            return answer

    lasting = Lasting()
    services.offer("test.person.read", lasting.read)
    services.offer("test.permit.register", lasting.write)
    return Town(cast=pickle.loads(CAST.read_bytes()), provider=lasting)


def prepare() -> None:
    """Tables, house, country, procedure, and a draft that is ready to be sent."""
    from django.core.management import call_command

    from toantrinh.cases.actions import install_procedure
    from toantrinh.cases.tests.conftest import SAMPLES
    from toantrinh.kernel.actor import SYSTEM
    from toantrinh.people.actions import settle_cast
    from toantrinh.people.tests.cast import store_country
    from toantrinh.record.actions import found_house
    from toantrinh.record.keys import make_keys

    make_keys()
    for alias in ("default", "looks"):
        call_command("migrate", database=alias, verbosity=0)
    found_house(demonstration=True)
    store_country()
    CAST.write_bytes(pickle.dumps(settle_cast(SYSTEM)))
    install_procedure(SAMPLES, by=SYSTEM)
    town().draft()


def submit() -> None:
    """The mother presses the button."""
    from toantrinh.cases import actions

    actions.submit_case(the_case(), token="once", by=town().cast.anh)


def bring_to_signature() -> None:
    """Received, examined, confirmed."""
    from toantrinh.cases import actions

    cast, case = town().cast, the_case()
    actions.accept_case(case, by=cast.lan)
    actions.complete_step(case, by=cast.tuan)
    actions.confirm_draft(case, by=cast.anh)


def decide() -> None:
    """The chair signs; signing again after a crash, he is told that he has."""
    from toantrinh.cases import actions
    from toantrinh.kernel.problem import Refused

    case = the_case()
    try:
        actions.decide_case(case, "granted", version=case.version, by=town().cast.duc)
    except Refused as refusal:
        assert refusal.code == "already_decided", refusal


def register() -> None:
    """The worker, each time some minutes later, sends what is due."""
    from toantrinh.cases import actions
    from toantrinh.kernel.moment import at, now

    town()
    with RUNS.open("a") as runs:
        runs.write(".")
    with at(now() + timedelta(minutes=6 * RUNS.stat().st_size)):
        actions.send_waiting_effects()


def tell(kills: dict[str, int], sent: int, decided: int) -> None:
    """Print what came of it."""
    from toantrinh.cases.models import Case
    from toantrinh.record.actions import seal_record
    from toantrinh.record.verify import verify_record

    seal_record()
    report = verify_record(thorough=True)
    numbers = set(Case.objects.values_list("number", flat=True))
    found = {
        "kills": kills,
        "sent": sent,
        "numbers": len(numbers),
        "decided": decided,
        "finished": the_case().finished_at is not None,
        "entries": len(json.loads(REGISTER.read_text())),
        "replayed": report.replayed,
        "differences": [f"{difference.where}: {difference.what.en}" for difference in report.differences],
    }
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
