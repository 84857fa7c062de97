"""`toantrinh worker`: deliver and do the regular work until told to stop."""

import signal
import threading
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from toantrinh.site import worker
from toantrinh.site.checks import WORKER_SIGN


class Command(BaseCommand):
    """One is enough; several share the work by leases."""

    help = "Seal and deliver events, send e-mails, watch over silent cases, until stopped."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Work until a signal comes; what is under way is finished first."""
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        worker.work_until(stopped, worker.all_work(), settings.DATA_DIR / WORKER_SIGN)
