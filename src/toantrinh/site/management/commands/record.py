"""`toantrinh record …`: what an operator does with the record itself."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from toantrinh.kernel.actor import SYSTEM
from toantrinh.kernel.problem import Problem
from toantrinh.record import actions, queries
from toantrinh.record.roles import role_statements
from toantrinh.record.tiles import export
from toantrinh.site.cli import spoken


class Command(BaseCommand):
    """One subcommand an errand."""

    help = "Status and keys of the record, its export, its roles on PostgreSQL, a new origin, a new signing key."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The errands."""
        errands = parser.add_subparsers(dest="errand", required=True)
        errands.add_parser("status", help="how the record and its subscribers stand")
        errands.add_parser("keys", help="print the verifier keys that others pin")
        errands.add_parser("export", help="write tiles and checkpoint as files").add_argument("folder", type=Path)
        roles = errands.add_parser("roles", help="print the SQL that makes the roles on PostgreSQL")
        roles.add_argument("--apply", action="store_true", help="run it, as the owner of the database")
        resume = errands.add_parser("resume", help="go on under a new origin after an older backup was restored")
        resume.add_argument("--reason", required=True, help="why; it stands in the record for ever")
        rotate = errands.add_parser("rotate", help="replace a signing key; the old one stays listed")
        rotate.add_argument("purpose", choices=["checkpoint", "receipt"])
        erase = errands.add_parser("erase", help="destroy a person's key: what is private about them is gone for ever")
        erase.add_argument("person", help="URN of the person")
        erase.add_argument("--ground", required=True, help="the law and the request")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the errand and tell what came of it."""
        try:
            getattr(self, f"_{options['errand']}")(options)
        except Problem as problem:
            raise CommandError(spoken(problem.message)) from problem

    def _status(self, options: dict[str, Any]) -> None:
        status = queries.record_status()
        self.stdout.write(
            f"{status.origin}: {status.size} entries, sealed last at {status.sealed_at}; "
            f"{status.waiting} wait, {status.overdue} promises are overdue."
        )
        for subscriber in queries.list_subscribers():
            trouble = f", failed {subscriber.failures} times: {subscriber.error}" if subscriber.failures else ""
            self.stdout.write(f"  {subscriber.name}: {subscriber.behind} behind{trouble}")

    def _keys(self, options: dict[str, Any]) -> None:
        self.stdout.write("\n".join(queries.verifier_keys()))

    def _export(self, options: dict[str, Any]) -> None:
        self.stdout.write(f"{export(options['folder'])} tiles written to {options['folder']}.")

    def _roles(self, options: dict[str, Any]) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("SQLite has no roles: there the file's permissions guard the record, and verify tells.")
        statements = role_statements(connection)
        if options["apply"]:
            with transaction.atomic(), connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
        self.stdout.write("\n".join(f"{statement};" for statement in statements))

    def _resume(self, options: dict[str, Any]) -> None:
        house = actions.resume_record(by=SYSTEM, reason=options["reason"])
        self.stdout.write(f"The record goes on as {house.origin}. Tell those who pin its keys.")

    def _rotate(self, options: dict[str, Any]) -> None:
        actions.rotate_key(options["purpose"], by=SYSTEM)
        self.stdout.write(f"A new {options['purpose']} key is in use. Tell those who pin its keys.")

    def _erase(self, options: dict[str, Any]) -> None:
        actions.erase_person_key(options["person"], by=SYSTEM, ground=options["ground"])
        self.stdout.write("The key is destroyed. Backups made before today still hold it until they are destroyed too.")
