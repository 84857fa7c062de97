"""Petitions from sending to rating: who may, on which clock, what is sealed, published and recorded."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from toantrinh.cases.actions import petitions as acts
from toantrinh.cases.facts.petitions import PetitionEnded
from toantrinh.cases.models import Petition, PublishedPetition
from toantrinh.cases.petitions.verification import check_petitions
from toantrinh.cases.petitions.wording import cleared, stranger
from toantrinh.cases.queries import petitions as look_at
from toantrinh.cases.queries.petitions import PublicWords, Words
from toantrinh.documents.tests.samples import pdf
from toantrinh.kernel.actor import NOBODY, SYSTEM, Actor
from toantrinh.kernel.moment import HANOI, at
from toantrinh.kernel.problem import Invalid, Missing, Problem, Refused
from toantrinh.notices.actions import send_copies
from toantrinh.notices.models import Notice
from toantrinh.people.cast import Cast
from toantrinh.people.models import Agency
from toantrinh.record.actions import erase_person_key
from toantrinh.record.models import Event, Look
from toantrinh.record.outbox import run_outbox
from toantrinh.tasks.models import Task

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 10, 5, 9, 0, tzinfo=HANOI)
LAMP = Words(
    title="Đèn đường hẻm 12 hỏng",
    text="Đèn đường trước nhà số 5 hẻm 12 tắt đã ba tuần, buổi tối rất tối. Gọi tôi 0912 345 678.",
    name="Nguyễn Thị Ngọc Ánh",
)
ANSWER = "Phường đã thay bóng đèn ngày 08/10. Cảm ơn chị Nguyễn Thị Ngọc Ánh đã báo tin cho chúng tôi."
PUBLIC = PublicWords(
    title="Đèn đường hẻm 12 hỏng", question="Đèn đường tắt đã ba tuần.", answer="Phường đã thay bóng đèn."
)


def sent(
    by: Actor, words: Words = LAMP, *, subject: str = "agency", code: str = "H29.27301", origin: str = "a"
) -> Petition:
    petition, secret = acts.begin_petition(subject, origin=origin, by=by)
    author = by if by.person else stranger(petition.author)
    acts.save_petition(petition, words, agency=Agency.objects.get(code=code), by=author)
    return acts.send_petition(petition, words, secret=secret, by=author)


def answered(cast: Cast, petition: Petition) -> Petition:
    acts.receive_petition(petition, by=cast.lan)
    acts.draft_answer(petition, ANSWER, by=cast.tuan)
    return acts.answer_petition(petition, version=petition.version, by=cast.duc)


def published(cast: Cast, petition: Petition) -> Petition:
    answered(cast, petition)
    acts.publish_petition(petition, PUBLIC, version=petition.version, by=cast.tuan)
    return petition


def differences() -> list[str]:
    return [f"{one.where}: {one.what.en}" for one in check_petitions()]


def last_of(kind: str) -> dict[str, object]:
    event = Event.objects.filter(kind=kind).latest("id")
    return dict(json.loads(event.publication) | json.loads(event.exact))


# ---- the way through


def test_a_petition_goes_from_its_author_to_the_public_and_the_record_tells_the_same(cast: Cast) -> None:
    petition = sent(cast.anh)
    assert petition.number.startswith("PA-H29.27301-") and petition.author_kind == "person"
    published(cast, petition)
    acts.rate_answer(petition, True, words="Nhanh, cảm ơn.", by=cast.anh)
    assert (petition.status, petition.outcome, petition.satisfied) == ("closed", "published", True)
    assert differences() == []
    assert Task.objects.filter(about=petition.urn, closed_at=None).count() == 0


def test_every_clock_is_set_by_working_days_of_the_agency(cast: Cast) -> None:
    with at(MONDAY):
        petition = sent(cast.anh)
        stage = petition.stages.get()
        assert (stage.due_at - MONDAY).days == 2
        assert petition.due_at and (petition.due_at - MONDAY).days == 21, "15 working days are three weeks"
        answered(cast, petition)
        assert (petition.stages.get(closed_at=None).due_at - MONDAY).days == 2


def test_asking_stops_the_clock_once_and_the_authors_days_are_theirs(cast: Cast) -> None:
    with at(MONDAY):
        petition = sent(cast.anh)
        promised = petition.due_at
        acts.receive_petition(petition, by=cast.lan)
        acts.ask_author(petition, "Hẻm 12 của đường nào?", by=cast.lan)
    with at(MONDAY + timedelta(days=3)):
        acts.supply_petition(petition, "Đường Trần Hưng Đạo.", by=cast.anh)
        assert promised and petition.due_at and (petition.due_at - promised).days == 3
        with pytest.raises(Refused, match="once"):
            acts.ask_author(petition, "Còn gì nữa?", by=cast.lan)
    with at(MONDAY + timedelta(days=4)):
        acts.draft_answer(petition, ANSWER, by=cast.tuan)
        acts.answer_petition(petition, version=petition.version, by=cast.duc)
        acts.publish_petition(petition, PUBLIC, version=petition.version, by=cast.tuan)
    said = last_of("petition.published")
    assert said["on_time"] is True and said["author_days"] == 3
    assert differences() == []


def test_what_is_done_late_is_said_to_be_late(cast: Cast) -> None:
    with at(MONDAY):
        petition = sent(cast.anh)
    with at(MONDAY + timedelta(days=4)):
        acts.refuse_petition(petition, "khong-ro", by=cast.lan)
    assert last_of("petition.refused")["on_time"] is False
    with at(MONDAY):
        other = sent(cast.anh)
        acts.refuse_petition(other, "khong-ro", "Không có địa chỉ.", by=cast.lan)
    assert last_of("petition.refused")["on_time"] is True


def test_the_wrong_agency_forwards_it_with_a_reason_and_it_never_comes_back(cast: Cast) -> None:
    there, here = Agency.objects.get(code="H26.00004"), Agency.objects.get(code="H29.27301")
    with at(MONDAY):
        petition = sent(cast.anh)
    with at(MONDAY + timedelta(days=1)):
        with pytest.raises(Invalid):
            acts.forward_petition(petition, there, " ", by=cast.lan)
        acts.forward_petition(petition, there, "Đèn thuộc phường Ba Đình.", by=cast.lan)
        assert petition.agency == there.urn and petition.due_at and (petition.due_at - MONDAY).days == 22
        with pytest.raises(Missing):
            acts.receive_petition(petition, by=cast.lan)
        with pytest.raises(Refused):
            acts.forward_petition(petition, here, "Không phải của chúng tôi.", by=cast.hanh)
        acts.receive_petition(petition, by=cast.hanh)
    assert differences() == []


def test_the_head_sends_back_and_nobody_sends_what_they_have_not_read(cast: Cast) -> None:
    petition = sent(cast.anh)
    acts.receive_petition(petition, by=cast.lan)
    acts.draft_answer(petition, ANSWER, by=cast.tuan)
    seen = petition.version
    acts.send_back_answer(petition, "Ghi rõ ngày thay bóng.", by=cast.duc)
    with pytest.raises(Refused):
        acts.answer_petition(petition, version=petition.version, by=cast.duc)
    acts.draft_answer(petition, ANSWER, by=cast.tuan)
    with pytest.raises(Refused, match="changed"):
        acts.answer_petition(petition, version=seen, by=cast.duc)
    with pytest.raises(Missing):
        acts.answer_petition(petition, version=petition.version, by=cast.tuan)


def test_whoever_is_not_content_goes_to_the_next_level_once_until_the_last_day(cast: Cast) -> None:
    with at(MONDAY):
        petition = published(cast, sent(cast.anh))
        acts.rate_answer(petition, False, by=cast.anh)
    with at(MONDAY + timedelta(days=40)), pytest.raises(Refused, match="last day"):
        acts.complain_further(petition, "Đèn lại hỏng.", by=cast.anh)
    with at(MONDAY + timedelta(days=5)):
        acts.complain_further(petition, "Đèn lại hỏng.", by=cast.anh)
    assert petition.agency == Agency.objects.get(code="H29").urn and petition.level == 2
    assert petition.status == "sent" and petition.satisfied is None
    assert differences() == []


def test_repeated_ones_of_one_author_are_joined_and_others_stay_their_own(cast: Cast) -> None:
    first, second, other = sent(cast.anh), sent(cast.anh), sent(cast.khanh)
    with pytest.raises(Refused):
        acts.merge_petition(other, first, by=cast.lan)
    acts.merge_petition(second, first, by=cast.lan)
    assert second.outcome == "merged" and look_at.find_repeated(first, viewer=cast.lan) == []
    assert differences() == []


def test_silence_is_seen_by_the_head_and_the_author(cast: Cast) -> None:
    with at(MONDAY):
        petition = sent(cast.anh)
    with at(MONDAY + timedelta(days=3)):
        assert acts.watch_petitions() == 1
        assert acts.watch_petitions() == 0, "once for each limit"
    assert Task.objects.filter(about=petition.urn, kind="petition.silent", role="signer").exists()
    assert Notice.objects.filter(person=cast.anh.person, about=petition.urn).count() == 2
    petition.refresh_from_db()
    assert petition.was_late and differences() == []


def test_what_was_asked_and_never_comes_ends_it(cast: Cast) -> None:
    with at(MONDAY):
        petition = sent(cast.anh)
        acts.ask_author(petition, "Ở đâu?", by=cast.lan)
    with at(MONDAY + timedelta(days=20)):
        acts.watch_petitions()
    petition.refresh_from_db()
    assert petition.outcome == "expired" and differences() == []


def test_an_author_takes_it_back(cast: Cast) -> None:
    petition = sent(cast.anh)
    with pytest.raises(Missing):
        acts.withdraw_petition(petition, by=cast.lan)
    acts.withdraw_petition(petition, by=cast.anh)
    assert petition.outcome == "withdrawn" and differences() == []


# ---- without an account


def test_somebody_unnamed_follows_by_number_and_secret_alone(cast: Cast) -> None:
    petition, secret = acts.begin_petition("agency", origin="b", by=NOBODY)
    author = stranger(petition.author)
    words = Words(title=LAMP.title, text=LAMP.text)
    acts.save_petition(petition, words, agency=Agency.objects.get(code="H29.27301"), by=author)
    acts.attach_file(petition, pdf(), name="anh.pdf", by=author)
    acts.send_petition(petition, words, secret=secret, by=author)
    found, viewer = look_at.follow_petition(petition.number, f"{secret[:5]}-{secret[5:]}".upper())
    assert found == petition and viewer.person == petition.author and petition.author_kind == "unnamed"
    with pytest.raises(Problem):
        look_at.follow_petition(petition.number, "0" * 10)
    with pytest.raises(Missing):
        look_at.open_petition(petition.number, viewer=NOBODY)
    published(cast, found)
    acts.rate_answer(found, True, by=viewer)
    assert look_at.open_answer_letter(found, viewer=viewer, purpose="own").startswith(b"%PDF")
    with pytest.raises(Refused, match="without a name"):
        acts.complain_further(found, "Chưa được.", by=viewer)
    assert not Notice.objects.filter(about=petition.urn).exists()
    assert differences() == []


def test_a_number_is_not_guessed(cast: Cast) -> None:
    petition = sent(NOBODY)
    for _ in range(10):
        with pytest.raises(Problem):
            look_at.follow_petition(petition.number, "0000000000")
    with pytest.raises(Refused, match="many attempts"):
        look_at.follow_petition(petition.number, "0000000000")


def test_who_left_an_address_is_told_by_a_pointer_without_contents(cast: Cast, mailoutbox: list[object]) -> None:
    sent(NOBODY, Words(title=LAMP.title, text=LAMP.text, email="dan@vidu.vn"))
    while run_outbox():
        pass
    send_copies()
    mail = mailoutbox[-1]
    assert mail.to == ["dan@vidu.vn"] and "/phan-anh/theo-doi" in mail.body and "Đèn" not in mail.body  # type: ignore[attr-defined]


def test_one_may_only_speak_of_a_dossier_of_ones_own(cast: Cast) -> None:
    with pytest.raises(Invalid):
        acts.begin_petition("dossier", origin="c", by=NOBODY, case="H29.27301-261005-0001")
    with pytest.raises(Invalid):
        acts.begin_petition("dossier", origin="c", by=cast.anh, case="H29.27301-261005-0001")


# ---- what is hidden, and what is shown


def test_an_officers_conduct_is_read_by_the_head_and_whom_the_head_charges(cast: Cast) -> None:
    petition = sent(cast.anh, subject="officer")
    for officer in (cast.lan, cast.tuan, cast.hanh):
        with pytest.raises(Missing):
            look_at.open_petition(petition.number, viewer=officer, purpose="petition")
    assert look_at.list_petition_queue(cast.lan)[0] == []
    acts.receive_petition(petition, by=cast.duc)
    acts.assign_petition(petition, cast.tuan.urn, by=cast.duc)
    assert look_at.open_petition(petition.number, viewer=cast.tuan, purpose="petition") == petition
    assert [line.petition for line in look_at.list_petition_queue(cast.tuan)[0]] == [petition]
    assert differences() == []


def test_reading_one_leaves_a_look(cast: Cast) -> None:
    petition = sent(cast.anh)
    look_at.open_petition(petition.number, viewer=cast.lan, purpose="petition")
    look_at.open_petition(petition.number, viewer=cast.anh)
    assert list(Look.objects.filter(about=petition.urn).values_list("viewer", "what")) == [(cast.lan.urn, "petition")]
    with pytest.raises(Missing):
        look_at.open_petition(petition.number, viewer=replace(cast.anh, person="urn:toantrinh:person:other"))


def test_nothing_personal_is_published(cast: Cast) -> None:
    petition = answered(cast, sent(cast.anh))
    proposed = look_at.propose_public(petition, viewer=cast.tuan)
    assert "0912" not in proposed.question and "Ngọc Ánh" not in proposed.answer
    with pytest.raises(Invalid) as refused:
        acts.publish_petition(
            petition,
            PublicWords(title=LAMP.title, question=LAMP.text, answer=ANSWER),
            version=petition.version,
            by=cast.tuan,
        )
    assert {problem.field for problem in refused.value.problems} == {"question", "answer"}
    acts.publish_petition(petition, proposed, version=petition.version, by=cast.tuan)
    row = PublishedPetition.objects.get()
    assert row.author_name == "" and look_at.list_published("den duong HEM 12").get() == row
    assert not look_at.list_published("den duong khong co").exists()


def test_the_marks_of_a_person_are_taken_out() -> None:
    said = "Liên hệ 0912.345.678, an@vidu.vn, số 079195000017, hồ sơ H29.27301-261005-0001"
    assert cleared(said, Words()).count("[") == 4


def test_a_published_text_changed_behind_the_actions_is_named(cast: Cast) -> None:
    published(cast, sent(cast.anh))
    PublishedPetition.objects.update(answer="Không có gì xảy ra.")
    Petition.objects.update(was_late=True, outcome="private")
    assert len(differences()) == 2


def test_erasing_the_authors_key_leaves_every_proof_valid(cast: Cast) -> None:
    petition = published(cast, sent(NOBODY))
    erase_person_key(petition.author, by=SYSTEM, ground="request")
    seen = look_at.view_petition(petition, viewer=cast.lan)
    assert seen.words.text == "–" and seen.answers[0].text == "–"
    assert differences() == []
    assert PublishedPetition.objects.get().answer == PUBLIC.answer


# ---- abuse


def test_spam_is_put_aside_not_deleted_and_stays_on_its_clock(cast: Cast) -> None:
    words = Words(title="Vay nóng lãi thấp", text="Vay nóng duyệt trong ngày, xem ngay trang này nhé bạn ơi.")
    petition = sent(NOBODY, words)
    assert petition.parked == "words" and petition.stages.filter(closed_at=None).exists()
    assert [line.petition for line in look_at.list_petition_queue(cast.lan, tab="parked")[0]] == [petition]
    acts.receive_petition(petition, by=cast.lan)
    assert petition.parked == "" and differences() == []


def test_a_trap_that_no_human_sees_parks_it(cast: Cast) -> None:
    petition, secret = acts.begin_petition("agency", origin="t", by=NOBODY)
    author = stranger(petition.author)
    acts.save_petition(petition, LAMP, agency=Agency.objects.get(code="H29.27301"), by=author)
    acts.send_petition(petition, LAMP, secret=secret, trapped=True, by=author)
    assert petition.parked == "trap"


def test_too_many_from_one_place_wait(cast: Cast) -> None:
    for _ in range(6):
        acts.begin_petition("agency", origin="flood", by=NOBODY)
    with pytest.raises(Refused, match="6 petitions"):
        acts.begin_petition("agency", origin="flood", by=NOBODY)
    acts.begin_petition("agency", origin="elsewhere", by=NOBODY)


def test_too_long_and_too_short_are_told(cast: Cast) -> None:
    petition, _ = acts.begin_petition("agency", origin="d", by=cast.anh)
    problems = acts.save_petition(petition, Words(title="x" * 151, text="ngắn"), by=cast.anh)
    assert [problem.field for problem in problems] == ["title", "text"]
    with pytest.raises(Invalid):
        acts.send_petition(petition, Words(title="Đèn hỏng", text=LAMP.text, email="sai"), by=cast.anh)


def test_drafts_of_yesterday_are_gone(cast: Cast) -> None:
    with at(MONDAY):
        acts.begin_petition("agency", origin="e", by=NOBODY)
    with at(MONDAY + timedelta(days=2)):
        assert acts.purge_petition_drafts() == 1
    assert not Petition.objects.exists()


def test_figures_count_every_end(cast: Cast) -> None:
    assert {"petition.refused", "petition.published", "petition.kept_private"} == {
        kind.kind for kind in PetitionEnded.__subclasses__()
    }
    published(cast, sent(cast.anh))
    count = look_at.count_by_agency()[0]
    assert (count.code, count.received, count.answered, count.on_time) == ("H29.27301", 1, 1, 1)
