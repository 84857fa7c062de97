"""`toantrinh sample`: fill a demonstration with invented people and their dossiers."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from toantrinh.kernel.problem import Problem
from toantrinh.site.sample.country import make_country

STAGES = {
    "people": "People move in …",
    "lived": "Their dossiers go through the offices …",
    "told": "Seventeen months go by (a few minutes) …",
    "sealed": "The record is sealed and the months are published …",
}


class Command(BaseCommand):
    """Makes the sample country once; the same seed gives the same people."""

    help = "Fill a house for demonstration with invented people and their dossiers, lived through the real actions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How large the country is."""
        parser.add_argument("--seed", type=int, default=2025, help="the same seed gives the same people")
        parser.add_argument("--lived", type=int, default=100, help="dossiers that go through the real actions")
        parser.add_argument("--told", type=int, default=2000, help="dossiers that are retold of other families")
        parser.add_argument("--communes", type=int, default=36, help="in how many communes")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it, unless it is there."""
        begun = time.monotonic()
        try:
            made = make_country(
                seed=options["seed"],
                lived=options["lived"],
                told=options["told"],
                communes=options["communes"],
                say=self._say,
            )
        except Problem as problem:
            raise CommandError(problem.message.en) from problem
        if made is None:
            self.stdout.write("The sample country is there already.")
            return
        seconds = time.monotonic() - begun
        self.stdout.write(f"The sample country is ready: {made[0] + made[1]} dossiers in {seconds:.0f} s.")

    def _say(self, what: str) -> None:
        self.stdout.write(STAGES.get(what, f"  {what}"))
        self.stdout.flush()  # so that who waits sees what is going on
