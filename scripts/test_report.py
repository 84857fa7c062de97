"""Run every test that this machine can run, and say plainly how many ran where and what could not.

Three rounds: all rooms on SQLite, all rooms on PostgreSQL, journeys in a real browser. With `REQUIRE=all` in the
environment, whatever could not run is a failure. Further arguments go to pytest (`-k birth`).
"""

import os
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REPORTS = ROOT / "build" / "tests"
POSTGRES = os.environ.get("TOANTRINH_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/toantrinh")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NO_DATABASE = ("kernel", "site/tests/test_house")
"""Parts of the house whose tests read code or count days: the engine makes no difference to them."""


@dataclass
class Round:
    """One run of pytest over one part of the product, and what came of it."""

    name: str
    arguments: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    missing: str = ""
    """Why this round cannot run here; empty where it can."""
    ran: int = 0
    failed: int = 0
    skipped: list[str] = field(default_factory=list)
    seconds: float = 0.0
    code: int = 0

    def run(self, more: list[str]) -> None:
        """Run pytest, its own lines going straight to the screen, and count from its report."""
        report = REPORTS / f"{self.name.lower()}.xml"
        report.unlink(missing_ok=True)
        began = time.monotonic()
        print(f"\n— {self.name} —", flush=True)
        command = [sys.executable, "-m", "pytest", "--no-header", "--tb=short", "-n", "2", f"--junit-xml={report}"]
        environment = {**os.environ, **self.environment}
        self.code = subprocess.run(
            [*command, *self.arguments, *more], cwd=ROOT, env=environment, check=False
        ).returncode
        self.seconds = time.monotonic() - began
        if report.exists():
            self.count(ElementTree.parse(report))
        if self.code == 5:  # pytest's own number for "nothing was collected"
            self.code, self.missing = 0, "no test was found"

    def count(self, report: "ElementTree.ElementTree[ElementTree.Element]") -> None:
        """Take the numbers from a JUnit report."""
        for case in report.iter("testcase"):
            if (skipped := case.find("skipped")) is not None:
                self.skipped.append(f"{case.get('classname')}.{case.get('name')}: {skipped.get('message')}")
                continue
            self.ran += 1
            self.failed += case.find("failure") is not None or case.find("error") is not None

    def line(self) -> str:
        """The round in one line."""
        if self.missing and not self.ran:
            return f"{self.name:<12}did not run: {self.missing}"
        failed = f", {self.failed} failed" if self.failed else ""
        skipped = f", {len(self.skipped)} skipped" if self.skipped else ""
        what = "journeys and pages" if self.name == "Browser" else "tests"
        return f"{self.name:<12}{self.ran} {what} ran{failed}{skipped} in {self.seconds:.0f} s"


def postgres_is_missing() -> str:
    """Why PostgreSQL cannot be used, or nothing where it can."""
    import psycopg

    try:
        with psycopg.connect(
            POSTGRES.rsplit("/", 1)[0] + "/postgres", connect_timeout=3, autocommit=True
        ) as connection:
            may_create = connection.execute("SELECT rolcreatedb FROM pg_roles WHERE rolname = current_user").fetchone()
    except psycopg.Error as error:
        return f"no PostgreSQL answers at TOANTRINH_TEST_POSTGRES ({str(error).strip().splitlines()[0]})"
    return "" if may_create and may_create[0] else "the PostgreSQL user may not create a test database"


def find_browser() -> str:
    """Path of a Chromium, or nothing."""
    if chosen := os.environ.get("TOANTRINH_CHROMIUM"):
        return chosen if Path(chosen).exists() else ""
    return next((path for name in BROWSERS if (path := shutil.which(name))), "")


def journeys_are_missing(browser: str) -> str:
    """Why no journey can run, or nothing where they can."""
    if not any((ROOT / "journeys").glob("test_*.py")):
        return "there are no journeys"
    return "" if browser else "no Chromium was found (set TOANTRINH_CHROMIUM to its path)"


def rounds() -> list[Round]:
    """What there is to run on this machine."""
    browser = find_browser()
    ignored = [f"--ignore-glob=*/toantrinh/{part}*" for part in NO_DATABASE]
    return [
        Round("SQLite", ["src", "-m", "not browser"], {"TOANTRINH_DATABASE": "sqlite"}),
        Round(
            "PostgreSQL",
            ["src", "-m", "not browser", *ignored],
            {"TOANTRINH_DATABASE": POSTGRES},
            missing=postgres_is_missing(),
        ),
        Round(
            "Browser",
            ["journeys"],
            {"TOANTRINH_DATABASE": "sqlite", "TOANTRINH_CHROMIUM": browser},
            missing=journeys_are_missing(browser),
        ),
    ]


def main(more: list[str]) -> int:
    """Run the rounds, print the account, answer the exit code."""
    REPORTS.mkdir(parents=True, exist_ok=True)
    all_rounds = rounds()
    for one in all_rounds:
        if not one.missing:
            one.run(more)
    print("\n" + "\n".join(one.line() for one in all_rounds))
    unrun = [f"{one.name}: {one.missing}" for one in all_rounds if one.missing]
    unrun += [f"{one.name}: skipped {what}" for one in all_rounds for what in one.skipped]
    if unrun:
        print("\nWhat could not run here:\n" + "\n".join(f"- {what}" for what in unrun))
    failed = any(one.code for one in all_rounds)
    short = bool(unrun) and os.environ.get("REQUIRE") == "all" and not more
    if short:
        print("\nREQUIRE=all: what could not run counts as a failure.")
    print("\n" + ("FAILED" if failed or short else "All that ran passed."))
    return 1 if failed or short else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
