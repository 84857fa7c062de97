"""Anyone may check a paper; only who knows the birth date learns whose it is, and nobody by guessing."""

import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection, connections

from toantrinh.documents.actions import ATTEMPTS_AN_HOUR, count_attempt, issue_letter, revoke_letter
from toantrinh.documents.models import Letter
from toantrinh.documents.queries import check_token, check_token_with_birth_date
from toantrinh.kernel.moment import at
from toantrinh.kernel.problem import Missing, Problem, Refused
from toantrinh.kernel.text import t
from toantrinh.people.cast import Cast
from toantrinh.people.models import Agency
from toantrinh.record.queries import list_looks

BORN = date(2026, 10, 12)
ISSUED_AT = datetime(2026, 10, 21, 2, 35, tzinfo=UTC)
TITLE = t("Giấy khai sinh", "Birth certificate")


def issue(cast: Cast, tmp_path: Path, *, birth_date: object = BORN, valid_until_on: date | None = None) -> Letter:
    template = tmp_path / "giay.typ"
    template.write_text("giấy")
    with at(ISSUED_AT):
        return issue_letter(
            template,
            {},
            form="giay-khai-sinh",
            about="urn:toantrinh:case:0000000000000000000000test",
            person=cast.anh.person,
            agency=Agency.objects.get(code="H29.27301").urn,
            by=cast.duc,
            title=TITLE,
            holder="Trần Gia Bảo",
            birth_date=birth_date,
            valid_until_on=valid_until_on,
            draw=False,
        )


def test_whoever_scans_the_code_learns_type_agency_day_and_validity_alone(cast: Cast, tmp_path: Path) -> None:
    letter = issue(cast, tmp_path)
    standing = check_token(letter.token)
    assert (standing.type, standing.agency, standing.issued_at) == (TITLE, letter.agency_name, letter.issued_at)
    assert standing.is_valid and standing.asks_birth_date and standing.holder == ""
    assert list_looks(cast.anh.person, viewer=cast.anh).shown == ()


def test_the_birth_date_opens_the_name_and_its_owner_sees_that_somebody_looked(cast: Cast, tmp_path: Path) -> None:
    letter = issue(cast, tmp_path)
    assert check_token_with_birth_date(letter.token, BORN).holder == "Trần Gia Bảo"
    assert check_token_with_birth_date(letter.token, "2026-10-12").holder == "Trần Gia Bảo"
    assert [seen.purpose for seen in list_looks(cast.anh.person, viewer=cast.anh).shown] == ["check", "check"]


def test_an_old_birth_is_asked_as_far_as_it_is_known(cast: Cast, tmp_path: Path) -> None:
    letter = issue(cast, tmp_path, birth_date="1950")
    assert check_token_with_birth_date(letter.token, "1950").holder == "Trần Gia Bảo"


def test_a_wrong_date_and_a_paper_that_tells_no_name_answer_alike(cast: Cast, tmp_path: Path) -> None:
    answers = set()
    for letter in (issue(cast, tmp_path), issue(cast, tmp_path, birth_date=None)):
        with pytest.raises(Problem) as caught:
            check_token_with_birth_date(letter.token, date(2026, 1, 1))
        answers.add((type(caught.value), caught.value.code, caught.value.message))
    assert len(answers) == 1


def test_after_five_attempts_in_an_hour_the_right_date_is_refused_too(cast: Cast, tmp_path: Path) -> None:
    letter = issue(cast, tmp_path)
    with at(ISSUED_AT):
        for day in range(1, ATTEMPTS_AN_HOUR + 1):
            with pytest.raises(Problem, match="does not match"):
                check_token_with_birth_date(letter.token, date(2025, 1, day))
        for guess in (BORN, date(2025, 1, 1)):
            with pytest.raises(Refused) as caught:
                check_token_with_birth_date(letter.token, guess)
            assert caught.value.code == "too_many_attempts"
    with at(ISSUED_AT + timedelta(minutes=61)):
        assert check_token_with_birth_date(letter.token, BORN).holder == "Trần Gia Bảo"
    assert check_token(letter.token).is_valid


@pytest.mark.django_db(transaction=True)
def test_attempts_at_once_are_counted_one_after_the_other(cast: Cast, tmp_path: Path) -> None:
    letter = issue(cast, tmp_path)
    counted: list[bool] = []

    def attempt() -> None:
        try:
            counted.append(count_attempt(letter))
        finally:
            connections.close_all()

    if connection.vendor == "sqlite":  # in memory here: one connection, one after the other anyway
        counted += [count_attempt(letter) for _ in range(12)]
    else:
        crowd = [threading.Thread(target=attempt) for _ in range(12)]
        for thread in crowd:
            thread.start()
        for thread in crowd:
            thread.join()
    assert counted.count(True) == ATTEMPTS_AN_HOUR


def test_a_revoked_paper_says_since_when_and_why(cast: Cast, tmp_path: Path) -> None:
    letter = issue(cast, tmp_path)
    ground = t("Cấp nhầm.", "Issued by mistake.")
    revoke_letter(letter.urn, ground=ground, by=cast.duc)
    standing = check_token(letter.token)
    assert not standing.is_valid and standing.revoked_at and standing.revoked_ground == ground


def test_a_paper_ends_with_its_last_day(cast: Cast, tmp_path: Path) -> None:
    letter = issue(cast, tmp_path, valid_until_on=date(2026, 11, 20))
    with at(datetime(2026, 11, 20, 16, 59, tzinfo=UTC)):
        assert check_token(letter.token).is_valid
    with at(datetime(2026, 11, 20, 17, 0, tzinfo=UTC)):
        assert not check_token(letter.token).is_valid, "midnight of Hà Nội"


def test_an_unknown_code_is_missing(cast: Cast, tmp_path: Path) -> None:
    letter = issue(cast, tmp_path)
    for token in ("", "x", letter.token[:-1], letter.token.swapcase(), "ký tự lạ"):
        with pytest.raises(Missing):
            check_token(token)


def test_codes_hold_160_random_bits(cast: Cast, tmp_path: Path) -> None:
    tokens = {issue(cast, tmp_path).token for _ in range(20)}
    assert len(tokens) == 20 and {len(token) for token in tokens} == {27}
