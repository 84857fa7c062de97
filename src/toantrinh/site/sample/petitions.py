"""What the invented people say to their communes: a few dozen petitions through the real actions, at every stage."""

from dataclasses import dataclass
from datetime import timedelta
from random import Random

from toantrinh.cases.actions import petitions as acts
from toantrinh.cases.models import Petition
from toantrinh.cases.queries import petitions as queries
from toantrinh.cases.queries.petitions import Words
from toantrinh.kernel.actor import NOBODY, Actor
from toantrinh.site.sample.life import Life
from toantrinh.site.sample.people import Commune, Couple

SAID = (
    (
        "agency",
        "Đèn đường trong hẻm tắt",
        "Dãy đèn trong hẻm tắt đã hơn hai tuần, buổi tối trẻ con không dám ra đường.",
    ),
    ("agency", "Quầy một cửa mở muộn", "Hai sáng liền tôi đến lúc 7 giờ 45 mà quầy số 3 chưa có ai tiếp."),
    (
        "agency",
        "Rác không được thu ba ngày",
        "Xe rác không vào ngõ từ thứ Hai, rác chất đống trước cổng trường mẫu giáo.",
    ),
    (
        "agency",
        "Khen quầy hộ tịch",
        "Anh cán bộ hướng dẫn tôi tận tình, làm khai sinh cho con một lần là xong. Xin cảm ơn.",
    ),
    (
        "procedure",
        "Không cần bản sao hộ khẩu nữa",
        "Đơn xin học hè vẫn đòi bản sao hộ khẩu dù dữ liệu dân cư đã có. Đề nghị bỏ.",
    ),
    (
        "procedure",
        "Mẫu đơn khó hiểu",
        "Mẫu đơn xác nhận cư trú có ba ô hỏi cùng một điều, người già không biết điền thế nào.",
    ),
    ("officer", "Thái độ khi tiếp dân", "Tôi hỏi hai lần đều bị nói to là về tự đọc bảng. Mong cơ quan nhắc nhở."),
    (
        "agency",
        "Nắp cống vỡ trước cổng chợ",
        "Nắp cống vỡ đã làm một người ngã xe chiều qua. Đề nghị che chắn và thay ngay.",
    ),
)
ANSWERS = (
    "Ủy ban đã kiểm tra tại chỗ và xử lý xong trong tuần này. Cảm ơn người dân đã báo tin để chúng tôi làm tốt hơn.",
    "Chúng tôi đã nhắc bộ phận phụ trách và bố trí người trực từ đầu giờ. Kết quả được niêm yết tại quầy một cửa.",
)
FATES = (
    *("published",) * 10,
    *("answered",) * 3,
    *("private",) * 2,
    *("refused",) * 3,
    *("asked",) * 3,
    *("drafted",) * 2,
    *("taken",) * 3,
    *("silent",) * 3,
    "complained",
    "parked",
    "withdrawn",
)
"""How far each goes; one petition for each."""


@dataclass
class Saying:
    """One petition, from its author to as far as its fate lets it go."""

    life: Life
    rng: Random
    commune: Commune
    author: Actor
    fate: str
    number: int
    petition: Petition | None = None
    secret: str = ""

    def then(self, hours: float, act: "object") -> None:
        """Let `act` follow after about so many hours, within somebody's working day."""
        assert callable(act)
        self.life.plan(self.life.working_moment(self.life.now, hours * self.rng.uniform(0.5, 1.5)), act)

    @property
    def by(self) -> Actor:
        """Its author, by account or by secret."""
        if self.author.person:
            return self.author
        return queries.reopen_petition(self.held.number, self.secret)[1]

    @property
    def held(self) -> Petition:
        """The petition as it stands now."""
        assert self.petition
        self.petition.refresh_from_db()
        return self.petition

    def send(self) -> None:
        """Say it; one author in four leaves no name."""
        subject, title, text = SAID[self.number % len(SAID)]
        if self.fate == "parked":
            subject, title, text = "agency", "Vay nóng", "Vay nóng duyệt trong ngày, liên hệ ngay trang của chúng tôi."
        petition, secret = acts.begin_petition(subject, origin=f"sample {self.number}", by=self.author)
        petition, by = queries.open_draft(petition.urn.rpartition(":")[2], viewer=self.author, secret=secret)
        words = Words(title=title, text=text, name=self.author.name, unit=self.commune.unit)
        acts.save_petition(petition, words, agency=self.commune.agency, by=by)
        self.petition, self.secret = acts.send_petition(petition, words, secret=secret, by=by), secret
        if self.fate == "withdrawn":
            self.then(3, lambda: acts.withdraw_petition(self.held, by=self.by))
        elif self.fate not in ("silent", "parked"):
            self.then(5, self.receive)

    def receive(self) -> None:
        """What the desk does first; what is about an officer is for the head."""
        petition = self.held
        role = "signer" if petition.subject == "officer" else "receptionist"
        desk = self.commune.officers[role]
        if self.fate == "refused":
            acts.refuse_petition(petition, "khong-ro", "Chưa nói rõ địa điểm.", by=desk)
            return
        acts.receive_petition(petition, by=desk)
        if self.fate == "asked":
            self.then(4, lambda: acts.ask_author(self.held, "Cho biết rõ địa chỉ và ngày xảy ra.", by=desk))
        elif self.fate != "taken":
            self.then(self.rng.choice((8, 30, 60)), self.draft)

    def draft(self) -> None:
        """An officer answers; the head reads it."""
        petition = self.held
        role = "signer" if petition.subject == "officer" else "civil_status_officer"
        acts.draft_answer(petition, self.rng.choice(ANSWERS), by=self.commune.officers[role])
        if self.fate != "drafted":
            self.then(6, self.answer)

    def answer(self) -> None:
        """The head sends it."""
        petition = self.held
        acts.answer_petition(petition, version=petition.version, by=self.commune.officers["signer"])
        if self.fate != "answered":
            self.then(6, self.publish)

    def publish(self) -> None:
        """For anyone, or for its author alone; then what the author thinks of it."""
        petition, officer = self.held, self.commune.officers["signer"]
        if self.fate == "private" or petition.subject == "officer":
            acts.keep_private(petition, "hanh-vi-can-bo", by=officer)
        else:
            public = queries.propose_public(petition, viewer=officer)
            acts.publish_petition(petition, public, version=petition.version, by=officer)
        if self.fate == "complained":
            self.then(20, lambda: acts.complain_further(self.held, "Đến nay vẫn như cũ.", by=self.by))
        elif self.rng.random() < 0.8:
            self.then(10, lambda: acts.rate_answer(self.held, self.rng.random() < 0.75, by=self.by))


def expect_petitions(life: Life, rng: Random, couples: list[Couple], *, days: int) -> None:
    """Let petitions be sent over the last `days`, one for each fate, by people of these communes."""
    for number, fate in enumerate(FATES if couples else ()):
        couple = couples[number * 7 % len(couples)]
        is_known = number % 4 or fate == "complained"
        author = couple.mother.actor if is_known else NOBODY
        saying = Saying(life, rng, couple.commune, author, fate, number)
        back = 2 if fate in ("drafted", "taken", "parked") else rng.randint(4, days - 2)
        life.plan(life.working_moment(life.until - timedelta(days=back), rng.uniform(0, 6)), saying.send)
