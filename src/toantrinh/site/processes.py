"""The processes of one machine: web server and worker, kept alive by one parent, which one command starts."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

GRACE = 25.0
"""Seconds in which a child may finish what it has begun before it is killed."""
SHORT_LIFE = 5.0
"""A child that lives less than this many seconds has failed to start."""
TRIES = 5
"""So many failed starts in a row end the house instead of hiding the trouble behind restarts."""


@dataclass
class Child:
    """One process that should always be there."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    began: float = 0.0
    short_lives: int = 0
    start_at: float = 0.0
    """When to start it again, on the monotonic clock."""

    def start(self) -> None:
        """Start it in a process group of its own, bound to this parent's life."""
        self.began = time.monotonic()
        self.process = subprocess.Popen(self.command, preexec_fn=_die_with_parent, process_group=0)

    def died(self) -> int | None:
        """The exit code, once, where it has ended; nothing while it lives or waits to start."""
        if self.process is None or (code := self.process.poll()) is None:
            return None
        _sweep(self.process)
        lived = time.monotonic() - self.began
        self.short_lives = self.short_lives + 1 if lived < SHORT_LIFE else 0
        self.start_at = time.monotonic() + min(0.2 * 2**self.short_lives, 5.0)
        self.process = None
        return code


@dataclass
class Parent:
    """Starts children, starts them again when they die, and stops them together."""

    children: list[Child]
    say: Callable[[str], None]
    stopped: threading.Event = field(default_factory=threading.Event)

    def run(self) -> int:
        """Keep the children until a signal comes; answers the exit code."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: self.stopped.set())
        try:
            while not self.stopped.is_set():
                for child in self.children:
                    if not self._keep(child):
                        return 1
                self.stopped.wait(0.2)
            return 0
        finally:
            self._stop_all()

    def _keep(self, child: Child) -> bool:
        if (code := child.died()) is not None and not self.stopped.is_set():
            if child.short_lives >= TRIES:
                self.say(f"{child.name} ended {TRIES} times right after its start (last exit code {code}). Stopping.")
                return False
            self.say(f"{child.name} ended with exit code {code}; starting it again.")
        if child.process is None and child.start_at <= time.monotonic() and not self.stopped.is_set():
            child.start()
        return True

    def _stop_all(self) -> None:
        alive = [child.process for child in self.children if child.process and child.process.poll() is None]
        for process in alive:
            process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        for process in alive:
            try:
                process.wait(max(deadline - time.monotonic(), 0.1))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            _sweep(process)


def _sweep(ended: subprocess.Popen[bytes]) -> None:
    """End what a killed web server left behind: its own workers would go on answering, unwatched."""
    with suppress(ProcessLookupError):
        os.killpg(ended.pid, signal.SIGKILL)


def _die_with_parent() -> None:
    """Ask Linux to stop this child when its parent is killed, so that nobody serves unwatched. Elsewhere: nothing."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def web_command(*, host: str, port: int, workers: int, threads: int) -> list[str]:
    """The web server: Django by WSGI under Granian."""
    options = {
        "--interface": "wsgi",
        "--host": host,
        "--port": str(port),
        "--workers": str(workers),
        "--blocking-threads": str(threads),
        "--workers-kill-timeout": "20",
        "--log-level": "warning",
    }
    flat = [word for option in options.items() for word in option]
    return [
        sys.executable,
        "-m",
        "granian",
        *flat,
        "--no-ws",
        "--respawn-failed-workers",
        "toantrinh.site.wsgi:application",
    ]


def worker_command() -> list[str]:
    """The worker, as a process of its own."""
    return [sys.executable, "-m", "toantrinh.site.cli", "worker"]


def is_port_taken(host: str, port: int) -> bool:
    """Whether another program already listens there."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def is_loopback(host: str) -> bool:
    """Whether only this machine itself can reach `host`."""
    return host in {"localhost", "::1", "[::1]"} or host.startswith("127.")
