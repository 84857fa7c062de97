"""A sealer killed before any of its steps loses nothing, and the next one goes on."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection


@pytest.fixture
def database(db: None, tmp_path: Path) -> Iterator[str]:
    """An empty database of its own on the engine under test."""
    if connection.vendor == "sqlite":
        yield "sqlite"
        return
    name = f"{settings.DATABASES['default']['NAME']}_killed"
    given = {key.lower(): value for key, value in connection.get_connection_params().items()}
    import psycopg

    reached = {key: given[key] for key in ("user", "password", "host", "port") if given.get(key)}
    with psycopg.connect(dbname="postgres", autocommit=True, **reached) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}"')
        user = ":".join(str(reached[key]) for key in ("user", "password") if key in reached)
        yield f"postgresql://{user}@{reached.get('host', '')}:{reached.get('port', 5432)}/{name}"
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_a_sealer_killed_at_every_step_loses_nothing(database: str, tmp_path: Path) -> None:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("TOANTRINH_")},
        "DJANGO_SETTINGS_MODULE": "toantrinh.site.settings",
        "TOANTRINH_DATA": str(tmp_path),
        "TOANTRINH_DATABASE": database,
        "PYTHONPATH": str(Path(__file__).parents[3]),
    }
    program = [sys.executable, "-m", "toantrinh.record.tests.killed"]
    done = subprocess.run(program, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["differences"] == []
    assert told["kills"] > 30
    assert told["sealed"] == told["acknowledged"] == 2 * (told["kills"] + 1)
    assert told["looks"] == told["promises"] == told["kills"] + 1
