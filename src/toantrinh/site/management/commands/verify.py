"""`toantrinh verify`: is the record whole, do the tables agree with it, and what does a receipt prove?"""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from toantrinh.record.queries import verifier_keys, verify_receipt
from toantrinh.record.verify import verify_record
from toantrinh.site.cli import spoken


class Command(BaseCommand):
    """Ends with status 1 where anything differs."""

    help = "Verify the record and the tables against it; with --receipt, one receipt, offline with --keys."
    requires_system_checks = []  # a receipt is checked without a house

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to verify and how thoroughly."""
        parser.add_argument("--receipt", type=Path, help="check this receipt instead of the record")
        parser.add_argument("--checkpoint", type=Path, help="a checkpoint from elsewhere that must contain the receipt")
        parser.add_argument("--keys", type=Path, help="file of verifier keys to trust; without it, this house's own")
        parser.add_argument("--processes", type=int, default=os.cpu_count() or 1, help="how many work in parallel")
        parser.add_argument("--thorough", action="store_true", help="open every private part, check every promise")
        parser.add_argument("--no-replay", action="store_true", help="leave out the tables of the other rooms")

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify and tell."""
        if options["receipt"]:
            self._receipt(options["receipt"], options["checkpoint"], options["keys"])
        else:
            self._record(options["processes"], options["thorough"], not options["no_replay"])

    def _record(self, processes: int, thorough: bool, replay: bool) -> None:
        report = verify_record(processes=processes, thorough=thorough, replay=replay)
        promises = report.promises
        self.stdout.write(
            f"{report.size} entries under {report.heads} heads, root {report.root.hex()[:16]}, {report.seconds:.1f} s\n"
            f"promises: {promises.kept} kept, {promises.due} not yet due, {len(promises.broken)} broken\n"
            f"private parts erased under the law: {report.erased}\n"
            f"tables compared with the record: {', '.join(report.replayed) or 'none'}"
        )
        for broken in promises.broken:
            self.stdout.write(f"  broken: {broken}")
        if report.differences:
            found = "\n".join(f"  {difference.where}: {spoken(difference.what)}" for difference in report.differences)
            raise CommandError(f"{len(report.differences)} differences:\n{found}")
        self.stdout.write("The record is whole.")

    def _receipt(self, file: Path, checkpoint: Path | None, keys: Path | None) -> None:
        trusted = keys.read_text().splitlines() if keys else verifier_keys()
        signed = checkpoint.read_text() if checkpoint else ""
        result = verify_receipt(file.read_bytes(), trusted, checkpoint=signed)
        if result.problem:
            raise CommandError(f"Does not match: {spoken(result.problem)}")
        if result.is_overdue:
            raise CommandError("Intact, but not in the record though the promised time is over.")
        if result.is_in_record:
            self.stdout.write(f"In the record, at position {result.position} of {result.size}.")
        else:
            self.stdout.write(f"Intact; it will be in the record by {result.waits_until}.")
