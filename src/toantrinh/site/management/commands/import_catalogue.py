"""`toantrinh import-catalogue FILE`: take in the national list of procedures, so that all can be found."""

import gzip
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from toantrinh.cases.actions import import_catalogue
from toantrinh.kernel.actor import SYSTEM
from toantrinh.site.cli import spoken

MOST_TOLD = 50


class Command(BaseCommand):
    """Names each line that it leaves out; importing again changes only what changed."""

    help = "Take in the national catalogue's list of procedures: one JSON object a line, gzip or plain."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where the list is."""
        parser.add_argument("file", help="the list, such as portal_catalogue.jsonl.gz")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, then say what became of it."""
        path = Path(options["file"])
        if not path.is_file():
            raise CommandError(f"{path}: không có tệp này / there is no such file")
        broken: list[str] = []
        imported = import_catalogue(_lines(path, broken), by=SYSTEM)
        for bad in imported.bad[:MOST_TOLD]:
            self.stderr.write(f"{path}:{bad.number}: {spoken(bad.why)}")
        if len(imported.bad) > MOST_TOLD:
            self.stderr.write(f"… {len(imported.bad) - MOST_TOLD}")
        if broken:
            self.stderr.write(f"{path}: {broken[0]}")
        self.stdout.write(
            f"{imported.lines} lines: {imported.added} new, {imported.changed} changed, "
            f"{imported.unchanged} as before, {len(imported.bad)} left out."
        )


def _lines(path: Path, broken: list[str]) -> Iterator[str]:
    """The lines of a file; of one that was cut in half, those before the cut."""
    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as file:
        while True:
            try:
                line = file.readline()
            except (EOFError, OSError):
                broken.append(
                    "tệp bị cắt hoặc hỏng; các dòng trước đó đã nhập / the file is cut; lines before it are in"
                )
                return
            if not line:
                return
            yield line.decode("utf-8", errors="replace")
