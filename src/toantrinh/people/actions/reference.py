"""Territory and agencies are brought to what the packages say."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.db import transaction
from django.db.models import Model

from toantrinh.kernel.actor import Actor
from toantrinh.people.facts import ReferenceLoaded
from toantrinh.people.models import Agency, AgencySuccession, Unit, UnitSuccession
from toantrinh.people.queries import forget_agencies, require
from toantrinh.people.reference import Reference, read_reference
from toantrinh.record.actions import state

Row = TypeVar("Row", bound=Model)

UNIT_VALUES = ("name", "kind", "parent_code", "folded", "valid_to", "is_sure", "note")
AGENCY_VALUES = (
    "code_is_ours",
    "old_code",
    "name",
    "name_en",
    "level",
    "kind",
    "unit",
    "area",
    "valid_from",
    "valid_to",
    "is_sure",
    "note",
)


@transaction.atomic
def load_reference(*, by: Actor, packages: Path | None = None, provinces: Iterable[str] = ()) -> bool:
    """Bring units and agencies to what the packages say; tells whether anything was new.

    With `provinces`, only those of today (codes of the statistics office) and what went into them. What a package no
    longer names stays: a unit or agency ends by a day, it is never taken away.
    """
    require(by, "agency.change")
    reference = read_reference(packages or settings.PACKAGES_DIR, frozenset(provinces))
    changed = store_reference(reference)
    if changed:
        units, agencies = len(reference.units), len(reference.agencies)
        state(ReferenceLoaded(digest=reference.digest, units=units, agencies=agencies), by=by)
    return changed > 0


def store_reference(reference: Reference) -> int:
    """Add what is missing and mend what differs; tells how many rows that was."""
    units = {(unit.level, unit.code, unit.valid_from): unit for unit in Unit.objects.all()}
    forget_agencies()
    changed = _store(Unit, units, reference.units, UNIT_VALUES)
    agencies = {agency.code: agency for agency in Agency.objects.all()}
    for level in _by_depth(reference):
        for agency in level.values():
            agency.parent = agencies[agency.parent.code] if agency.parent else None
        changed += _store(Agency, agencies, level, AGENCY_VALUES)
    return changed + _store_links(reference, units, agencies)


def _by_depth(reference: Reference) -> list[dict[str, Agency]]:
    """The agencies in layers: those without a parent, their parts, the parts of those."""
    layers: list[dict[str, Agency]] = [{}, {}, {}]
    for code, agency in reference.agencies.items():
        layers[0 if agency.parent is None else 1 if agency.parent.parent is None else 2][code] = agency
    return layers


def _store(model: type[Row], stored: dict[Any, Row], wanted: dict[Any, Row], values: Sequence[str]) -> int:
    """Add what is missing to the table and to `stored`, mend what differs; tells how many rows that was."""
    missing = {key: row for key, row in wanted.items() if key not in stored}
    differing = []
    for key, row in wanted.items():
        known = stored.get(key)
        if known is not None and any(getattr(known, name) != getattr(row, name) for name in values):
            for name in values:
                setattr(known, name, getattr(row, name))
            differing.append(known)
    model._default_manager.bulk_create(missing.values(), batch_size=1000)
    if differing:
        model._default_manager.bulk_update(differing, values, batch_size=500)
    stored.update(missing)
    return len(missing) + len(differing)


def _store_links(reference: Reference, units: dict[Any, Unit], agencies: dict[str, Agency]) -> int:
    """Successions and territories that are not there yet."""
    known = set(UnitSuccession.objects.values_list("old_id", "new_id"))
    successions = [
        UnitSuccession(old=units[old], new=units[new], is_split=is_split, on=new[2])
        for old, new, is_split in reference.successions
        if (units[old].pk, units[new].pk) not in known
    ]
    UnitSuccession.objects.bulk_create(successions, batch_size=1000)
    known_heirs = set(AgencySuccession.objects.values_list("old_id", "new_id"))
    heirs = [
        AgencySuccession(old=agencies[old], new=agencies[new], is_split=is_split, on=day)
        for old, new, is_split, day in reference.heirs
        if (agencies[old].pk, agencies[new].pk) not in known_heirs
    ]
    AgencySuccession.objects.bulk_create(heirs)
    governs = Agency.territory.through
    known_land = set(governs.objects.values_list("agency_id", "unit_id"))
    land = [(agencies[code].pk, units[key].pk) for code, key in reference.territories]
    new_land = [governs(agency_id=agency, unit_id=unit) for agency, unit in land if (agency, unit) not in known_land]
    governs.objects.bulk_create(new_land, batch_size=1000)
    return len(successions) + len(heirs) + len(new_land)
