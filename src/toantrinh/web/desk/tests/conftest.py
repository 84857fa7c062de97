"""Officers before their screens, and dossiers of a real procedure at every stage."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from toantrinh.cases import actions
from toantrinh.cases.models import Case
from toantrinh.cases.queries import form_of
from toantrinh.documents.tests.samples import pdf
from toantrinh.kernel.actor import SYSTEM
from toantrinh.kernel.moment import HANOI, at
from toantrinh.people.cast import Cast, parts

CODE = "1.001193"
MONDAY = datetime(2026, 10, 5, 9, 0, tzinfo=HANOI)
DESK = "/mot-cua/"


@dataclass
class Ward:
    """The ward of the cast, with a birth to register led as far as a test wants."""

    cast: Cast

    def submitted(self, child: str = "Trần Bảo An") -> Case:
        """Handed over online by the mother; no register answers, so everything was typed."""
        by = self.cast.anh
        case = actions.create_draft(CODE, applicant=by.person, applicant_name=by.name, by=by)
        for _ in range(2):
            for page in [view.page.code for view in form_of(case).pages]:
                actions.save_answers(case, page, ANSWERS | {"child.full_name": child}, by=by)
        for slot in [need.paper.code for need in form_of(case).papers if need.state == "needed"]:
            actions.attach_paper(case, slot, pdf(), name="giấy.pdf", by=by)
        return actions.submit_case(case, token=child, by=by)

    def accepted(self) -> Case:
        """Received."""
        return actions.accept_case(self.submitted(), by=self.cast.lan)

    def to_sign(self) -> Case:
        """On the signer's desk."""
        case = actions.complete_step(self.accepted(), by=self.cast.tuan)
        return actions.confirm_draft(case, by=self.cast.anh)


ANSWERS = {
    "relation": "mother",
    "mother.full_name": "Nguyễn Thị Ngọc Ánh",
    "mother.birth_date": "8/3/1995",
    "mother.ethnicity": "kinh",
    "mother.nationality": "vn",
    "mother.residence.province": "79",
    "mother.residence.unit": "27301",
    "father.status": "unknown",
    "child.birth_date": "20/9/2026",
    "child.sex": "female",
    "birth.facility": "Bệnh viện Từ Dũ",
    "birth.place.province": "79",
    "birth.place.unit": "27301",
    "birth.notified": "true",
    "copies": "0",
}


@pytest.fixture
def monday() -> Iterator[None]:
    """It is Monday morning, also for those who are appointed."""
    with at(MONDAY):
        yield


@pytest.fixture
def ward(monday: None, cast: Cast) -> Ward:
    """The procedure is installed, and everyone is there."""
    actions.install_procedure(Path(settings.PACKAGES_DIR) / "procedures" / "khai-sinh", by=SYSTEM)
    return Ward(cast)


@pytest.fixture
def as_(cast: Cast) -> Callable[[str], Client]:
    """A browser in which that member of the cast has signed in."""

    def signed_in(key: str) -> Client:
        client = Client()
        number = parts()[key].claims.personal_number
        assert client.post("/dang-nhap/xong", {"personal_number": number, "assurance": "2"}).status_code == 302
        return client

    return signed_in


@pytest.fixture
def address() -> Callable[..., str]:
    """The address of a dossier, or of a page of it."""

    def of(case: Case, page: str = "") -> str:
        return f"{DESK}ho-so/{case.number}" + (f"/{page}" if page else "")

    return of
