"""What can be stated of another person's consent to an application."""

from datetime import datetime

from toantrinh.cases.facts.path import CaseFact
from toantrinh.kernel.text import t
from toantrinh.record.facts import exact, private, published


class ConsentFact(CaseFact):
    """What every fact about a consent says."""

    consent: str = exact(subject=True)
    """URN of the request."""
    what: str = published()
    """Code of the consent in the procedure."""
    consenter: str = private(subject=True)
    """URN of the person who is asked."""


class ConsentAsked(ConsentFact):
    """The applicant asked another person to agree to the application."""

    kind = "case.consent_asked"
    sentence = t("Đã xin sự đồng ý của người kia.", "The other person was asked to agree.")

    until_at: datetime = exact()


class ConsentGiven(ConsentFact):
    """The other person agreed to the application as it stands."""

    kind = "case.consent_given"
    sentence = t("Người kia đã đồng ý với hồ sơ.", "The other person agreed to the application.")

    content: str = exact()
    """Keyed digest of what they agreed to."""


class ConsentDeclined(ConsentFact):
    """The other person did not agree."""

    kind = "case.consent_declined"
    sentence = t("Người kia không đồng ý.", "The other person did not agree.")


class ConsentLapsed(ConsentFact):
    """The other person did not answer in time."""

    kind = "case.consent_lapsed"
    sentence = t("Người kia không trả lời trong hạn.", "The other person did not answer in time.")


class ConsentVoided(ConsentFact):
    """The application was changed, so an earlier request or answer no longer counts."""

    kind = "case.consent_voided"
    sentence = t(
        "Hồ sơ đã sửa, sự đồng ý trước đó không còn tính.",
        "The application was changed; the earlier consent no longer counts.",
    )
