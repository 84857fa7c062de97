"""A marriage of two who both agree: asking, agreeing, declining, silence, and what changes take away."""

from datetime import timedelta
from typing import Any

import pytest

from toantrinh.cases import actions
from toantrinh.cases.definition import Channel
from toantrinh.cases.models import Case, CaseConsent, Status
from toantrinh.cases.queries import (
    agreeing,
    consents_of,
    list_consents,
    list_letters,
    list_my_cases,
    open_case,
    open_consent,
)
from toantrinh.documents.queries import list_letters as letters_of
from toantrinh.documents.queries import open_letter
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import at, now, today
from toantrinh.kernel.problem import Invalid, Missing, Refused
from toantrinh.kernel.urn import key_of
from toantrinh.notices.queries import list_notices
from toantrinh.record.models import Event, Look
from toantrinh.registers.models import Entry, Version
from toantrinh.site.sample.people import marry
from toantrinh.site.tests.civil import MARRIAGE, Ward, nothing_differs

State = CaseConsent.State
HA, QUAN = "Lý Thu Hà", "Cao Minh Quân"


@pytest.fixture
def ward(country: None) -> Ward:
    return Ward()


@pytest.fixture
def ha(ward: Ward) -> Actor:
    return ward.citizen(HA, "female", 1999, marital_status="single")


@pytest.fixture
def quan(ward: Ward) -> Actor:
    return ward.citizen(QUAN, "male", 1997, marital_status="single")


def draft(ward: Ward, by: Actor, number: str, name: str = QUAN, **changed: str) -> Case:
    """Filled in by one of the two; only the other's consent is missing."""
    pages = {
        "nguoi-kia": {"other.personal_number": number, "other.full_name": name},
        "cam-doan": {"kinship": "none", "registration.at": "me", **changed},
        "nhan-ket-qua": {"copies": "0"},
    }
    return ward.filled(MARRIAGE, by, pages)


def asked(ward: Ward, ha: Actor, quan: Actor) -> CaseConsent:
    """Quân has been asked."""
    return actions.ask_consent(draft(ward, ha, ward.number_of(quan)), "nguoi-kia", by=ha)


def seen_by(row: CaseConsent, who: Actor) -> str:
    """What the page shows, as the digest that it carries."""
    return agreeing(row, actions.fetch_for_consent(row, by=who)).digest


def given(ward: Ward, ha: Actor, quan: Actor) -> CaseConsent:
    """Quân has agreed."""
    row = asked(ward, ha, quan)
    return actions.give_consent(row, seen_by(row, quan), by=quan)


def subjects(who: Actor) -> list[str]:
    """Subjects of somebody's messages, newest first."""
    return [message.subject.vi for message in list_notices(who)]


# ---- to the certificate


def test_two_who_agree_are_married_and_each_has_the_certificate(ward: Ward, ha: Actor, quan: Actor) -> None:
    case = ward.granted(given(ward, ha, quan).case)
    assert case.finished_at and case.about_name == QUAN
    entry = Entry.objects.get(kind="marriage", ground=case.urn)
    said = Version.objects.get(entry=entry, known_to=None).data
    assert (said["husband_name"], said["wife_name"]) == (QUAN, HA)
    assert said["registered_on"] == today().isoformat()
    for who in (ha, quan):
        row = Version.objects.filter(entry__subject=who.person, entry__register="population", known_to=None)
        assert row.order_by("-valid_from")[0].data["marital_status"] == "married"
        mine = [one for one in letters_of(viewer=who) if one.form.startswith("giay-chung-nhan")]
        assert len(mine) == 1 and open_letter(mine[0].urn, viewer=who, purpose="own")[1].startswith(b"%PDF")
        other = next(one for one in list_letters(case) if one.is_result and one.person != who.person)
        with pytest.raises(Missing):
            open_letter(other.letter, viewer=who, purpose="own")
        assert case in [line.case for line in list_my_cases(who)] and "đã có kết quả" in subjects(who)[0]
    actions.return_result(open_case(case.number, viewer=quan), by=quan)
    nothing_differs()


