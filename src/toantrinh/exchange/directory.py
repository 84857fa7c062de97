"""The services on offer, read from their packages."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from toantrinh.exchange.definition import Service
from toantrinh.kernel.packages import load
from toantrinh.kernel.problem import Missing
from toantrinh.kernel.text import t
from toantrinh.people.queries import find_agency


def all_services() -> Sequence[Service]:
    """Every service, by code."""
    return tuple(_load(settings.PACKAGES_DIR / "services").values())


def find_service(code: str) -> Service:
    """The service of that code; raises `Missing`."""
    if found := _load(settings.PACKAGES_DIR / "services").get(code):
        return found
    raise Missing(t(f"Không có dịch vụ {code}.", f"There is no service {code}."), code="exchange.no_service")


def provider_of(service: Service) -> str:
    """URN of the agency that answers for the service."""
    if (agency := find_agency(service.provider)) is None:
        raise Missing(t(f"Không có cơ quan {service.provider}.", f"There is no agency {service.provider}."))
    return agency.urn


@lru_cache(maxsize=8)
def _load(folder: Path) -> dict[str, Service]:
    services = [load(Service, path).value for path in sorted(folder.glob("*.yaml"))]
    return {service.code: service for service in services}
