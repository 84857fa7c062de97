"""`toantrinh serve`: the whole house on one machine: web server and worker under one parent."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from toantrinh.kernel.text import t
from toantrinh.site.checks import reasons_not_to_open
from toantrinh.site.cli import spoken
from toantrinh.site.processes import Child, Parent, is_port_taken, web_command, worker_command

TAKEN = t(
    "Cổng {port} đang có chương trình khác dùng. Chọn cổng khác bằng --port.",
    "Port {port} is used by another program. Choose one with --port.",
)
OPEN = t("Toàn Trình mở tại {at} (Ctrl+C để dừng).", "Toàn Trình is open at {at} (Ctrl+C stops it).")
FAILED = t("Đã dừng vì một tiến trình không khởi động được.", "Stopped, because a process could not be started.")


class Command(BaseCommand):
    """Refuses to start, saying why, rather than serve a house that is not whole."""

    help = "Serve the web pages and do the background work, in one command."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen and with how many hands."""
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine alone)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: 8000)")
        workers = min(os.cpu_count() or 1, 4)
        parser.add_argument(
            "--workers", type=int, default=workers, help="web processes (default: one a core, at most 4)"
        )
        parser.add_argument("--threads", type=int, default=4, help="requests that one web process answers at a time")
        parser.add_argument("--without-worker", action="store_true", help="web alone; a worker runs elsewhere")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, then keep the processes until a signal comes."""
        host, port = options["host"], options["port"]
        if reasons := reasons_not_to_open(bind=host):
            raise CommandError("\n".join(spoken(reason.message) for reason in reasons))
        if is_port_taken(host, port):
            raise CommandError(spoken(TAKEN.fill(port=port)))
        # Letters print the address; without another one set, it is where we listen.
        address = os.environ.setdefault("TOANTRINH_HOST", f"http://localhost:{port}")
        connections.close_all()
        web = web_command(host=host, port=port, workers=options["workers"], threads=options["threads"])
        children = [Child("web", web)]
        if not options["without_worker"]:
            children.append(Child("worker", worker_command()))
        self.stdout.write(spoken(OPEN.fill(at=address)))
        mark = Path(settings.DATA_DIR, "serve.pid")
        mark.write_text(str(os.getpid()))
        try:
            code = Parent(children, self.stderr.write).run()
        finally:
            mark.unlink(missing_ok=True)
        if code:
            raise CommandError(spoken(FAILED))
