"""The worker: delivers what the record holds, and runs each room's regular work, for as long as the house stands.

Rooms' regular work is registered in `site/apps.py`, one `every(...)` a line. A job that fails is named, tried again
with growing patience, and never keeps another from running.
"""

import json
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import close_old_connections

from toantrinh.kernel.moment import now

log = logging.getLogger(__name__)

PATIENCE = 60.0
"""Longest wait in seconds before a job that failed is tried again."""
BEAT = 2.0
"""Seconds between two signs of life."""


@dataclass
class Job:
    """Something to do again and again."""

    name: str
    seconds: float
    """Pause between two runs that found nothing to do."""
    run: Callable[[], object]
    """Does the work; answers True where more is waiting, so that it is called again at once."""
    due: float = 0.0
    failures: int = 0
    failing: str = ""
    """What went wrong the last time; empty while all is well."""

    def work(self) -> None:
        """Run once and set when to run again."""
        try:
            more = self.run()
        except Exception as error:  # a failing room must not stop the others
            self.failures += 1
            self.failing = f"{type(error).__name__}: {error}"[:300]
            wait = min(self.seconds * 2**self.failures, PATIENCE)
            log.exception("%s failed (%d times in a row), next try in %.0f s", self.name, self.failures, wait)
        else:
            self.failures, self.failing = 0, ""
            wait = 0.0 if more is True else self.seconds
        self.due = time.monotonic() + wait


_registered: list[Job] = []


def every(seconds: float, name: str, run: Callable[[], object]) -> None:
    """Register regular work, at start-up in `site/apps.py`; a second job of the same name replaces the first."""
    _registered[:] = [job for job in _registered if job.name != name]
    _registered.append(Job(name, seconds, run))


def deliver() -> bool:
    """Seal and deliver what was stated; answers whether more is waiting."""
    from toantrinh.record.actions import run_outbox

    return run_outbox() > 0


def all_work() -> list[Job]:
    """The outbox, which every house has, and what rooms registered."""
    return [Job("outbox", 0.3, deliver), *_registered]


def work_until(stopped: threading.Event, jobs: list[Job], beat: Path) -> None:
    """Run `jobs` until `stopped` is set, leaving a sign of life in the file `beat`."""
    beaten = 0.0
    while not stopped.is_set():
        close_old_connections()
        for job in jobs:
            if job.due <= time.monotonic() and not stopped.is_set():
                job.work()
        if time.monotonic() - beaten >= BEAT:
            leave_sign(beat, jobs)
            beaten = time.monotonic()
        pause = min((job.due for job in jobs), default=0.0) - time.monotonic()
        stopped.wait(min(max(pause, 0.0), BEAT))
    beat.unlink(missing_ok=True)


def leave_sign(beat: Path, jobs: list[Job]) -> None:
    """Write when the worker was last seen and what fails; a full disk does not stop it."""
    sign = {"at": now().isoformat(), "failing": {job.name: job.failing for job in jobs if job.failing}}
    try:
        aside = beat.with_suffix(".new")
        aside.write_text(json.dumps(sign, ensure_ascii=False))
        aside.replace(beat)
    except OSError as error:
        log.error("The worker cannot write %s: %s", beat, error)
