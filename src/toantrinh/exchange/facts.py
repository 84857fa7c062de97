"""What this room can state."""

from toantrinh.kernel.text import t
from toantrinh.record.facts import Fact, exact, published


class ServiceCalled(Fact):
    """One agency or system called another, or a citizen the State; it tells nobody whose data it was about."""

    kind = "service.called"
    sentence = t("Gọi dịch vụ {service}: {outcome}.", "Service {service} was called: {outcome}.")

    service: str = published()
    caller: str = published(subject=True)
    provider: str = published(subject=True)
    purpose: str = published()
    outcome: str = published()
    duration_ms: int = exact()
    message: str = exact(subject=True)
    about: str = exact(subject=True)
    row: str = exact()
    """Digest of the whole message, by which the log is compared with the record."""
