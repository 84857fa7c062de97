"""A death filed once: the ward enters it, the police end the residence, social insurance pays the grant."""

from datetime import timedelta

import pytest

from toantrinh.cases import actions
from toantrinh.cases.models import Case, Outcome, Status
from toantrinh.documents.models import Letter
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import today
from toantrinh.notices.models import Notice
from toantrinh.registers.models import Entry, Version
from toantrinh.registers.versions import content_of
from toantrinh.site.sample.people import marry
from toantrinh.site.tests.civil import Ward, nothing_differs, typed_day, typed_place
from toantrinh.site.tests.desks import Desk, install, read
from toantrinh.site.tests.linked import at_desk, of_part
from toantrinh.site.tests.world import work

LINKED_DEATH = "2.002913"
GRANT = {"grant.insured": "true", "grant.bank": "Vietcombank", "grant.account": "0071000123456"}


@pytest.fixture
def ward(country: None) -> Ward:
    made = Ward()
    install("xoa-dang-ky-thuong-tru", "mai-tang-phi", "lien-thong-khai-tu")
    return made


@pytest.fixture
def father(ward: Ward) -> Actor:
    return ward.citizen("Trần Văn Ba", "male", 1948, marital_status="married")


@pytest.fixture
def widow(ward: Ward, father: Actor) -> Actor:
    wife = ward.citizen("Lê Thị Bảy", "female", 1950, marital_status="married")
    groom, bride = (father.person, ward.claims[father.person]), (wife.person, ward.claims[wife.person])
    marry(groom, bride, on=today() - timedelta(days=15000), unit="27301")
    return wife


def submitted(ward: Ward, widow: Actor, father: Actor, grant: dict[str, str]) -> Case:
    """The widow has sent everything at once."""
    event = {
        **typed_day("death.date", today() - timedelta(days=3)),
        "death.time": "14 giờ 30",
        "death.facility": "Bệnh viện Chợ Rẫy",
        **typed_place("death.place", street="201B Nguyễn Chí Thanh"),
        "death.cause": "Bệnh",
        "death.notified": "true",
    }
    pages = {
        "nguoi-khai": {"relation": "spouse"},
        "so-dinh-danh": {"deceased.personal_number": ward.number_of(father)},
        "nguoi-mat": {},
        "su-kien-chet": event,
        "mai-tang": grant,
    }
    case = actions.submit_case(ward.filled(LINKED_DEATH, widow, pages, ["giay-bao-tu"]), token="once", by=widow)
    work()
    return case


def test_a_death_is_filed_once_and_three_agencies_do_their_parts(ward: Ward, father: Actor, widow: Actor) -> None:
    case = submitted(ward, widow, father, GRANT)
    ward.carried_out(of_part(case, "khai-tu"))
    police, grant = of_part(case, "xoa-thuong-tru"), of_part(case, "mai-tang")
    assert police.applicant == grant.applicant == widow.person
    at_desk(police, Desk(officer=ward.cast.hoa, examiner=ward.cast.hoa, signer=ward.cast.son))
    at_desk(grant, Desk(officer=ward.cast.thao, examiner=ward.cast.thao, signer=ward.cast.quang))
    case.refresh_from_db()
    assert (case.status, case.outcome) == (Status.CLOSED, Outcome.GRANTED)
    rows = Version.objects.filter(entry__register="population", entry__subject=father.person, known_to=None)
    assert not content_of(rows.order_by("-valid_from")[0]).get("residence"), "he lives nowhere any more"
    entry = Entry.objects.get(register="social-insurance", kind="funeral_grant")
    assert entry.subject == widow.person
    words = read(Letter.objects.get(about=grant.urn, form="quyet-dinh-mai-tang"))
    for said in ("QUYẾT ĐỊNH", "23.400.000 đồng", "Trần Văn Ba", "Bùi Nhật Quang"):
        assert said in words
    notice = read(Letter.objects.get(about=police.urn, form="thong-bao-xoa-thuong-tru"))
    assert "TRẦN VĂN BA" in notice and "Người đó đã mất" in notice
    assert Notice.objects.filter(person=widow.person, about=case.urn).exclude(letter="").exists()
    nothing_differs()


def test_without_social_insurance_there_are_two_parts(ward: Ward, father: Actor, widow: Actor) -> None:
    case = submitted(ward, widow, father, {"grant.insured": "false"})
    assert list(case.parts.order_by("position").values_list("code", flat=True)) == ["khai-tu", "xoa-thuong-tru"]
    ward.carried_out(of_part(case, "khai-tu"))
    at_desk(of_part(case, "xoa-thuong-tru"), Desk(officer=ward.cast.hoa, examiner=ward.cast.hoa, signer=ward.cast.son))
    case.refresh_from_db()
    assert case.status == Status.CLOSED
