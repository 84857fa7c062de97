"""However often the worker dies while a linked application is sent out, each part is opened once."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from toantrinh.record.tests.test_killed import database

__all__ = ["database"]


@pytest.mark.slow
def test_a_worker_killed_at_every_statement_opens_a_part_once(database: str, tmp_path: Path) -> None:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("TOANTRINH_")},
        "DJANGO_SETTINGS_MODULE": "toantrinh.site.settings",
        "TOANTRINH_DATA": str(tmp_path / "data"),
        "TOANTRINH_DATABASE": database,
        "PYTHONPATH": str(Path(__file__).parents[3]),
    }
    (tmp_path / "data").mkdir()
    program = [sys.executable, "-m", "toantrinh.site.tests.killed_linked"]
    done = subprocess.run(program, env=environment, capture_output=True, text=True, timeout=1200, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["differences"] == []
    assert told["states"] == ["opened", "waiting", "waiting"]
    assert (told["status"], told["papers"]) == ("submitted", 1)
    assert told["kills"] > 50, told["kills"]
