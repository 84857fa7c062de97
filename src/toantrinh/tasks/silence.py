"""From when a task is silent: nobody has acted on it for three working days of its agency."""

from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from toantrinh.kernel.calendar import Calendar, load_calendar
from toantrinh.kernel.clock import Limit, Unit, due
from toantrinh.kernel.moment import now, today

PATIENCE = Limit(Decimal(3), Unit.WORKING_DAY)


@lru_cache(maxsize=4)
def _calendar(path: Path) -> Calendar:
    return load_calendar(path)


def silent_at(agency_code: str) -> datetime:
    """When an act at this moment becomes silence, if no other follows."""
    national = _calendar(Path(settings.PACKAGES_DIR) / "reference" / "calendar" / "vietnam.yaml")
    return due(now(), PATIENCE, national.at(today()).of(agency_code)).moment
