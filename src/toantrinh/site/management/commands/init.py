"""`toantrinh init`: make what a house needs to open, or bring an older one up to date."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from toantrinh.kernel.problem import Problem
from toantrinh.kernel.text import t
from toantrinh.site.cli import spoken
from toantrinh.site.founding import found


class Command(BaseCommand):
    """Safe to run again: what exists is left alone."""

    help = "Make keys, tables and reference data of a house, or bring an older one up to date."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One choice, made once and for ever."""
        parser.add_argument(
            "--demonstration",
            action="store_true",
            help="found a house that only plays: pretend identities, marked papers",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Found the house."""
        try:
            found(demonstration=options["demonstration"], say=lambda text: self.stdout.write(spoken(text)))
        except Problem as problem:
            raise CommandError(spoken(problem.message)) from problem
        except OSError as error:
            words = t("Không tạo được: {error}", "This could not be made: {error}")
            raise CommandError(spoken(words.fill(error=str(error)))) from error
        self.stdout.write(spoken(t("Hệ thống đã sẵn sàng để mở.", "The house is ready to open.")))