def test_both_follow_the_dossier_and_only_one_acts_in_it(ward: Ward, ha: Actor, quan: Actor) -> None:
    case = actions.submit_case(given(ward, ha, quan).case, token="x", by=ha)
    assert open_case(case.number, viewer=quan) == case
    assert Look.objects.filter(viewer=quan.urn, person=ha.person, about=case.urn, purpose="party").exists()
    with pytest.raises(Missing):
        actions.withdraw_case(case, by=quan)
    [line] = [line for line in list_my_cases(quan) if line.case == case]
    assert not line.standing.is_for_citizen
    actions.accept_case(case, by=ward.cast.lan)
    assert "Đã nhận hồ sơ" in subjects(quan)[0] and "Đã nhận hồ sơ" in subjects(ha)[0]


# ---- before anybody has agreed


def test_nothing_is_sent_without_the_other(ward: Ward, ha: Actor, quan: Actor) -> None:
    case = draft(ward, ha, ward.number_of(quan))
    with pytest.raises(Invalid) as wrong:
        actions.submit_case(case, token="x", by=ha)
    assert [problem.field for problem in wrong.value.problems] == ["consent:nguoi-kia"]
    actions.ask_consent(case, "nguoi-kia", by=ha)
    with pytest.raises(Invalid):
        actions.submit_case(case, token="x", by=ha)
    assert case.status == Status.DRAFT


def test_who_is_asked_gets_a_message_and_sees_it_among_theirs(ward: Ward, ha: Actor, quan: Actor) -> None:
    row = asked(ward, ha, quan)
    assert subjects(quan)[0] == f"{HA} xin bạn đồng ý: Đăng ký kết hôn"
    assert [one.urn for one, _ in list_consents(quan)] == [row.urn] and not list_consents(ha)
    assert actions.ask_consent(row.case, "nguoi-kia", by=ha) == row, "asking twice is asking once"


def test_the_applicant_learns_nothing_from_registers_before_the_other_agrees(
    ward: Ward, ha: Actor, quan: Actor
) -> None:
    row = asked(ward, ha, quan)
    actions.fetch_lookups(row.case, by=ha)
    assert not Look.objects.filter(viewer=ha.urn, person=quan.person).exists()
    shown = agreeing(row, {})
    assert "Ngày sinh của người ấy" not in [one.label.vi for part in shown.sections[:1] for one in part.rows]


def test_nobody_learns_whether_a_number_exists(ward: Ward, ha: Actor) -> None:
    """Somebody unknown is asked like anyone else; nothing is said of whether there is such a person."""
    row = actions.ask_consent(draft(ward, ha, "001097000013", "Người Lạ"), "nguoi-kia", by=ha)
    assert row.state == State.ASKED


def test_only_the_one_who_is_asked_sees_and_answers(ward: Ward, ha: Actor, quan: Actor) -> None:
    row = asked(ward, ha, quan)
    for who in (ha, ward.cast.anh, ward.cast.lan, ward.cast.nobody, ward.cast.truong):
        with pytest.raises(Missing):
            open_consent(key_of(row.urn), viewer=who)
        with pytest.raises(Missing):
            actions.give_consent(row, "x", by=who)
        with pytest.raises(Missing):
            actions.decline_consent(row, "Không", by=who)
    with pytest.raises(Missing):
        open_case(key_of(row.case.urn), viewer=quan)
    open_consent(key_of(row.urn), viewer=quan)
    assert Look.objects.filter(viewer=quan.urn, person=ha.person, about=row.case.urn, purpose="consent").exists()


def test_a_weak_sign_in_does_not_agree(ward: Ward, ha: Actor, quan: Actor) -> None:
    from dataclasses import replace

    row = asked(ward, ha, quan)
    with pytest.raises(Missing):
        actions.give_consent(row, seen_by(row, quan), by=replace(quan, assurance=1))


# ---- declined, silent, changed


