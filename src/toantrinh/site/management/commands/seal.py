"""`toantrinh seal`: seal what is committed and sign it, once; the worker does so all the time."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from toantrinh.record.actions import seal_record
from toantrinh.record.queries import record_status
from toantrinh.record.seal import SealRefused
from toantrinh.site.cli import spoken


class Command(BaseCommand):
    """Leaves delivery to subscribers to the worker."""

    help = "Seal every committed event and sign the head of the record."

    def handle(self, *args: Any, **options: Any) -> None:
        """Seal, and tell how the record stands."""
        try:
            sealed = seal_record()
        except SealRefused as refusal:
            raise CommandError(spoken(refusal.message)) from refusal
        status = record_status()
        self.stdout.write(f"{sealed} events sealed; the record holds {status.size}, {status.waiting} wait.")
