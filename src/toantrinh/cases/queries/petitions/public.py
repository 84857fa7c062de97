"""What anyone may read: published answers, found without accents."""

from django.db.models import QuerySet

from toantrinh.cases.models import PublishedPetition
from toantrinh.kernel.problem import Missing
from toantrinh.kernel.text import fold


def list_published(text: str = "", *, agency: str = "", subject: str = "") -> QuerySet[PublishedPetition]:
    """Published answers, the newest first; each word must be in it, with or without accents."""
    rows = PublishedPetition.objects.order_by("-published_at", "-pk")
    for word in fold(text[:200]).split()[:8]:
        rows = rows.filter(folded__contains=word)
    if agency:
        rows = rows.filter(agency_code=agency)
    if subject:
        rows = rows.filter(subject=subject)
    return rows


def open_published(key: str) -> PublishedPetition:
    """One published answer by its public name."""
    found = PublishedPetition.objects.filter(key=key).first()
    if found is None:
        raise Missing
    return found
