"""Electronic identity: who says that this is you. A pretend one for demonstrations; OpenID Connect fits the shape."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol
from urllib.parse import urlencode

from toantrinh.kernel.problem import Invalid, Problem, Refused
from toantrinh.kernel.text import t
from toantrinh.people import cast
from toantrinh.people.claims import Claims
from toantrinh.record.queries import is_demonstration

__all__ = ["Claims", "ElectronicIdentity", "PretendIdentity", "Started", "connector", "know_sample", "offer"]


@dataclass(frozen=True, slots=True)
class Started:
    """A sign-in under way."""

    address: str
    """Where the browser goes now."""
    remembered: dict[str, str] = field(default_factory=dict)
    """What the session must keep until `finish`."""


class ElectronicIdentity(Protocol):
    """A provider of identities."""

    def start(self, request_url: str) -> Started:
        """Begin a sign-in that comes back to `request_url`."""

    def finish(self, params: Mapping[str, str], remembered: Mapping[str, str]) -> Claims:
        """Read what came back; raises `Invalid` or `Refused` where nobody can be vouched for."""


Lookup = Callable[[str], Claims | None]


class PretendIdentity:
    """Anyone of the sample country at one click, at either level; refuses to start outside a demonstration."""

    page = "/dang-nhap/mau"

    def __init__(self, lookups: Iterable[Lookup] = ()) -> None:
        self._lookups = tuple(lookups)

    def start(self, request_url: str) -> Started:
        """Begin at the page that offers the cast."""
        _demand_demonstration()
        return Started(f"{self.page}?{urlencode({'next': request_url})}")

    def finish(self, params: Mapping[str, str], remembered: Mapping[str, str]) -> Claims:
        """Vouch for `personal_number` of the sample at level `assurance`."""
        _demand_demonstration()
        number = "".join(params.get("personal_number", "").split())
        assurance = 2 if params.get("assurance") == "2" else 1
        for look_up in self._lookups:
            if found := look_up(number):
                return replace(found, assurance=assurance)
        raise Invalid(
            [
                Problem(
                    t(
                        "Không có người mang số định danh này trong dữ liệu mẫu.",
                        "Nobody in the sample has this personal number.",
                    ),
                    code="eid.unknown",
                    field="personal_number",
                )
            ]
        )


def offer() -> list[cast.Part]:
    """The cast, whom the pretend identity offers at one click; nobody outside a demonstration."""
    return list(cast.parts().values()) if is_demonstration() else []


def _demand_demonstration() -> None:
    if not is_demonstration():
        raise Refused(
            t(
                "Định danh mẫu chỉ dùng trong bản trình diễn. Hãy nối hệ thống định danh điện tử thật.",
                "The pretend identity works in a demonstration only. Connect a real electronic identity.",
            ),
            code="eid.pretend_in_production",
        )


_known: list[Lookup] = []


def know_sample(lookup: Lookup) -> None:
    """Let the pretend identity also vouch for whom `lookup` finds; called at start-up."""
    if lookup not in _known:
        _known.append(lookup)


def connector() -> ElectronicIdentity:
    """The provider in use."""
    return PretendIdentity([cast.find_claims, *_known])
