"""`toantrinh rebuild-search`: make the index of procedures anew."""

import time
from typing import Any

from django.core.management.base import BaseCommand

from toantrinh.cases.actions import rebuild_search


class Command(BaseCommand):
    """Needed only where the words of the search changed and no `init` follows, or where `verify` says so."""

    help = "Make the index by which procedures are found anew, from editions and the national catalogue."

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild in one transaction: nobody finds half of it."""
        begun = time.monotonic()
        rows = rebuild_search()
        self.stdout.write(f"{rows} procedures can be found; {time.monotonic() - begun:.1f} s.")
