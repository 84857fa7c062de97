"""Some fathers of the sample country move: their residence is registered at the police of the ward of the cast."""

from dataclasses import dataclass
from datetime import timedelta

from toantrinh.cases import actions
from toantrinh.cases.models import Case
from toantrinh.cases.reasons import Ground
from toantrinh.people.cast import Cast
from toantrinh.site.sample import names
from toantrinh.site.sample.life import Act, Life, transfer_dues
from toantrinh.site.sample.papers import birth_notification
from toantrinh.site.sample.people import Adult, Couple

CODE, PAPER = "1.004222", "cho-o-hop-phap"
MOST = 24
REFUSED = Ground(code="cho-o-khong-hop-phap", sentence="Nhà đang có tranh chấp tại toà án.")  # one language


@dataclass
class Move:
    """One father's new residence, from the form to the decision."""

    life: Life
    adult: Adult
    cast: Cast
    place: dict[str, str]
    is_refused: bool
    is_fresh: bool
    """Nobody has received it yet."""
    case: Case | None = None

    def then(self, hours: float, act: Act) -> None:
        """Let `act` follow after about so many working hours."""
        patience = self.life.rng.uniform(0.4, 1.6)
        self.life.plan(self.life.working_moment(self.life.now, hours * patience), act)

    def begin(self) -> None:
        """Fill in the form and hand it over."""
        by = self.adult.actor
        case = actions.create_draft(CODE, applicant=by.person, applicant_name=self.adult.name, by=by)
        actions.fetch_lookups(case, by=by)
        address = {f"residence.address.{name}": value for name, value in self.place.items()}
        for page, posted in (("cho-o", {"dwelling.kind": "owned"}), ("dia-chi", address)):
            if problems := actions.save_answers(case, page, posted, by=by):
                raise problems[0]
        actions.attach_paper(case, PAPER, birth_notification(self.life.rng.randrange(6)), name=f"{PAPER}.png", by=by)
        self.case = actions.submit_case(case, token="once", by=by)
        self.then(0.4, self.pay)

    def pay(self) -> None:
        """Pay by a transfer, as one should."""
        transfer_dues(self._case(), "dung")
        if not self.is_fresh:
            self.then(2, self.receive)

    def receive(self) -> None:
        """The police take it in."""
        actions.accept_case(self._case(), by=self.cast.hoa)
        self.then(9, self.examine)

    def examine(self) -> None:
        """The owner was asked, or a dispute was found."""
        proposal, grounds = ("refused", [REFUSED]) if self.is_refused else ("granted", [])
        actions.complete_step(self._case(), proposal=proposal, grounds=grounds, by=self.cast.hoa)
        self.then(5, self.sign)

    def sign(self) -> None:
        """The head of the police decides."""
        case = self._case()
        outcome, grounds = ("refused", [REFUSED]) if self.is_refused else ("granted", [])
        actions.decide_case(case, outcome, grounds=grounds, version=case.version, by=self.cast.son)

    def _case(self) -> Case:
        assert self.case is not None
        self.case.refresh_from_db()
        return self.case


def expect_moves(life: Life, couples: list[Couple], cast: Cast) -> list[Move]:
    """Let the fathers of these couples move within their commune, one in ten into a house in dispute."""
    fathers = [(couple.father, couple.commune) for couple in couples if couple.father][:MOST]
    moves, length = [], life.until - life.now
    for number, (father, commune) in enumerate(fathers):
        place = {"province": commune.province, "unit": commune.unit, "street": names.street(life.rng)}
        is_fresh = number % 4 == 3
        move = Move(life, father, cast, place, is_refused=life.rng.random() < 0.1, is_fresh=is_fresh)
        ago = timedelta(days=0.9) if is_fresh else length * life.rng.uniform(0.05, 0.6)
        life.plan(life.working_moment(life.until - ago, 0), move.begin)
        moves.append(move)
    return moves
