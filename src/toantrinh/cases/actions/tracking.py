"""Attempts to track a dossier without signing in."""

from datetime import timedelta

from django.db import transaction

from toantrinh.cases.models import TrackAttempt
from toantrinh.kernel.moment import now

ATTEMPTS_AN_HOUR = 10
"""Four digits have 10,000 values: at this pace a guess takes more than a month."""


@transaction.atomic
def count_attempt(number: str) -> bool:
    """Count one attempt at a dossier number, before it is answered; False where the hour's attempts are used up."""
    attempts = TrackAttempt.objects.filter(number=number)
    TrackAttempt.objects.filter(at__lt=now() - timedelta(hours=1)).delete()
    if attempts.count() >= ATTEMPTS_AN_HOUR:
        return False
    TrackAttempt.objects.create(number=number, at=now())
    return True
