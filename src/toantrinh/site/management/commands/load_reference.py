"""`toantrinh load_reference`: bring territory and agencies to what the packages say."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from toantrinh.kernel.actor import SYSTEM
from toantrinh.people.actions import load_reference


class Command(BaseCommand):
    """Loads provinces, communes, the units before them and every agency; running it again changes nothing."""

    help = "Load provinces, communes, their predecessors and all agencies from the packages."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the choices of the command."""
        parser.add_argument("--province", action="append", default=[], help="only this province of today (its code)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run once; safe to repeat."""
        changed = load_reference(by=SYSTEM, provinces=options["province"])
        self.stdout.write(f"Territory and agencies {'were loaded' if changed else 'are up to date'}.")
