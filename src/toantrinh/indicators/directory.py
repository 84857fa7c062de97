"""The definitions in force, read once."""

from datetime import date
from functools import lru_cache

from toantrinh.indicators.definition import Indicator
from toantrinh.indicators.models import IndicatorEdition
from toantrinh.kernel.moment import today


def editions_in_force(on: date | None = None) -> list[IndicatorEdition]:
    """The edition of each indicator that is in force, in the order in which they are shown."""
    found: dict[str, IndicatorEdition] = {}
    for edition in IndicatorEdition.objects.filter(in_force_from__lte=on or today()).order_by(
        "in_force_from", "number"
    ):
        found[edition.code] = edition
    return sorted(found.values(), key=lambda edition: (indicator_of(edition).order, edition.code))


def indicator_of(edition: IndicatorEdition) -> Indicator:
    """The definition of an edition."""
    return _read(edition.urn, edition.digest) or _keep(edition)


@lru_cache(maxsize=512)
def _read(urn: str, digest: str) -> Indicator | None:
    edition = IndicatorEdition.objects.filter(urn=urn, digest=digest).first()
    return Indicator.model_validate(edition.definition) if edition else None


def _keep(edition: IndicatorEdition) -> Indicator:
    return Indicator.model_validate(edition.definition)
