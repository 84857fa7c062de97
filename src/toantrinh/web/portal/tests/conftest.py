"""A family in the registers, a birth to register, and browsers that walk through the form as people do."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from toantrinh.cases import actions
from toantrinh.cases.actions import Ground
from toantrinh.cases.models import Case
from toantrinh.documents.tests.samples import photo
from toantrinh.kernel.actor import SYSTEM
from toantrinh.kernel.moment import HANOI, at
from toantrinh.kernel.urn import key_of
from toantrinh.people.cast import Cast, parts
from toantrinh.registers.tests.families import settle_family

CODE = "1.001193"
MONDAY = datetime(2026, 10, 5, 9, 0, tzinfo=HANOI)
BLURRED = Ground(code="anh-mo", sentence="Trang 1 mờ ở góc dưới.", paper="giay-chung-sinh")
FORGED = Ground(code="giay-to-khong-that", sentence="Bệnh viện không cấp giấy số này.")
CHILD = {
    "child.full_name": "Trần Nguyễn Minh An",
    "child.birth_date.day": "27",
    "child.birth_date.month": "9",
    "child.birth_date.year": "2026",
    "child.sex": "female",
}
PLACE = {
    "birth.facility": "Bệnh viện Từ Dũ",
    "birth.place.province": "79",
    "birth.place.unit": "26740",
    "birth.place.street": "284 Cống Quỳnh",
    "birth.notified": "true",
}


@dataclass
class Visitor:
    """A browser without JavaScript: it follows redirects and keeps the last page."""

    client: Client

    def open(self, address: str) -> str:
        """The page at an address, as text."""
        return self._read(self.client.get(address, follow=True))

    def send(self, address: str, fields: dict[str, Any] | None = None) -> str:
        """Press a button of a form; the page that follows, as text."""
        return self._read(self.client.post(address, fields or {}, follow=True))

    def _read(self, answer: Any) -> str:
        self.status = answer.status_code
        chain = getattr(answer, "redirect_chain", [])
        self.at = chain[-1][0] if chain else answer.request["PATH_INFO"]
        self.page = str(answer.content.decode())
        return self.page

    @property
    def words(self) -> str:
        """What the page says, without its marks."""
        inside = self.page.partition("<body")[2]
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", inside)).split()).replace(" .", ".").replace(" ,", ",")

    @property
    def title(self) -> str:
        """What the heading of the page says."""
        heading = re.search(r"<h1[^>]*>(.*?)</h1>", self.page, re.DOTALL)
        return re.sub(r"<[^>]+>|\s+", " ", heading[1]).strip() if heading else ""


@dataclass
class Story:
    """The birth of a child, told as far as a test wants."""

    cast: Cast
    mother: Visitor

    def draft(self) -> Case:
        """Begun by the mother on the first page."""
        self.mother.send(f"/thu-tuc/{CODE}/bat-dau")
        return Case.objects.latest("pk")

    def page(self, case: Case, code: str) -> str:
        """The address of a page of the form."""
        return f"/ho-so/{key_of(case.urn)}/tiep/{code}"

    def filled(self) -> Case:
        """Every page sent, up to the check."""
        case = self.draft()
        for code, fields in FILLED.items():
            self.mother.send(self.page(case, code), fields())
        assert self.mother.at.endswith("/kiem-tra"), (self.mother.at, self.mother.page)
        return case

    def submitted(self) -> Case:
        """Handed over."""
        return actions.submit_case(self.filled(), token="once", by=self.cast.anh)

    def accepted(self) -> Case:
        """Received by the one-stop officer."""
        return actions.accept_case(self.submitted(), by=self.cast.lan)

    def asked(self) -> Case:
        """Returned once, for a picture that cannot be read."""
        return actions.ask_supplement(self.accepted(), [BLURRED], by=self.cast.tuan)

    def to_confirm(self) -> Case:
        """The draft certificate waits for the mother."""
        return actions.complete_step(self.accepted(), by=self.cast.tuan)

    def finished(self) -> Case:
        """The certificate is in the dossier."""
        case = actions.confirm_draft(self.to_confirm(), by=self.cast.anh)
        case = actions.decide_case(case, "granted", version=case.version, by=self.cast.duc)
        return actions.send_effects(case)

    def refused(self) -> Case:
        """Refused, with a reason."""
        case = actions.complete_step(self.accepted(), proposal="refused", grounds=[FORGED], by=self.cast.tuan)
        return actions.decide_case(case, "refused", version=case.version, grounds=[FORGED], by=self.cast.duc)


def picture(name: str = "chung-sinh.jpg") -> SimpleUploadedFile:
    """A photo of a paper."""
    return SimpleUploadedFile(name, photo(), content_type="image/jpeg")


FILLED: dict[str, Callable[[], dict[str, Any]]] = {
    "nguoi-khai": lambda: {"relation": "mother"},
    "cha-me": dict,
    "tre": lambda: CHILD,
    "noi-sinh": lambda: PLACE,
    "que-quan": lambda: {"child.origin_of": "father"},
    "giay-to": lambda: {"paper:giay-chung-sinh": picture()},
    "nhan-ket-qua": lambda: {"copies": "0"},
}
"""What a married mother sends on each page."""


@pytest.fixture
def monday() -> Iterator[None]:
    """It is Monday morning."""
    with at(MONDAY):
        yield


@pytest.fixture
def offered(monday: None, country: None) -> None:
    """The procedure is installed; nobody is known yet."""
    actions.install_procedure(Path(settings.PACKAGES_DIR) / "procedures" / "khai-sinh", by=SYSTEM)


@pytest.fixture
def as_(cast: Cast) -> Callable[[str], Visitor]:
    """A browser in which that member of the cast has signed in, acting as a citizen."""

    def signed_in(key: str) -> Visitor:
        client = Client()
        number = parts()[key].claims.personal_number
        assert client.post("/dang-nhap/xong", {"personal_number": number, "assurance": "2"}).status_code == 302
        return Visitor(client)

    return signed_in


@pytest.fixture
def visitor(house: Any) -> Visitor:
    """Somebody who has not signed in."""
    return Visitor(Client())


@pytest.fixture
def story(offered: None, cast: Cast, as_: Callable[[str], Visitor]) -> Story:
    """The married mother of the cast, known to both registers, about to register a birth."""
    settle_family(cast)
    return Story(cast=cast, mother=as_("anh"))
