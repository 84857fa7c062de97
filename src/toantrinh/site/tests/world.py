"""The whole house as journeys and tests of many rooms find it: packages installed, the cast in the registers, and
births led through the real actions as far as a test wants them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from random import Random
from typing import Any

from django.conf import settings

from toantrinh.cases import actions
from toantrinh.cases.models import Case
from toantrinh.documents.actions import draw_letters
from toantrinh.indicators.actions import install_indicator
from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.moment import today
from toantrinh.people.actions import appoint, settle_cast, sign_in
from toantrinh.people.cast import Cast
from toantrinh.people.claims import Claims
from toantrinh.people.models import Agency
from toantrinh.people.queries import actor_for
from toantrinh.record.outbox import run_outbox
from toantrinh.registers.actions import install_registers
from toantrinh.site.sample.papers import birth_notification
from toantrinh.site.sample.people import WARD_A, WARD_B, enter_cast, person_of

CODE = "1.001193"
CHILD = "Trần Nguyễn Minh An"


def install_packages(procedures: Iterable[str] = ("khai-sinh",)) -> None:
    """The law of this house: registers, procedures and figures, as a founded house has them."""
    install_registers(by=SYSTEM)
    for name in procedures:
        actions.install_procedure(settings.PACKAGES_DIR / "procedures" / name, by=SYSTEM)
    for package in sorted((settings.PACKAGES_DIR / "indicators").glob("*.yaml")):
        install_indicator(package, by=SYSTEM)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ward:
    """Who receives, examines and signs in a ward."""

    receptionist: Actor
    examiner: Actor
    signer: Actor


@dataclass
class World:
    """The cast, a stranger who lives in ward B, and births at any stage, each in the ward where its mother lives."""

    cast: Cast = field(default_factory=lambda: settle_cast(SYSTEM))

    def __post_init__(self) -> None:
        install_packages()
        enter_cast()

    @cached_property
    def stranger(self) -> Actor:
        """A citizen of ward B whom nothing binds to the cast."""
        return actor_for(sign_in(self.stranger_claims, by=SYSTEM), "", assurance=2)

    @cached_property
    def stranger_claims(self) -> Claims:
        """Who the stranger is."""
        return person_of(Random(7), "female", "01", WARD_B, 1995)

    @cached_property
    def ward_a(self) -> Ward:
        """Where most of the cast work."""
        return Ward(receptionist=self.cast.lan, examiner=self.cast.tuan, signer=self.cast.duc)

    @cached_property
    def ward_b(self) -> Ward:
        """Where Đỗ Thị Hạnh works, with two more of that ward."""
        agency = Agency.objects.get(urn=self.cast.hanh.agency)
        officers = []
        for number, role in enumerate(("civil_status_officer", "signer")):
            account = sign_in(person_of(Random(number), "male", "01", WARD_B, 1980), by=SYSTEM)
            office = appoint(account, agency, role, title=role, by=SYSTEM)
            officers.append(actor_for(account, office.urn, assurance=2))
        return Ward(receptionist=self.cast.hanh, examiner=officers[0], signer=officers[1])

    def ward_of(self, mother: Actor) -> Ward:
        """The ward in which a mother lives."""
        return self.ward_a if mother.person == self.cast.anh.person else self.ward_b

    # ---- a birth, as far as a test wants it

    def begun(self, by: Actor | None = None) -> Case:
        """A draft of the mother's, or of another's, with nothing answered yet."""
        who = by or self.cast.anh
        case = actions.create_draft(CODE, applicant=who.person, applicant_name=who.name, by=who)
        actions.fetch_lookups(case, by=who)
        return case

    def filled(self, by: Actor | None = None, *, child: str = CHILD) -> Case:
        """Everything is answered and the paper is there; only sending is left."""
        who = by or self.cast.anh
        case = self.begun(who)
        for page, answers in answers_of(child=child, is_alone=who.person != self.cast.anh.person).items():
            problems = actions.save_answers(case, page, answers, by=who)
            assert not problems, [problem.message.vi for problem in problems]
            actions.fetch_lookups(case, by=who)
        actions.attach_paper(case, "giay-chung-sinh", birth_notification(1), name="giay-chung-sinh.png", by=who)
        return case

    def submitted(self, by: Actor | None = None, *, child: str = CHILD) -> Case:
        """Handed over."""
        return actions.submit_case(self.filled(by, child=child), token="once", by=by or self.cast.anh)

    def accepted(self, by: Actor | None = None, *, child: str = CHILD) -> Case:
        """Received by the ward, with form 01."""
        receptionist = self.ward_of(by or self.cast.anh).receptionist
        return actions.accept_case(self.submitted(by, child=child), by=receptionist)

    def examined(self, by: Actor | None = None, *, child: str = CHILD) -> Case:
        """The draft certificate waits for the mother."""
        examiner = self.ward_of(by or self.cast.anh).examiner
        return actions.complete_step(self.accepted(by, child=child), proposal="granted", by=examiner)

    def to_sign(self, by: Actor | None = None, *, child: str = CHILD) -> Case:
        """On the desk of the chair."""
        return actions.confirm_draft(self.examined(by, child=child), by=by or self.cast.anh)

    def decided(self, by: Actor | None = None, *, child: str = CHILD) -> Case:
        """Granted; the registers have not been told yet."""
        case = self.to_sign(by, child=child)
        signer = self.ward_of(by or self.cast.anh).signer
        return actions.decide_case(case, "granted", version=case.version, by=signer)

    def finished(self, by: Actor | None = None, *, child: str = CHILD) -> Case:
        """The certificate is there."""
        case = self.decided(by, child=child)
        work()
        case.refresh_from_db()
        assert case.finished_at, (case.status, case.wait)
        return case


def answers_of(*, child: str = CHILD, is_alone: bool = False, born: date | None = None) -> dict[str, dict[str, Any]]:
    """What is typed on each page of a birth; the married mother's husband is known to the registers."""
    day = born or today() - timedelta(days=5)
    father = {"father.status": "unknown"} if is_alone else {}
    unit = WARD_B if is_alone else WARD_A
    pages: dict[str, dict[str, Any]] = {
        "nguoi-khai": {"relation": "mother"},
        "cha-me": father,
        "tre": {
            "child.full_name": child,
            "child.sex": "female",
            "child.birth_date.day": str(day.day),
            "child.birth_date.month": str(day.month),
            "child.birth_date.year": str(day.year),
        },
        "noi-sinh": {
            "birth.facility": "Bệnh viện Từ Dũ",
            "birth.place.province": "01" if is_alone else "79",
            "birth.place.unit": unit,
            "birth.place.street": "",
            "birth.notified": "true",
        },
        "que-quan": {"child.origin_of": "mother" if is_alone else "father"},
        "nhan-ket-qua": {"copies": "0"},
    }
    return pages


def work() -> None:
    """What the worker does by itself: seal, deliver, draw letters, until nothing is left."""
    while run_outbox():
        pass
    draw_letters()
    while run_outbox():
        pass
