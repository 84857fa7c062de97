"""`toantrinh check-packages`: packages well-formed, unchanged under their number, and as their examples say."""

import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from toantrinh.kernel.packages import PackageMistakes
from toantrinh.site import founding, packages


class Command(BaseCommand):
    """Needs no house: examples live in tables of their own, in memory."""

    help = "Check form, editions and examples of every package, and that the schemas for authors are up to date."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to look, and whether to write."""
        parser.add_argument("--folder", type=Path, default=settings.PACKAGES_DIR, help="folder of packages to check")
        parser.add_argument("--write", action="store_true", help="record new editions and write the schemas")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check all, tell all."""
        found = list(packages.packages(options["folder"]))
        if options["write"]:
            self._write(found)
        with tempfile.TemporaryDirectory() as keys:
            _live_in_memory(Path(keys))
            mistakes = [line for kind, path in found for line in packages.check(kind, path)]
        if options["folder"] == settings.PACKAGES_DIR:
            mistakes += self._stale_schemas()
        if mistakes:
            raise CommandError("\n".join(mistakes))
        self.stdout.write(f"{len(found)} packages are in order.")

    def _write(self, found: list[tuple[packages.Kind, Path]]) -> None:
        for kind, path in found:
            try:
                packages.record(kind, path)
            except PackageMistakes:
                continue  # told by the check that follows
        folder = settings.ROOT / packages.SCHEMAS
        folder.mkdir(parents=True, exist_ok=True)
        for kind in packages.KINDS:
            (folder / f"{kind.name}.json").write_text(packages.schema_of(kind), encoding="utf-8")

    def _stale_schemas(self) -> list[str]:
        folder = settings.ROOT / packages.SCHEMAS
        paths = {kind: folder / f"{kind.name}.json" for kind in packages.KINDS}
        return [
            f"{path.relative_to(settings.ROOT)} is out of date: run toantrinh check-packages --write"
            for kind, path in paths.items()
            if not path.exists() or path.read_text(encoding="utf-8") != packages.schema_of(kind)
        ]


def _live_in_memory(keys: Path) -> None:
    """Give this process a house of its own: examples may name communes and agencies, which stand in tables."""
    settings.KEYS_DIR = keys
    for alias in connections:
        connections[alias].close()
        connections.settings[alias] |= {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:", "OPTIONS": {}}
        del connections[alias]
        call_command("migrate", database=alias, verbosity=0)
    founding.make_keys()
    founding.load_territory()
