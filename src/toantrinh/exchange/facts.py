"""What this room can state."""

from toantrinh.kernel.text import t
from toantrinh.record.facts import Fact, exact, private, published


class ServiceCalled(Fact):
    """One agency or system called another, or a citizen the State; who it was about stands in the private part."""

    kind = "service.called"
    sentence = t("Gọi dịch vụ {service}: {outcome}.", "Service {service} was called: {outcome}.")

    service: str = published()
    caller: str = published(subject=True)
    provider: str = published(subject=True)
    purpose: str = published()
    outcome: str = published()
    duration_ms: int = exact()
    message: str = private(subject=True)
    about: str = private(subject=True)
    request_digest: str = private()
    answer_digest: str = private()
