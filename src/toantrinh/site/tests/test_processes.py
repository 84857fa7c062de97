"""The processes of the house: what dies is started again, what fails is named, what is not whole does not open."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Refused
from toantrinh.record.models import House
from toantrinh.site import checks, processes
from toantrinh.site.checks import reasons_not_ready, reasons_not_to_open, warnings
from toantrinh.site.founding import found_once
from toantrinh.site.processes import Child, Parent, is_loopback, is_port_taken
from toantrinh.site.worker import Job, work_until

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


def run_until(parent: Parent, ready: Callable[[], bool]) -> int:
    """Run a parent here until `ready`, then stop it as a signal would."""

    def stop() -> None:
        give_up = time.monotonic() + 20
        while not ready() and time.monotonic() < give_up:
            time.sleep(0.02)
        parent.stopped.set()

    watcher = threading.Thread(target=stop)
    watcher.start()
    code = parent.run()
    watcher.join()
    return code


@pytest.fixture
def kept_signals() -> Any:
    """Give the test run its own signals back."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}
    yield
    for number, receiver in before.items():
        signal.signal(number, receiver)


@pytest.mark.usefixtures("kept_signals")
class TestParent:
    """The one process that keeps the others."""

    def test_a_killed_child_is_started_again(self) -> None:
        said: list[str] = []
        child = Child("web", SLEEP)
        first: list[int] = []

        def second_lives() -> bool:
            if child.process and not first:
                first.append(child.process.pid)
                os.kill(child.process.pid, signal.SIGKILL)
            return bool(first) and child.process is not None and child.process.pid != first[0]

        assert run_until(Parent([child], said.append), second_lives) == 0
        assert said == ["web ended with exit code -9; starting it again."]

    def test_children_end_with_the_parent(self) -> None:
        child = Child("web", SLEEP)
        processes_seen: list[subprocess.Popen[bytes]] = []

        def lives() -> bool:
            processes_seen.extend([child.process] if child.process else [])
            return bool(processes_seen)

        run_until(Parent([child], print), lives)
        assert processes_seen[0].poll() is not None

    def test_a_child_that_never_starts_ends_the_house(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(processes, "TRIES", 2)
        said: list[str] = []
        parent = Parent([Child("web", [sys.executable, "-c", "raise SystemExit(3)"])], said.append)
        assert parent.run() == 1
        assert "2 times" in said[-1]


class TestWorker:
    """Regular work."""

    @pytest.fixture(autouse=True)
    def no_database(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """These jobs need none."""
        monkeypatch.setattr("toantrinh.site.worker.close_old_connections", lambda: None)

    def test_a_failing_job_is_named_and_keeps_no_other_from_running(self, tmp_path: Path) -> None:
        stopped, runs = threading.Event(), []

        def fail() -> None:
            raise RuntimeError("no paper")

        def count() -> None:
            runs.append(1)
            if len(runs) == 3:
                stopped.set()

        letters, watch = Job("letters", 0.01, fail), Job("watch", 0.01, count)
        work_until(stopped, [letters, watch], tmp_path / "worker.json")
        assert len(runs) == 3
        assert letters.failing == "RuntimeError: no paper"
        assert letters.due > time.monotonic()

    def test_a_job_with_more_to_do_is_called_again_at_once(self, tmp_path: Path) -> None:
        stopped, left = threading.Event(), [3]

        def deliver() -> bool:
            left[0] -= 1
            if left[0] == 0:
                stopped.set()
            return left[0] > 0

        began = time.monotonic()
        work_until(stopped, [Job("outbox", 60, deliver)], tmp_path / "worker.json")
        assert left == [0]
        assert time.monotonic() - began < 5


class TestOpening:
    """What forbids opening, and what /healthz says."""

    @pytest.fixture
    def house(self) -> House:
        """A demonstration, as a row alone."""
        return House.objects.create(number=1, origin="here", is_demonstration=True, at=now())

    @pytest.mark.django_db
    def test_nobody_founded_a_house(self) -> None:
        assert [one.code for one in reasons_not_to_open(bind="127.0.0.1")] == ["house"]

    @pytest.mark.django_db
    def test_a_demonstration_opens_on_this_machine(self, house: House) -> None:
        assert reasons_not_to_open(bind="127.0.0.1") == []

    @pytest.mark.django_db
    def test_a_demonstration_does_not_open_to_a_network(self, house: House) -> None:
        assert [one.code for one in reasons_not_to_open(bind="0.0.0.0")] == ["demonstration"]

    @pytest.mark.django_db
    def test_a_real_house_does_not_open_with_the_pretend_identity(self) -> None:
        House.objects.create(number=1, origin="here", is_demonstration=False, at=now())
        assert [one.code for one in reasons_not_to_open(bind="0.0.0.0")] == ["eid"]

    def test_without_keys_nothing_opens(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setattr(settings, "KEYS_DIR", tmp_path)
        assert [one.code for one in reasons_not_to_open(bind="127.0.0.1")] == ["keys"]

    @pytest.mark.django_db
    def test_a_folder_that_cannot_be_written_is_named(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setattr(settings, "DATA_DIR", tmp_path / "gone")
        assert [one.code for one in reasons_not_ready()] == ["data"]

    @pytest.mark.django_db
    def test_a_full_disk_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(checks, "LEAST_DISK", 1 << 62)
        assert [one.code for one in reasons_not_ready()] == ["disk"]

    @pytest.mark.django_db
    def test_a_silent_worker_is_a_warning(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
        sign = {"at": (now() - timedelta(minutes=1)).isoformat(), "failing": {"e-mails": "no server"}}
        (tmp_path / checks.WORKER_SIGN).write_text(json.dumps(sign))
        assert [one.code for one in warnings()] == ["worker", "work"]
        assert reasons_not_ready() == []

    @pytest.mark.django_db
    def test_a_real_house_never_becomes_a_demonstration(self) -> None:
        House.objects.create(number=1, origin="here", is_demonstration=False, at=now())
        with pytest.raises(Refused, match="real house"):
            found_once(demonstration=True)

    @pytest.mark.django_db
    def test_a_demonstration_stays_one_when_it_is_brought_up_to_date(self, house: House) -> None:
        found_once(demonstration=False)
        assert House.objects.get().is_demonstration

    @pytest.mark.django_db
    def test_healthz_says_ready(self, client: Client) -> None:
        answer = client.get("/healthz")
        assert (answer.status_code, answer.json()["status"]) == (200, "ready")

    @pytest.mark.django_db
    def test_healthz_says_why_not(self, client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setattr(settings, "DATA_DIR", tmp_path / "gone")
        answer = client.get("/healthz")
        assert answer.status_code == 503
        assert answer.json()["reasons"][0]["code"] == "data"


def test_only_this_machine_is_loopback() -> None:
    assert is_loopback("127.0.0.1") and is_loopback("localhost") and is_loopback("::1")
    assert not is_loopback("0.0.0.0") and not is_loopback("10.0.0.7")


def test_a_taken_port_is_seen() -> None:
    import socket

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        assert is_port_taken("127.0.0.1", other.getsockname()[1])
