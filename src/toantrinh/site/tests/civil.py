"""Procedures of civil status led through the real actions, at the ward of the cast, as far as a test wants them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from toantrinh.cases import actions
from toantrinh.cases.definition import Channel
from toantrinh.cases.models import Case
from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.identifiers import Sex
from toantrinh.payments.models import Demand
from toantrinh.people.actions import settle_cast, sign_in
from toantrinh.people.cast import Cast
from toantrinh.people.claims import Claims
from toantrinh.people.models import Account
from toantrinh.people.queries import actor_for
from toantrinh.record.verify import verify_record
from toantrinh.site.sample.papers import birth_notification
from toantrinh.site.sample.people import WARD_A, enter_cast, person_of
from toantrinh.site.tests.desks import pay
from toantrinh.site.tests.world import install_packages, work

DEATH, STATUS, EXTRACT, MARRIAGE = "1.000656", "1.004873", "2.000635", "1.000894"
PACKAGES = ("khai-sinh", "khai-tu", "ket-hon", "tinh-trang-hon-nhan", "ban-sao-trich-luc")
Answers = Mapping[str, Mapping[str, Any]]


@dataclass
class Ward:
    """The cast at its ward, and packages of civil status installed."""

    cast: Cast = field(default_factory=lambda: settle_cast(SYSTEM))
    claims: dict[str, Claims] = field(default_factory=dict)
    """Who was born by `citizen`, by the URN of the person."""

    def __post_init__(self) -> None:
        install_packages(PACKAGES)
        enter_cast()

    def citizen(self, name: str, sex: Sex, year: int, **known: Any) -> Actor:
        """Somebody of that name in the population register who lives in ward A and signed in."""
        seed = Random(f"{name}{year}")
        claims = person_of(seed, sex, "79", WARD_A, year, full_name=name, **known)
        actor = actor_for(sign_in(claims, by=SYSTEM), "", assurance=2)
        self.claims[actor.person] = claims
        return actor

    def number_of(self, citizen: Actor) -> str:
        """The personal number of one born by `citizen`."""
        return self.claims[citizen.person].personal_number

    def filled(
        self, code: str, who: Actor, pages: Answers, papers: Iterable[str] = (), channel: Channel = Channel.ONLINE
    ) -> Case:
        """A draft in which everything is answered."""
        by = who if channel == Channel.ONLINE else self.cast.lan
        case = actions.create_draft(code, applicant=who.person, applicant_name=who.name, channel=channel, by=by)
        actions.fetch_lookups(case, by=by)
        for page, answers in pages.items():
            problems = actions.save_answers(case, page, answers, by=by)
            assert not problems, [(problem.field, problem.message.vi) for problem in problems]
            actions.fetch_lookups(case, by=by)
        for slot in papers:
            actions.attach_paper(case, slot, birth_notification(1), name=f"{slot}.png", by=by)
        return case

    def granted(self, case: Case) -> Case:
        """Sent, received, examined, found right by its applicant, signed, entered; the result is there."""
        applicant = actor_of(case.applicant)
        pay(actions.submit_case(case, token="once", by=applicant))
        return self.carried_out(case)

    def carried_out(self, case: Case) -> Case:
        """The same from the receipt on."""
        applicant = actor_of(case.applicant)
        for demand in Demand.objects.filter(about=case.urn) if case.wait == "payment" else ():
            actions.take_case_cash(case, demand, by=self.cast.lan)
        actions.accept_case(case, by=self.cast.lan)
        actions.complete_step(case, proposal="granted", by=self.cast.tuan)
        if case.wait == "confirmation":
            actions.confirm_draft(case, by=applicant)
        actions.decide_case(case, "granted", version=case.version, by=self.cast.duc)
        work()
        case.refresh_from_db()
        return case


def actor_of(person: str) -> Actor:
    """Somebody who signed in, as a citizen."""
    return actor_for(Account.objects.get(person__urn=person), "", assurance=2)


def typed_day(name: str, day: date) -> dict[str, str]:
    """A date as a form sends it."""
    return {f"{name}.day": str(day.day), f"{name}.month": str(day.month), f"{name}.year": str(day.year)}


def typed_place(name: str, unit: str = WARD_A, street: str = "") -> dict[str, str]:
    """An address as a form sends it."""
    return {f"{name}.province": "79" if unit == WARD_A else "01", f"{name}.unit": unit, f"{name}.street": street}


def nothing_differs() -> None:
    """`toantrinh verify` has nothing to say."""
    work()
    report = verify_record()
    assert not report.differences, [str(one) for one in report.differences]
