"""How many records of the national catalogue become procedures on offer in a second, and how fast they are read again.

    toantrinh bench catalogue [--records FILE] [--copies 1]

Takes the records of FILE, or of the files that TOANTRINH_PORTAL_RECORDS names, or records of its own making; makes a
house of its own in a temporary folder (SQLite) and removes it at the end. A record is read, judged, checked, indexed
for search, written and stated as a fact, each in its own transaction.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

HOUSE = [sys.executable, "-m", "toantrinh.site.cli"]
ROOT = Path(__file__).resolve().parents[1]
OWN = 250
"""Records of its own making, where no file is given."""


def main() -> None:
    """Make the house, then measure in a process of its own that knows nothing of the one that this machine serves."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", default=os.environ.get("TOANTRINH_PORTAL_RECORDS", ""))
    parser.add_argument("--copies", type=int, default=1, help="how often each record is taken, under other codes")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.inside:
        measure(chosen.records, chosen.copies)
        return
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TOANTRINH_")}
    with tempfile.TemporaryDirectory(prefix="toantrinh-bench-") as folder:
        own = {**kept, "TOANTRINH_DATA": folder, "TOANTRINH_DATABASE": "sqlite", "PYTHONPATH": str(ROOT / "src")}
        own["DJANGO_SETTINGS_MODULE"] = "toantrinh.site.settings"
        subprocess.run([*HOUSE, "init", "--demonstration"], env=own, check=True, stdout=subprocess.DEVNULL)
        again = [sys.executable, __file__, "--inside", "--records", chosen.records, "--copies", str(chosen.copies)]
        subprocess.run(again, env=own, check=True)


def taken(names: str, copies: int) -> Sequence[Mapping[str, Any]]:
    """The records to import."""
    from toantrinh.cases.records.lines import read_lines
    from toantrinh.cases.tests.catalogue import kinds_of_records

    found: list[Mapping[str, Any]] = []
    for name in filter(None, names.split(":")):
        with Path(name).open("rb") as file:
            found += [line.record for line in read_lines(file) if line.record is not None]
    if not found:
        kinds = list(kinds_of_records())
        found = [{**kinds[number % len(kinds)]} | {"code": f"3.{number:06}"} for number in range(OWN)]
    more = [
        {**one} | {"code": f"4.{copy:02}{number:04}"} for copy in range(1, copies) for number, one in enumerate(found)
    ]
    return [*found, *more]


def measure(names: str, copies: int) -> None:
    """Print what was measured; it ends with the bars."""
    import django

    django.setup()
    records = taken(names, copies)
    from toantrinh.cases.actions import import_record
    from toantrinh.cases.queries import find_procedure, list_procedures
    from toantrinh.kernel.actor import SYSTEM

    def timed(words: str, work: Callable[[], object]) -> tuple[float, float]:
        began, before = time.perf_counter(), time.process_time()
        work()
        took = time.perf_counter() - began
        worked = time.process_time() - before
        words = f"{words} ({worked:.3f} s of processor)"
        print(f"{words:<64} {took:8.3f} s")
        return took, worked

    first, worked = timed(
        f"{len(records)} records, first import", lambda: [import_record(one, by=SYSTEM) for one in records]
    )
    again, _ = timed("the same again", lambda: [import_record(one, by=SYSTEM) for one in records])
    timed("listed for the first time", list_procedures)
    timed("listed again", list_procedures)
    code = str(records[0]["code"])
    timed("one found 100 times", lambda: [find_procedure(code) for _ in range(100)])
    print(f"BAR catalogue.again_per_s {len(records) / again:.0f}")
    print(f"BAR catalogue.import_per_processor_s {len(records) / worked:.0f}")
    print(f"BAR catalogue.import_per_s {len(records) / first:.0f}")


if __name__ == "__main__":
    main()
