"""Processes killed at any statement leave all or nothing; processes at once get in nobody's way."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from toantrinh.record.tests.test_killed import database

__all__ = ["database"]


@pytest.mark.slow
def test_a_process_killed_at_every_statement_loses_nothing(database: str, packages: Path, tmp_path: Path) -> None:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("TOANTRINH_")},
        "DJANGO_SETTINGS_MODULE": "toantrinh.site.settings",
        "TOANTRINH_DATA": str(tmp_path / "data"),
        "TOANTRINH_DATABASE": database,
        "TOANTRINH_PACKAGES": str(packages),
        "PYTHONPATH": str(Path(__file__).parents[3]),
    }
    (tmp_path / "data").mkdir()
    program = [sys.executable, "-m", "toantrinh.cases.tests.killed"]
    done = subprocess.run(program, env=environment, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["differences"] == []
    assert "cases" in told["replayed"]
    assert (told["finished"], told["entries"]) == (True, 1)
    assert (told["sent"], told["numbers"]) == (4, 5), "each dossier has a number of its own"
    assert told["decided"] == 1, "of four who decide at once, one does"
    assert all(count > 15 for count in told["kills"].values()), told["kills"]
