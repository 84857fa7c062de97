"""One command serves the house, survives what happens to processes, and refuses what it must not serve."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

COMMAND = [sys.executable, "-m", "toantrinh.site.cli"]
PATIENCE = 60.0


def free_port() -> int:
    """A port that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(what: Callable[[], Any]) -> Any:
    """What `what` answers as soon as it is something; fails after a while."""
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up:
        if answer := what():
            return answer
        time.sleep(0.1)
    raise AssertionError("This was waited for in vain.")


def health(port: int) -> dict[str, Any]:
    """What /healthz says; empty while nobody answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return dict(json.load(answer))
    except OSError:
        return {}


def listening(port: int) -> list[str]:
    """Every process that names the port in its command line."""
    listed = subprocess.run(["ps", "-ewwo", "args"], capture_output=True, text=True, check=True).stdout
    return [line for line in listed.splitlines() if "granian" in line and f"--port {port} " in line]


def children(of: int) -> dict[str, int]:
    """Process ids of web and worker under a parent, by what they are."""
    listed = subprocess.run(["ps", "-ewwo", "pid,ppid,args"], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in listed.splitlines()[1:]]
    mine = [(int(pid), command) for pid, parent, command in rows if int(parent) == of]
    return {"web" if "granian" in command else "worker": pid for pid, command in mine}


@pytest.fixture(scope="module")
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a demonstration in a folder of its own."""
    own = {"TOANTRINH_DATA": str(tmp_path_factory.mktemp("served")), "TOANTRINH_DATABASE": "sqlite", "LANG": "C"}
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TOANTRINH_", "LC_"))}
    surroundings = {**kept, **own}
    for _ in range(2):  # the second time changes nothing
        subprocess.run([*COMMAND, "init", "--demonstration"], env=surroundings, check=True, capture_output=True)
    return surroundings


@pytest.fixture
def served(surroundings: dict[str, str]) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A house that is open, and its port."""
    port = free_port()
    house = subprocess.Popen([*COMMAND, "serve", "--port", str(port), "--workers", "1"], env=surroundings)
    wait_for(lambda: health(port).get("status") == "ready")
    yield house, port
    house.terminate()
    house.wait(30)


@pytest.mark.slow
class TestServed:
    """A house that is open."""

    def test_a_killed_web_and_worker_come_back(self, served: tuple[subprocess.Popen[bytes], int]) -> None:
        house, port = served
        before = wait_for(lambda: found if len(found := children(house.pid)) == 2 else None)
        for pid in before.values():
            os.kill(pid, signal.SIGKILL)
        after = wait_for(lambda: found if len(found := children(house.pid)) == 2 and found != before else None)
        assert not set(before.values()) & set(after.values())
        assert wait_for(lambda: health(port).get("status") == "ready")
        assert len(listening(port)) == 2  # the new server and its one worker: nothing of the killed one answers on

    def test_it_stops_gracefully_and_leaves_nobody(self, served: tuple[subprocess.Popen[bytes], int]) -> None:
        house, port = served
        left = wait_for(lambda: found if len(found := children(house.pid)) == 2 else None)
        house.send_signal(signal.SIGTERM)
        assert house.wait(30) == 0
        assert not [pid for pid in left.values() if Path(f"/proc/{pid}").exists()]
        assert not listening(port)
        assert health(port) == {}

    def test_nobody_serves_on_when_the_parent_is_killed(self, served: tuple[subprocess.Popen[bytes], int]) -> None:
        house, port = served
        left = wait_for(lambda: found if len(found := children(house.pid)) == 2 else None)
        house.kill()
        wait_for(lambda: not [pid for pid in left.values() if Path(f"/proc/{pid}").exists()])
        wait_for(lambda: not listening(port))
        assert health(port) == {}


@pytest.mark.slow
class TestRefused:
    """A house that does not open."""

    def refusal(self, surroundings: dict[str, str], *options: str, **changes: str) -> str:
        """What `serve` says when it refuses."""
        command = [*COMMAND, "serve", "--port", str(free_port()), *options]
        ended = subprocess.run(command, env={**surroundings, **changes}, capture_output=True, text=True, timeout=60)
        assert ended.returncode == 1
        assert "Traceback" not in ended.stderr
        return ended.stderr

    def test_a_demonstration_is_not_shown_to_a_network(self, surroundings: dict[str, str]) -> None:
        assert "this machine alone" in self.refusal(surroundings, "--host", "0.0.0.0")

    def test_a_folder_without_a_house_is_not_served(self, surroundings: dict[str, str], tmp_path: Path) -> None:
        assert "toantrinh init" in self.refusal(surroundings, TOANTRINH_DATA=str(tmp_path))

    def test_a_database_that_does_not_answer_is_named(self, surroundings: dict[str, str]) -> None:
        nowhere = f"postgresql://nobody@127.0.0.1:{free_port()}/nothing"
        assert "does not answer" in self.refusal(surroundings, TOANTRINH_DATABASE=nowhere)

    def test_a_port_in_use_is_named(self, surroundings: dict[str, str]) -> None:
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            assert "another program" in self.refusal(surroundings, "--port", str(other.getsockname()[1]))
