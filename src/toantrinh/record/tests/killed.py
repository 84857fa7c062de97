"""A program for `test_killed.py`: states and seals in processes that are killed before their n-th step, for every n.

A step is a statement of SQL or the moment a file takes its place. Each process is forked before any connection is
opened. Prints a line of JSON: how often it killed, how many events were acknowledged, and what verification says.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import django


def main() -> None:
    """Kill at every step until a run gets through unharmed."""
    django.setup()
    in_child(found)
    kills = acknowledged = 0
    while True:
        in_child(state_some)
        acknowledged += 2
        if in_child(partial(seal, kills + 1)) == 0:
            break
        kills += 1
    in_child(lambda: tell(kills, acknowledged))


def in_child(work: Callable[[], object]) -> int:
    """Do something in a process of its own; answers the signal that ended it, 0 when it ended well."""
    if not (child := os.fork()):
        try:
            work()
            sys.stdout.flush()
        except BaseException as error:
            sys.stderr.write(f"{type(error).__name__}: {error}\n")
            os._exit(1)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        sys.exit("A process failed.")
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def found() -> None:
    """Make the tables of the record, and a house."""
    from django.core.management import call_command

    from toantrinh.record.actions import found_house

    for alias in ("default", "looks"):
        call_command("migrate", "record", database=alias, verbosity=0)
    found_house(demonstration=True)


def state_some() -> None:
    """Let a sealer finish what the killed one left; then two births, a promise and a look, all acknowledged."""
    from toantrinh.record.actions import promise
    from toantrinh.record.looks import look
    from toantrinh.record.tests.conftest import ANH, LAN, stated

    seal(0)
    promise(stated())
    stated()
    look(by=LAN, person=ANH, what="birth", purpose="khai sinh")


def seal(last: int) -> None:
    """Seal, in rounds of three so that there are two, and be killed before the step `last` (never when 0)."""
    from django.db import connections

    from toantrinh.record.actions import seal_record
    from toantrinh.record.queries import record_status

    steps = 0

    def step(proceed: Callable[..., Any], *args: Any) -> Any:
        nonlocal steps
        steps += 1
        if steps == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return proceed(*args)

    replace = Path.replace
    Path.replace = lambda path, target: step(replace, path, target)  # type: ignore[assignment,method-assign]
    with ExitStack() as wrapped:
        for alias in ("default", "looks"):
            wrapped.enter_context(connections[alias].execute_wrapper(step))
        for _ in range(100):  # PostgreSQL needs a moment to notice that the sealer before was killed
            seal_record(limit=3)
            if not record_status().waiting:
                break
            time.sleep(0.05)


def tell(kills: int, acknowledged: int) -> None:
    """Print what came of it."""
    from toantrinh.record.models import Look, Sealed
    from toantrinh.record.verify import verify_record

    report = verify_record(thorough=True, replay=False)
    found = {
        "kills": kills,
        "acknowledged": acknowledged,
        "sealed": Sealed.objects.filter(event__kind="test.birth_registered").count(),
        "looks": Look.objects.count(),
        "promises": report.promises.kept,
        "differences": [f"{difference.where}: {difference.what.en}" for difference in report.differences],
    }
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
