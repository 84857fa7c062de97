"""A program for `test_killed_linked.py`: a linked birth is sent to its agencies by processes that are killed before
their n-th statement, for every n. Prints a line of JSON: how often it killed, and what stands at the end."""

import json
import os
import sys
from datetime import timedelta
from functools import partial
from pathlib import Path

import django

from toantrinh.cases.tests.killed import killed_at
from toantrinh.record.tests.killed import in_child

RUNS = Path(os.environ["TOANTRINH_DATA"]) / "runs"


def main() -> None:
    """Send the first part until it is through, killed on the way at every statement."""
    django.setup()
    in_child(prepare)
    kills = 0
    while in_child(partial(killed_at, kills + 1, send)):
        kills += 1
        in_child(expect_no_more_than_one)
        if kills > 1500:
            sys.exit("It never ends.")
    in_child(partial(tell, kills))


def prepare() -> None:
    """Tables, house, country, packages, and a linked birth that was just handed in."""
    from django.core.management import call_command

    from toantrinh.people.tests.cast import store_country
    from toantrinh.record.actions import found_house
    from toantrinh.record.keys import make_keys
    from toantrinh.site.tests.desks import install
    from toantrinh.site.tests.linked import linked_birth
    from toantrinh.site.tests.world import World

    make_keys()
    for alias in ("default", "looks"):
        call_command("migrate", database=alias, verbosity=0)
    found_house(demonstration=True)
    store_country()
    world = World()
    install("dang-ky-thuong-tru", "the-bhyt-tre-em", "lien-thong-khai-sinh")
    linked_birth(world)


def send() -> None:
    """The worker, each time some minutes later, sends what is due."""
    from toantrinh.cases import actions
    from toantrinh.kernel.moment import at, now

    with RUNS.open("a") as runs:
        runs.write(".")
    with at(now() + timedelta(seconds=301 * RUNS.stat().st_size)):
        actions.follow_waiting_parts()


def expect_no_more_than_one() -> None:
    """However often it was tried, one case at most was opened for the part, and its paper lies in it once."""
    from toantrinh.cases.models import Case, CaseOrigin, CasePaper

    opened = list(Case.objects.filter(code="1.001193"))
    assert len(opened) == CaseOrigin.objects.count() <= 1
    assert CasePaper.objects.filter(case__in=opened).count() <= 1


def tell(kills: int) -> None:
    """Print what came of it."""
    from toantrinh.cases.models import Case, CasePart
    from toantrinh.record.actions import seal_record
    from toantrinh.record.verify import verify_record

    seal_record()
    report = verify_record(thorough=True)
    birth = Case.objects.get(code="1.001193")
    found = {
        "kills": kills,
        "states": list(CasePart.objects.order_by("position").values_list("state", flat=True)),
        "status": birth.status,
        "papers": len(birth.slots),
        "differences": [f"{difference.where}: {difference.what.en}" for difference in report.differences],
    }
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
