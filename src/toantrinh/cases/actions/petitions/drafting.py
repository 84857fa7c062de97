"""What somebody prepares to say. A draft is no act yet: nothing of it is stated, and after a day it is gone."""

import secrets
from datetime import timedelta

from django.db import transaction

from toantrinh.cases.actions.petitions.acting import hold, keep, require_author
from toantrinh.cases.models import Case, Petition, PetitionFile, PetitionSending, PetitionStatus
from toantrinh.cases.petitions import screening
from toantrinh.cases.petitions.routing import fixed_agency
from toantrinh.cases.petitions.rules import find_subject, rules_in_force
from toantrinh.cases.petitions.wording import Words, seal_words
from toantrinh.documents.actions import drop_file, keep_file
from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Invalid, Problem, Refused
from toantrinh.kernel.text import t
from toantrinh.kernel.urn import new
from toantrinh.people.models import Agency
from toantrinh.people.queries import require
from toantrinh.record import vault

DRAFT_LIVES = timedelta(days=1)
_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's: nothing that is misread aloud


def count_pace(origin: str, *, per: str) -> None:
    """Count one more from somewhere, before it is taken; refused where that is too many."""
    sent = PetitionSending.objects.filter(origin=vault.digest(origin, f"petition-{per}"))
    PetitionSending.objects.filter(at__lt=now() - DRAFT_LIVES).delete()
    for pace in rules_in_force().paces:
        if pace.per == per and sent.filter(at__gt=now() - timedelta(hours=pace.hours)).count() >= pace.most:
            words = t(
                "Từ đây đã gửi {most} phản ánh trong {hours} giờ. Gửi tiếp sau, hoặc gộp vào một lần.",
                "{most} petitions came from here within {hours} hours. Send this one later, or put them together.",
            )
            raise Refused(words.fill(most=pace.most, hours=pace.hours), code="too_often")
    PetitionSending.objects.create(origin=vault.digest(origin, f"petition-{per}"), at=now())


@transaction.atomic
def begin_petition(subject: str, *, origin: str, by: Actor, case: str = "") -> tuple[Petition, str]:
    """Begin one: the draft, and the secret that makes its holder the author where nobody has signed in.

    `origin` is the network address, kept for a day as a digest; `case` the number of one's own dossier.
    """
    if by.office:
        words = t("Bạn đang trong vai cán bộ.", "You act as an officer.")
        raise Refused(words, code="office", advice=t("Đổi sang vai công dân để gửi.", "Become a citizen to send it."))
    found = find_subject(subject)
    if found is None:
        raise Invalid([Problem(t("Chọn bạn muốn nói về việc gì.", "Choose what it is about."), field="subject")])
    if found.needs_account and not by.person:
        words = t("Đăng nhập để nói về hồ sơ của bạn.", "Sign in to speak about a dossier of yours.")
        raise Invalid([Problem(words, code="sign_in", field="subject")])
    count_pace(origin, per="network")
    if by.person:
        require(by, "petition.send", persons=[by.person])
    secret = "" if by.person else "".join(secrets.choice(_LETTERS) for _ in range(10))
    petition = Petition(author=by.person or new("author"), subject=subject, created_at=now())
    petition.case = _own_case(case, by) if found.route == "dossier" else ""
    petition.secret_digest = secret_digest(petition.urn, secret) if secret else ""
    petition.save(force_insert=True)
    return petition, secret


def secret_digest(name: str, secret: str) -> str:
    """Digest of a petition's name (URN of a draft, number once it is sent) and its secret."""
    return vault.digest(f"{name} {secret.strip().lower().replace('-', '').replace(' ', '')}", "petition-secret")


def _own_case(number: str, by: Actor) -> str:
    """The URN of a dossier of one's own; somebody else's reads like one that does not exist."""
    case = Case.objects.filter(number=number.strip().upper(), applicant__in=by.persons).exclude(number="").first()
    if case is None:
        words = t(
            "Không thấy hồ sơ nào của bạn có mã số này. Chọn trong danh sách, hoặc xem giấy tiếp nhận.",
            "None of your dossiers has this number. Choose one of the list, or look at your receipt.",
        )
        raise Invalid([Problem(words, code="case", field="case")])
    return case.urn


@transaction.atomic
def save_petition(petition: Petition, words: Words, *, by: Actor, agency: Agency | None = None) -> list[Problem]:
    """Keep what was typed, right or wrong; answers what needs mending."""
    hold(petition)
    require_author(petition, "petition.send", by=by)
    _require_draft(petition)
    petition.words_sealed = seal_words(petition.author, words)
    chosen = fixed_agency(petition) or agency
    if chosen:
        petition.agency, petition.agency_code = chosen.urn, chosen.code
        petition.agency_name, petition.area = chosen.name, chosen.area
    keep(petition)
    return screening.problems_of(words)


def _require_draft(petition: Petition) -> None:
    if petition.status != PetitionStatus.DRAFT:
        raise Refused(t("Phản ánh này đã được gửi.", "This petition was sent before."), code="sent")


def attach_file(petition: Petition, content: bytes, *, name: str, by: Actor) -> PetitionFile:
    """Add a photo or file, inspected and made smaller; raises a Problem that says what is wrong with it.

    For one without an account the house keeps it, under the author's key.
    """
    require_author(petition, "petition.send", by=by)
    if petition.status not in (PetitionStatus.DRAFT, PetitionStatus.WAITING):
        raise Refused(t("Phản ánh này không nhận thêm tệp.", "This petition takes no more files."), code="sent")
    most = rules_in_force().sizes.files * (2 if petition.status == PetitionStatus.WAITING else 1)
    if petition.files.count() >= most:
        words = t("Mỗi phản ánh nhận tối đa {most} tệp.", "A petition takes {most} files at most.").fill(most=most)
        raise Problem(words, code="too_many", field="files")
    file = keep_file(
        content,
        name=name,
        person=petition.author,
        about=petition.urn,
        agency=petition.agency if petition.status == PetitionStatus.WAITING else "",
        by=by if by.assurance else SYSTEM,
        shrink=True,
    )
    return PetitionFile.objects.create(
        petition=petition, file=file.urn, supplied_at=now(), after_asking=petition.status == PetitionStatus.WAITING
    )


@transaction.atomic
def drop_petition_file(petition: Petition, file: str, *, by: Actor) -> None:
    """Take a file out of a draft."""
    require_author(petition, "petition.send", by=by)
    _require_draft(petition)
    petition.files.filter(file=file).delete()
    drop_file(file, by=by if by.assurance else SYSTEM)


def purge_petition_drafts(*, by: Actor = SYSTEM) -> int:
    """Delete the drafts of yesterday, with their files; answers how many."""
    old = list(Petition.objects.filter(status=PetitionStatus.DRAFT, created_at__lt=now() - DRAFT_LIVES)[:500])
    for petition in old:
        with transaction.atomic():
            for file in petition.files.values_list("file", flat=True):
                drop_file(file, by=by)
            petition.delete()
    return len(old)
