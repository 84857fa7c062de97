"""`toantrinh sample`: fill a demonstration with invented people and their dossiers."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from toantrinh.kernel.problem import Problem
from toantrinh.site.sample.country import make_country


class Command(BaseCommand):
    """Makes the sample country once; the same seed gives the same people."""

    help = "Fill a house for demonstration with invented people and their dossiers, lived through the real actions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How large the country is."""
        parser.add_argument("--seed", type=int, default=2025, help="the same seed gives the same people")
        parser.add_argument("--cases", type=int, default=2400, help="about how many births are registered")
        parser.add_argument("--communes", type=int, default=36, help="in how many communes")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it, unless it is there."""
        begun = time.monotonic()
        try:
            life = make_country(
                seed=options["seed"], cases=options["cases"], communes=options["communes"], say=self._say
            )
        except Problem as problem:
            raise CommandError(problem.message.en) from problem
        if life is None:
            self.stdout.write("The sample country is there already.")
            return
        self.stdout.write(f"The sample country is ready ({time.monotonic() - begun:.0f} s).")

    def _say(self, what: str) -> None:
        self.stdout.write({"people": "People move in …", "dossiers": "Seventeen months go by …"}[what])
