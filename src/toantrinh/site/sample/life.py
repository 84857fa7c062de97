"""Life in the sample country: births are registered through the real actions, hour by hour, until today.

Every act is scheduled at its moment and carried out in order of time, as the worker's own jobs are each evening, so the
record grows as it would have. What would happen after today stays undone: those are the running dossiers.
"""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random
from typing import Any

from toantrinh.cases import actions
from toantrinh.cases.actions.petitions import watch_petitions
from toantrinh.cases.definition import Channel
from toantrinh.cases.models import Case
from toantrinh.cases.reasons import Ground
from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.identifiers import Sex
from toantrinh.kernel.moment import HANOI, at
from toantrinh.kernel.problem import Problem
from toantrinh.payments.actions import hear_bank
from toantrinh.payments.connectors.pretend import PretendBank, tell_waiting
from toantrinh.payments.connectors.signing import Message
from toantrinh.payments.queries import list_demands
from toantrinh.record.outbox import run_outbox
from toantrinh.site.sample import names
from toantrinh.site.sample.papers import birth_notification
from toantrinh.site.sample.people import Commune, Couple, home_place

CODE = "1.001193"
Act = Callable[[], None]
OPENING, CLOSING = time(7, 45), time(16, 40)


@dataclass
class Life:
    """What is going to happen, soonest first."""

    rng: Random
    now: datetime
    until: datetime
    waiting: list[tuple[datetime, int, Act]] = field(default_factory=list)
    numbers: "count[int]" = field(default_factory=count)
    births: list["Birth"] = field(default_factory=list)
    hindered: list[Problem] = field(default_factory=list)
    """What a rule refused, as happens when two people act on one dossier."""

    def plan(self, moment: datetime, act: Act) -> None:
        """Let `act` happen at `moment`, unless that is after today."""
        if moment < self.until:
            heapq.heappush(self.waiting, (moment, next(self.numbers), act))

    def live(self) -> None:
        """Let everything happen in its order; each evening the house seals, delivers and watches."""
        while self.waiting:
            moment, _, act = heapq.heappop(self.waiting)
            while moment.date() > self.now.date():
                self._evening()
                self.now = datetime.combine(self.now.date() + timedelta(days=1), time(0), HANOI)
            self.now = max(self.now, moment)
            with at(self.now):
                try:
                    act()
                except Problem as problem:
                    self.hindered.append(problem)
        self._evening()

    def _evening(self) -> None:
        with at(min(datetime.combine(self.now.date(), time(18), HANOI), self.until)):
            actions.watch()
            watch_petitions()
            while run_outbox():
                pass

    def working_moment(self, after: datetime, hours: float) -> datetime:
        """A moment in somebody's working hours, about `hours` of work later."""
        moment = after + timedelta(hours=hours)
        if not OPENING <= moment.time() <= CLOSING:
            later = moment.time() > CLOSING
            day = moment.date() + timedelta(days=1 if later else 0)
            moment = datetime.combine(day, OPENING, HANOI) + timedelta(minutes=self.rng.randrange(120))
        while moment.weekday() > 4:
            moment += timedelta(days=1)
        return moment


