"""What is too long, too often, or sent by a machine: refused with words, or put aside where an officer looks."""

import re
from datetime import timedelta

from toantrinh.cases.models import Petition
from toantrinh.cases.petitions.rules import rules_in_force
from toantrinh.cases.petitions.wording import Words, text_digest
from toantrinh.kernel.identifiers import read_phone, read_tax_code
from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Problem
from toantrinh.kernel.text import fold, t

SHORTEST = 20
"""Letters of a text below which nobody can tell what it is about."""


def problems_of(words: Words) -> list[Problem]:
    """What of the words needs mending before they can be sent."""
    sizes, found = rules_in_force().sizes, []
    if not words.title.strip():
        found.append(Problem(t("Viết một câu tóm tắt.", "Sum it up in a sentence."), code="empty", field="title"))
    elif len(words.title) > sizes.title:
        found.append(_long("title", len(words.title), sizes.title))
    if len(words.text.strip()) < SHORTEST:
        said = t(
            "Viết việc gì, ở đâu, khi nào; ít nhất {n} chữ cái.", "Write what, where and when: {n} letters or more."
        )
        found.append(Problem(said.fill(n=SHORTEST), code="short", field="text"))
    elif len(words.text) > sizes.text:
        found.append(_long("text", len(words.text), sizes.text))
    return found


def _long(field: str, length: int, most: int) -> Problem:
    said = t("Dài {length} chữ cái, tối đa {most}. Rút gọn, hoặc gửi kèm tệp.", "{length} letters; {most} at most.")
    return Problem(said.fill(length=length, most=most), code="long", field=field)


def problems_of_contact(words: Words) -> list[Problem]:
    """What of the ways to reach its author needs mending."""
    found = []
    if words.email and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]{2,}", words.email):
        said = t("Viết địa chỉ như ten@vidu.vn, hoặc để trống.", "Write it as name@example.vn, or leave it empty.")
        found.append(Problem(said, code="email", field="email"))
    for field, value, read in (("phone", words.phone, read_phone), ("tax_code", words.tax_code, read_tax_code)):
        try:
            if value:
                read(value, field=field)
        except Problem as problem:
            found.append(problem)
    if words.firm and not words.tax_code:
        said = t("Ghi mã số thuế của doanh nghiệp.", "Give the firm's tax code.")
        found.append(Problem(said, code="empty", field="tax_code"))
    return found


def suspicion(petition: Petition, words: Words, *, trapped: bool) -> str:
    """Why this looks as if no human wrote it: trap, words, links or repeated; empty where it does not.

    1. A field that no human sees was filled in.
    2. It holds a word of the list, or too many addresses of web pages.
    3. The same text came again and again within a day.
    """
    spam = rules_in_force().spam
    plain = f" {fold(f'{words.title} {words.text}')} "
    if trapped:
        return "trap"
    if any(fold(word) in plain for word in spam.words):
        return "words"
    if len(re.findall(r"https?://|www\.", plain)) >= spam.links:
        return "links"
    alike = Petition.objects.filter(text_digest=text_digest(words), sent_at__gt=now() - timedelta(days=1))
    return "repeated" if alike.exclude(pk=petition.pk).count() + 1 >= spam.repeats else ""
