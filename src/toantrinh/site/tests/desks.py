"""Cases at desks that are not the civil-status desk, led through the real actions as far as a test wants them."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from pypdf import PdfReader

from toantrinh.cases import actions
from toantrinh.cases.definition import Channel
from toantrinh.cases.models import Case
from toantrinh.cases.queries import has_unpaid, procedure_of_case
from toantrinh.documents.models import Letter
from toantrinh.documents.queries import open_letter
from toantrinh.documents.tests.samples import pdf
from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.moment import now
from toantrinh.payments.actions import Told, receive_transfer
from toantrinh.payments.models import Demand
from toantrinh.registers.models import Version
from toantrinh.registers.versions import content_of
from toantrinh.site.sample.people import WARD_A
from toantrinh.site.tests.world import World, work

RESIDENCE, BUSINESS, RECORD, LICENCE = "1.004222", "1.001612", "3.000333", "3.000347"
FOLDERS = ("dang-ky-thuong-tru", "dang-ky-ho-kinh-doanh", "ly-lich-tu-phap", "doi-giay-phep-lai-xe")
PAGES = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Who receives, examines and signs."""

    officer: Actor
    examiner: Actor
    signer: Actor


def police_of_ward(world: World) -> Desk:
    """The police of ward A."""
    return Desk(officer=world.cast.hoa, examiner=world.cast.hoa, signer=world.cast.son)


def economic_desk(world: World) -> Desk:
    """The one-stop officer, the business officer and the chair of ward A."""
    return Desk(officer=world.cast.lan, examiner=world.cast.mai, signer=world.cast.duc)


def record_desk(world: World) -> Desk:
    """Criminal records, at the police of Hồ Chí Minh City."""
    return Desk(officer=world.cast.binh, examiner=world.cast.binh, signer=world.cast.huong)


def licence_desk(world: World) -> Desk:
    """Driving licences, at the police of Hồ Chí Minh City."""
    return Desk(officer=world.cast.vinh, examiner=world.cast.vinh, signer=world.cast.huong)


def install(*names: str) -> None:
    """Let these procedures be on offer too."""
    for name in names:
        actions.install_procedure(settings.PACKAGES_DIR / "procedures" / name, by=SYSTEM)


def filled(
    code: str,
    pages: Mapping[str, Mapping[str, Any]],
    *,
    by: Actor,
    papers: Sequence[str] = (),
    whom: tuple[str, str] = ("", ""),
    channel: Channel = Channel.ONLINE,
) -> Case:
    """Everything is answered; `whom` (URN and name) is the applicant where it is not who writes."""
    person, name = whom if whom[0] else (by.person, by.name)
    case = actions.create_draft(code, applicant=person, applicant_name=name, channel=channel, by=by)
    actions.fetch_lookups(case, by=by)
    for page, answers in pages.items():
        actions.save_answers(case, page, answers, by=by)
        actions.fetch_lookups(case, by=by)
        problems = actions.save_answers(case, page, answers, by=by)  # what a register answered is not asked any more
        assert not problems, [problem.message.vi for problem in problems]
        actions.fetch_lookups(case, by=by)
    for paper in papers:
        actions.attach_paper(case, paper, pdf(), name=f"{paper}.pdf", by=by)
    return case


def lead(case: Case, desk: Desk, *, by: Actor) -> Case:
    """Submitted, received, examined, granted, and what follows done."""
    case = pay(actions.submit_case(case, token="once", by=by))
    case = pay(actions.accept_case(case, by=desk.officer))
    case = actions.complete_step(case, proposal="granted", by=desk.examiner)
    actions.decide_case(case, "granted", version=case.version, by=desk.signer)
    work()
    case.refresh_from_db()
    return case


def pay(case: Case) -> Case:
    """The bank tells of what is due for the case now; nothing where nothing is."""
    if not has_unpaid(case):
        return case
    demand = Demand.objects.filter(about=case.urn).latest("pk")
    told = Told(account="mau", bank_ref=f"FT{demand.pk}", amount=demand.amount, content=demand.reference, paid_at=now())
    receive_transfer(told)
    work()
    case.refresh_from_db()
    return case


def result_of(case: Case) -> Letter:
    """The paper that came of it."""
    return Letter.objects.get(about=case.urn, form__in=[result.code for result in procedure_of_case(case).results])


def read(letter: Letter) -> str:
    """The words on a letter; where PICTURES is set its pages are kept, to be looked at."""
    _, drawn = open_letter(letter.urn, viewer=SYSTEM, purpose="case.read_own")
    if os.environ.get("PICTURES"):
        folder = Path(settings.BUILD_DIR) / "pictures"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{letter.form}.pdf").write_bytes(drawn)
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(drawn)).pages).split())


# ---- residence


def residences(person: str) -> list[tuple[str, str]]:
    """Where the register believes that somebody lives and lived: street, and from when."""
    rows = Version.objects.filter(entry__register="population", entry__subject=person, known_to=None)
    return [(content_of(row)["residence"]["street"], row.valid_from.isoformat()) for row in rows.order_by("valid_from")]


def own_house(street: str = "88 An Bình") -> PAGES:
    """A house that one owns, in ward A."""
    address = {f"residence.address.{name}": value for name, value in _at(street).items()}
    return {"cho-o": {"dwelling.kind": "owned"}, "dia-chi": address}


def with_mother(number: str) -> PAGES:
    """A child joins its mother, who agrees."""
    return {
        "cho-o": {"dwelling.kind": "family"},
        "chu-ho": {"head.relation": "child", "head.personal_number": number},
        "dong-y": {"consent.way": "declared", "consent.on": "1/1/2026"},
    }


def _at(street: str) -> dict[str, str]:
    return {"province": "79", "unit": WARD_A, "street": street}


# ---- household business


def noodle_shop(name: str = "Phở Hoà", street: str = "3 An Dương Vương") -> PAGES:
    """A shop in ward A, with two lines of business."""
    address = {f"business.address.{part}": value for part, value in _at(street).items()}
    return {
        "chu-ho": {"business.founded_by": "individual"},
        "tru-so": address | {"business.name": name},
        "nganh-nghe": {
            "business.lines.0.code": "vsic-5610",
            "business.lines.1.code": "vsic-5630",
            "business.capital": "50.000.000",
        },
    }


# ---- criminal record


def record_request(form: str = "one") -> PAGES:
    """For work; two places lived in."""
    return {
        "loai-phieu": {"form.number": form, "form.purpose": "work"},
        "cu-tru": {
            "stays.0.since.year": "2015",
            "stays.0.place": "12 Trần Hưng Đạo, Phường Chợ Quán",
            "stays.0.work": "Nhân viên kế toán",
            "stays.1.since.year": "2009",
            "stays.1.until.year": "2015",
            "stays.1.place": "Bến Tre",
        },
        "phi-va-ban-giay": {"fee.student": "false", "copies": "1"},
    }


# ---- driving licence


def licence_exchange() -> PAGES:
    """The old form for the new, by post."""
    return {
        "ly-do": {"exchange.reason": "new-form"},
        "nhan-the": {
            "delivery.way": "post",
            "delivery.address.province": "79",
            "delivery.address.unit": WARD_A,
            "delivery.address.street": "12 Trần Hưng Đạo",
            "delivery.phone": "0903 123 456",
        },
    }