@dataclass
class Birth:
    """One child, from the hospital to the certificate."""

    life: Life
    couple: Couple
    born: date
    kind: str
    """online, counter or post."""
    fate: str
    """plain, supplement, silent_citizen, refused, turned_away, withdrawn, slow, mistake."""
    copies: int = 0
    """Paper copies that are asked for, each of which costs something."""
    case: Case | None = None

    @property
    def commune(self) -> Commune:
        """Where it is registered."""
        return self.couple.commune

    def officer(self, role: str) -> Actor:
        """Who does this in the commune."""
        return self.commune.officers[role]

    def then(self, hours: float, act: Act) -> None:
        """Let `act` follow after about so many working hours; a slow office takes days."""
        patience = self.life.rng.uniform(0.4, 1.6) * (9.0 if self.fate == "slow" else 1.0)
        self.life.plan(self.life.working_moment(self.life.now, hours * patience), act)

    # ---- the citizen

    def begin(self) -> None:
        """Fill in the form and hand it over."""
        channel, mother = Channel(self.kind), self.couple.mother
        by = mother.actor if channel == Channel.ONLINE else self.officer("receptionist")
        case = actions.create_draft(
            CODE, applicant=mother.actor.person, applicant_name=mother.name, channel=channel, by=by
        )
        for page, posted in self.answers():
            actions.fetch_lookups(case, by=by)
            problems = actions.save_answers(case, page, posted, by=by)
            if problems:
                raise problems[0]
        paper = birth_notification(self.life.rng.randrange(6))
        actions.attach_paper(case, "giay-chung-sinh", paper, name="giay-chung-sinh.png", by=by)
        self.case = actions.submit_case(case, token="once", by=by)
        if self.fate == "withdrawn" and self.life.rng.random() < 0.5:
            self.then(1, self.withdraw)
        if self.case.wait == "payment":
            self.then(0.3, self.pay)
        else:
            self.then(1.2, self.receive)

    def pay(self) -> None:
        """Pay for the copies by a transfer, mostly as one should."""
        behaviour = self.life.rng.choices(("dung", "hai-lan", "sai-noi-dung"), weights=(88, 7, 5))[0]
        transfer_dues(self._case(), behaviour)
        if self._case().wait != "payment":
            self.then(0.9, self.receive)

    def answers(self) -> list[tuple[str, dict[str, Any]]]:
        """What is typed on each page."""
        rng, commune = self.life.rng, self.commune
        sex: Sex = rng.choice(("female", "male"))
        parents = [adult.name for adult in (self.couple.father, self.couple.mother) if adult]
        place = {"province": commune.province, "unit": commune.unit, "street": ""}
        father: dict[str, Any] = {"father.status": "unknown"}
        if self.couple.father:
            father = {"father.status": "known", "father.personal_number": self.couple.father.number}
        child = {"child.full_name": names.child_name(rng, sex, parents), "child.sex": sex}
        child |= {f"child.birth_date.{part}": value for part, value in _parts(self.born).items()}
        birth = {"birth.facility": f"{names.facility(rng)} {home_place(commune.province)}", "birth.notified": "true"}
        birth |= {f"birth.place.{name}": value for name, value in place.items()}
        origin = {"child.origin_of": "father" if self.couple.father else "mother", "registration.at": "mother"}
        return [
            ("nguoi-khai", {"relation": "mother"}),
            ("cha-me", father),
            ("tre", child),
            ("noi-sinh", birth),
            ("que-quan", origin),
            ("nhan-ket-qua", {"copies": str(self.copies)}),
        ]

    def supply(self) -> None:
        """Bring what was asked for."""
        case = self._case()
        actions.attach_paper(
            case, "giay-chung-sinh", birth_notification(7), name="giay-chung-sinh-ro.png", by=self._applicant()
        )
        actions.supply_supplement(case, by=self._applicant())
        self.then(1.5, self.receive if case.status == "submitted" else self.examine)

    def confirm(self) -> None:
        """Agree with the draft, or find a mistake in it."""
        if self.fate == "mistake":
            self.fate = "plain"
            actions.report_mistake(self._case(), "Tên con viết thiếu một chữ đệm.", by=self._applicant())
            self.then(1, self.examine)
            return
        actions.confirm_draft(self._case(), by=self._applicant())
        self.then(1, self.decide)

    def withdraw(self) -> None:
        """Take the application back."""
        actions.withdraw_case(self._case(), reason="Vợ chồng tôi muốn đổi tên cho con.", by=self._applicant())

    def rate(self) -> None:
        """Say how it went."""
        rating = self.life.rng.choices((5, 4, 3, 2, 1), weights=(60, 25, 8, 4, 3))[0]
        actions.rate_case(self._case(), rating, by=self._applicant())

    # ---- the desk

    def receive(self) -> None:
        """Accept, ask once for more, or turn away."""
        case, by = self._case(), self.officer("receptionist")
        if self.fate == "turned_away":
            actions.turn_away_case(case, [Ground(code="sai-tham-quyen")], by=by)
            return
        if self.fate in ("supplement", "silent_citizen"):
            ground = Ground(code="anh-mo", paper="giay-chung-sinh", sentence="Ảnh trang hai không đọc được ngày sinh.")
            actions.ask_supplement(case, [ground], by=by)
            if self.fate == "supplement":
                self.fate = "plain"
                self.then(self.life.rng.choice((5, 20, 60, 120)), self.supply)
            return
        actions.accept_case(case, by=by)
        if self.fate != "forgotten":
            self.then(1, self.examine)

    def examine(self) -> None:
        """Check it against the registers."""
        grounds = [Ground(code="giay-to-khong-that", paper="giay-chung-sinh")] if self.fate == "refused" else []
        proposal = "refused" if grounds else "granted"
        case = actions.complete_step(
            self._case(), proposal=proposal, grounds=grounds, by=self.officer("civil_status_officer")
        )
        if case.wait == "confirmation":
            if self.life.rng.random() < 0.8:
                self.then(0.7, self.confirm)
            else:
                self.life.plan(self.life.now + timedelta(days=3), self.after_silence)
        else:
            self.then(1, self.decide)

    def after_silence(self) -> None:
        """The parent did not answer; the draft counts as agreed."""
        self.then(0.2, self.decide)

    def decide(self) -> None:
        """Sign, or refuse; a late office says sorry first."""
        case, by = self._case(), self.officer("signer")
        if case.due_at and case.due_at < self.life.now and self.life.rng.random() < 0.6 and not case.new_due_at:
            new_date = self.life.working_moment(self.life.now + timedelta(days=3), 0).date()
            actions.apologise(case, "Cán bộ hộ tịch nghỉ ốm, chưa có người thay.", new_date, by=by)
        grounds = [Ground(code="giay-to-khong-that", paper="giay-chung-sinh")] if self.fate == "refused" else []
        outcome = "refused" if grounds else "granted"
        actions.decide_case(case, outcome, version=case.version, grounds=grounds, by=by)
        while run_outbox():
            pass
        self.then(2, self.hand_over)

    def hand_over(self) -> None:
        """The parent takes the certificate."""
        case = self._case()
        for demand in list_demands(case.urn, viewer=SYSTEM):
            if demand.state == "open":
                actions.take_case_cash(case, demand, by=self.officer("receptionist"))
        if case.finished_at and not case.returned_at:
            by = self._applicant() if self.kind == "online" else self.officer("receptionist")
            actions.return_result(case, by=by)
        if self.life.rng.random() < 0.35:
            self.then(6, self.rate)

    def _case(self) -> Case:
        assert self.case is not None
        self.case.refresh_from_db()
        return self.case

    def _applicant(self) -> Actor:
        """Who acts for the family: the mother online, or the officer before whom she stands."""
        return self.couple.mother.actor


