"""What the letter of an answer says."""

from typing import Any

from toantrinh.cases import letters
from toantrinh.cases.models import Petition, PetitionAnswer
from toantrinh.cases.petitions.wording import open_text, open_words
from toantrinh.kernel.moment import local
from toantrinh.kernel.text import say_date, t

ANSWER = t("Văn bản trả lời phản ánh, kiến nghị", "Answer to a petition")


def said_in_letter(petition: Petition, answer: PetitionAnswer) -> dict[str, Any]:
    """Values of the template `petition-answer`, frozen when the letter is issued."""
    words = open_words(petition)
    until = petition.complain_until
    return {
        "unit": petition.agency_name,
        "case": {"number": petition.number, "procedure": words.title, "channel": ""},
        "applicant": {"name": words.firm or words.name or "Người gửi phản ánh"},  # one language
        "number": petition.number,
        "sent_at": letters.iso(petition.sent_at),
        "title": words.title,
        "text": open_text(petition.author, answer.text_sealed),
        "complain_until": say_date(local(until).date(), weekday=True) if until else "",
        "signer": answer.signed_by_name,
        "signer_title": answer.signed_by_title,
    }