def test_one_who_declines_says_why_and_the_draft_stays(ward: Ward, ha: Actor, quan: Actor) -> None:
    row = asked(ward, ha, quan)
    with pytest.raises(Invalid):
        actions.decline_consent(row, "  ", by=quan)
    actions.decline_consent(row, "Chúng tôi muốn đợi sang năm.", by=quan)
    [line] = consents_of(row.case)
    assert (line.state, line.reason) == ("declined", "Chúng tôi muốn đợi sang năm.")
    assert subjects(ha)[0] == f"{QUAN} không đồng ý: Đăng ký kết hôn"
    with pytest.raises(Refused):
        actions.give_consent(row, seen_by(row, quan), by=quan)
    again = actions.ask_consent(row.case, "nguoi-kia", by=ha)
    assert again != row and again.state == State.ASKED
    nothing_differs()


def test_one_who_never_answers_ends_it_and_nothing_is_lost(ward: Ward, ha: Actor, quan: Actor) -> None:
    row = asked(ward, ha, quan)
    with at(now() + timedelta(days=14, minutes=1)):
        with pytest.raises(Refused):
            actions.give_consent(row, seen_by(row, quan), by=quan)
        assert actions.lapse_consents() == 1 and actions.lapse_consents() == 0
        for who in (ha, quan):
            assert subjects(who)[0] == "Không ai trả lời trong hạn: Đăng ký kết hôn"
        case = Case.objects.get(pk=row.case.pk)
        assert case.status == Status.DRAFT and case.expires_at and case.expires_at > now() + timedelta(days=29)
        assert actions.purge_old_drafts() == 0
        row = actions.ask_consent(case, "nguoi-kia", by=ha)
        actions.give_consent(row, seen_by(row, quan), by=quan)
        actions.submit_case(case, token="x", by=ha)
        nothing_differs()


def test_what_is_changed_after_consent_is_asked_again(ward: Ward, ha: Actor, quan: Actor) -> None:
    row = given(ward, ha, quan)
    actions.save_answers(row.case, "nhan-ket-qua", {"copies": "2"}, by=ha)
    row.refresh_from_db()
    assert row.state == State.VOID and subjects(quan)[0] == "Hồ sơ đã sửa: Đăng ký kết hôn"
    with pytest.raises(Invalid):
        actions.submit_case(row.case, token="x", by=ha)
    again = actions.ask_consent(row.case, "nguoi-kia", by=ha)
    actions.give_consent(again, seen_by(again, quan), by=quan)
    actions.submit_case(row.case, token="x", by=ha)
    nothing_differs()


def test_saving_the_same_again_leaves_the_consent(ward: Ward, ha: Actor, quan: Actor) -> None:
    row = given(ward, ha, quan)
    actions.save_answers(row.case, "nhan-ket-qua", {"copies": "0"}, by=ha)
    actions.fetch_lookups(row.case, by=ha)
    row.refresh_from_db()
    assert row.state == State.GIVEN


def test_nobody_agrees_to_what_they_did_not_see(ward: Ward, ha: Actor, quan: Actor) -> None:
    row = asked(ward, ha, quan)
    seen = seen_by(row, quan)
    actions.save_answers(row.case, "nhan-ket-qua", {"copies": "3"}, by=ha)
    with pytest.raises(Refused, match="changed"):
        actions.give_consent(row, seen, by=quan)
    assert actions.give_consent(row, seen_by(row, quan), by=quan).state == State.GIVEN


def test_another_person_named_instead_ends_the_first_request(ward: Ward, ha: Actor, quan: Actor) -> None:
    row = asked(ward, ha, quan)
    other = ward.citizen("Tô Văn Khác", "male", 1996)
    page = {"other.personal_number": ward.number_of(other), "other.full_name": other.name}
    actions.save_answers(row.case, "nguoi-kia", page, by=ha)
    row.refresh_from_db()
    assert row.state == State.VOID and not list_consents(quan)
    with pytest.raises(Refused):
        actions.give_consent(row, "x", by=quan)
    actions.ask_consent(row.case, "nguoi-kia", by=ha)
    assert len(list_consents(other)) == 1


