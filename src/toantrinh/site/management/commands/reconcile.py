"""`toantrinh reconcile FILE`: compare a bank's statement with the money that this house knows of."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from toantrinh.kernel.actor import SYSTEM
from toantrinh.kernel.problem import Invalid, Missing
from toantrinh.payments.actions import reconcile_statement


class Command(BaseCommand):
    """Reads the file whole or not at all; reading it again changes nothing."""

    help = "Compare a bank's statement (CSV) with the transfers that are known; what is new is used at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which file."""
        parser.add_argument("file", type=Path, help="the statement, as docs/guides/operator.md describes its form")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare, and say what was found."""
        try:
            content = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}") from error
        try:
            statement, is_new = reconcile_statement(content, by=SYSTEM)
        except Invalid as wrong:
            raise CommandError(wrong.problems[0].message.en) from wrong
        except Missing as missing:
            raise CommandError(missing.message.en) from missing
        if not is_new:
            self.stdout.write("This statement was compared before; nothing changed.")
            return
        counts = statement.counts
        names = ("known", "new", "refund", "differs", "other", "missing")
        self.stdout.write(", ".join(f"{name} {counts.get(name, 0)}" for name in names))
        if any(counts.get(name) for name in ("differs", "other", "missing")):
            self.stdout.write("Something does not agree: see the page Money of the console.")
