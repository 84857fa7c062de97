"""`toantrinh bench NAME`: measure one thing; the last line says how it stands to its bar."""

import runpy
import sys
from argparse import REMAINDER, ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Each measure is a program under `bench/`, which ends by printing `BAR name figure`."""

    help = "Measure: toantrinh bench NAME; without a name, list what can be measured."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """A name, and whatever the program itself takes."""
        parser.add_argument("name", nargs="?", help="a program under bench/")
        parser.add_argument("more", nargs=REMAINDER, help="arguments of that program")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the program as if it had been called by itself."""
        programs = {path.stem: path for path in sorted((settings.ROOT / "bench").glob("*.py"))}
        if not options["name"]:
            self.stdout.write("\n".join(programs) or "There is nothing to measure.")
            return
        if options["name"] not in programs:
            raise CommandError(f"There is no measure {options['name']!r}. There are: {', '.join(programs) or 'none'}.")
        sys.argv = [str(programs[options["name"]]), *options["more"]]
        runpy.run_path(sys.argv[0], run_name="__main__")