def test_a_discarded_draft_takes_its_request_along(ward: Ward, ha: Actor, quan: Actor) -> None:
    row = asked(ward, ha, quan)
    actions.discard_draft(row.case, by=ha)
    assert not list_consents(quan)
    with pytest.raises(Missing):
        open_consent(key_of(row.urn), viewer=quan)
    nothing_differs()


def test_nobody_floods_others_with_requests(ward: Ward, ha: Actor) -> None:
    numbers = ["001097000013", "001097000020", "001097000037", "001097000044", "001097000051", "001097000068"]
    for number in numbers[:-1]:
        actions.ask_consent(draft(ward, ha, number, "Ai Đó"), "nguoi-kia", by=ha)
    with pytest.raises(Refused, match="waiting for 5"):
        actions.ask_consent(draft(ward, ha, numbers[-1], "Ai Đó"), "nguoi-kia", by=ha)


# ---- what the law forbids


def test_who_is_married_is_told_at_once(ward: Ward, quan: Actor) -> None:
    case = draft(ward, ward.cast.anh, ward.number_of(quan))
    with pytest.raises(Refused, match="you are married"):
        actions.ask_consent(case, "nguoi-kia", by=ward.cast.anh)


BARS = [
    ({"sex": "male", "year": 2007}, "not old enough"),
    ({"sex": "female", "year": 1999}, "man and a woman"),
]


@pytest.mark.parametrize(("who", "why"), BARS)
def test_what_the_register_says_of_the_other_can_forbid_it(ward: Ward, ha: Actor, who: Any, why: str) -> None:
    other = ward.citizen("Đinh Gia Bảo", who["sex"], who["year"])
    row = actions.ask_consent(draft(ward, ha, ward.number_of(other), other.name), "nguoi-kia", by=ha)
    assert any(why in words.en for words in agreeing(row, actions.fetch_for_consent(row, by=other)).problems)
    with pytest.raises(Refused, match=why):
        actions.give_consent(row, seen_by(row, other), by=other)


def test_the_married_cannot_agree_and_the_applicant_is_not_told_of_whom(ward: Ward, ha: Actor) -> None:
    khanh = ward.cast.khanh
    row = actions.ask_consent(draft(ward, ha, "079092000026", khanh.name), "nguoi-kia", by=ha)
    with pytest.raises(Refused, match="one of the two is married"):
        actions.give_consent(row, seen_by(row, khanh), by=khanh)
    assert not any("079195" in str(event.exact) for event in Event.objects.filter(subjects__urn=row.case.urn))


def test_who_marries_elsewhere_meanwhile_is_refused_by_the_register(ward: Ward, ha: Actor, quan: Actor) -> None:
    case = actions.submit_case(given(ward, ha, quan).case, token="x", by=ha)
    bride = ward.citizen("Võ Thị Khác", "female", 1998)
    marry((quan.person, ward.claims[quan.person]), (bride.person, ward.claims[bride.person]), on=today(), unit="27301")
    case = ward.carried_out(case)
    effect = case.effects.get(code="ket-hon")
    assert not case.finished_at and effect.state == "refused"
    assert not Entry.objects.filter(kind="marriage", ground=case.urn).exists()
    nothing_differs()


def test_at_the_counter_both_are_present_and_sign(ward: Ward, ha: Actor, quan: Actor) -> None:
    pages = {
        "nguoi-kia": {"other.personal_number": ward.number_of(quan), "other.full_name": QUAN},
        "cam-doan": {"kinship": "none", "registration.at": "me"},
        "nhan-ket-qua": {"copies": "0"},
    }
    case = ward.filled(MARRIAGE, ha, pages, ["to-khai-hai-ben"], Channel.COUNTER)
    assert consents_of(case) == []
    actions.submit_case(case, token="x", by=ward.cast.lan)
    assert ward.carried_out(case).finished_at