def transfer_dues(case: Case, behaviour: str) -> None:
    """Pay what a case waits for by a transfer; the bank behaves as it is told, and the house hears of it."""
    for demand in list_demands(case.urn, viewer=SYSTEM):
        PretendBank().play(behaviour, content=f"LPHI {demand.reference}", amount=demand.amount)
    tell_waiting(_hear)
    while run_outbox():
        pass


def _hear(path: str, body: bytes, headers: dict[str, str]) -> int:
    """The pretend bank's message, as it arrives at our door."""
    return hear_bank("mau", Message(method="POST", path=path, headers=headers, body=body)).status


def _parts(day: date) -> dict[str, str]:
    return {"day": str(day.day), "month": str(day.month), "year": str(day.year)}


FATES = {
    "plain": 78,
    "supplement": 7,
    "silent_citizen": 1,
    "refused": 2,
    "turned_away": 2,
    "withdrawn": 2,
    "slow": 5,
    "mistake": 2,
    "forgotten": 1,
}
"""How often a dossier goes each way."""


STIRRING = {"plain": 46, "supplement": 14, "silent_citizen": 12, "slow": 14, "forgotten": 14}
"""The same where much is under way: dossiers that wait, rest or are late."""


def expect(life: Life, couple: Couple, since: datetime, fates: dict[str, int]) -> None:
    """Plan one birth of a couple, whose registration begins between `since` and today."""
    rng = life.rng
    span = max(1, (life.until - since).days)
    filed = since + timedelta(days=rng.randrange(span), hours=rng.randrange(6, 22), minutes=rng.randrange(60))
    kind = rng.choices(("online", "counter", "post"), weights=(72, 25, 3))[0]
    if kind != "online":
        filed = life.working_moment(filed, 0)
    born = filed.date() - timedelta(days=min(75, 2 + int(rng.expovariate(1 / 14))))
    fate = rng.choices(list(fates), weights=list(fates.values()))[0]
    birth = Birth(life, couple, born, kind, fate, copies=rng.choice((0, 0, 0, 0, 1, 2)))
    life.births.append(birth)
    life.plan(filed, birth.begin)
