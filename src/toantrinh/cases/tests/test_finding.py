"""People find a procedure in their own words, misspelt or not, whether or not it is offered here."""

import gzip
import os
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from toantrinh.cases import actions
from toantrinh.cases.models import CatalogueEntry, SearchEntry
from toantrinh.cases.queries import (
    Narrowing,
    describe_hits,
    is_offered,
    list_fields,
    list_found,
    most_used,
    search_procedures,
)
from toantrinh.cases.search.spelling import Vocabulary, distance
from toantrinh.cases.search.words import accented, search_words
from toantrinh.cases.tests.asked import ASKED, ENTRIES, as_lines
from toantrinh.cases.verification import check_catalogue, check_search
from toantrinh.kernel.actor import SYSTEM
from toantrinh.kernel.moment import HANOI, at
from toantrinh.kernel.problem import Missing
from toantrinh.people.cast import Cast
from toantrinh.record.models import Event

pytestmark = pytest.mark.django_db
BIRTH = "1.001193"
PORTAL = os.environ.get("TOANTRINH_PORTAL_CATALOGUE", "")
"""The whole list of the national portal, where this machine has it: then questions are asked of it too."""
LISTS = ["small", *(["whole"] if PORTAL else [])]


def install(name: str) -> None:
    for package in sorted((Path(settings.PACKAGES_DIR) / "procedures").glob(f"{name}/procedure.yaml")):
        actions.install_procedure(package.parent, by=SYSTEM)


@pytest.fixture
def catalogue(house: None) -> None:
    """Birth registration is offered; what people ask for besides is listed."""
    install("khai-sinh")
    actions.import_catalogue(as_lines(), by=SYSTEM)


def found(words: str, most: int = 10, **narrowing: str) -> list[str]:
    return [hit.code for hit in search_procedures(words, Narrowing(**narrowing)).hits[:most]]  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", LISTS)
def test_what_people_ask_most_comes_first(house: None, kind: str) -> None:
    install("*")
    if kind == "whole":
        call_command("import_catalogue", PORTAL)
    else:
        actions.import_catalogue(as_lines(), by=SYSTEM)
    missed = [
        f"{words!r}: {wanted} not in {found(words, most)}"
        for words, most, wanted in ASKED
        if not set(wanted) & set(found(words, most))
    ]
    assert not missed, "\n".join(missed)


def test_the_table_asks_for_what_exists_and_asks_enough() -> None:
    listed = {code for code, *_ in ENTRIES}
    assert {code for _, _, wanted in ASKED for code in wanted} <= listed
    assert len({code for _, _, wanted in ASKED for code in wanted}) >= 30 and len(ASKED) >= 50


def test_a_procedure_that_is_listed_says_that_it_is_not_offered(catalogue: None) -> None:
    offered, listed = search_procedures("khai sinh").hits[0], search_procedures("hộ chiếu").hits[0]
    assert (offered.code, offered.is_offered) == (BIRTH, True)
    assert (listed.code, listed.is_offered) == ("1.001456", False)
    described = describe_hits([listed])[0]
    assert described.procedure is None and described.entry is not None
    assert described.title.vi == "Cấp hộ chiếu phổ thông ở trong nước (thực hiện tại cấp tỉnh)"
    assert is_offered(BIRTH) and not is_offered("1.001456")


def test_what_is_offered_is_found_once_though_the_catalogue_lists_it_too(catalogue: None) -> None:
    assert found("1.001193") == [BIRTH]
    assert found("khai sinh").count(BIRTH) == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [("công an phường", "1.004222"), ("sở xây dựng", "1.014412"), ("đất đai", "1.012783"), ("xã đội", "1.013133")],
)
def test_bodies_and_fields_find_what_belongs_to_them(catalogue: None, words: str, code: str) -> None:
    assert code in found(words)


def test_life_events_find_what_belongs_to_them(catalogue: None) -> None:
    assert {"1.000894", "1.004873"} <= set(found("kết hôn"))
    hits = list_found(Narrowing(event="nguoi-than-mat")).hits
    assert {"1.000656", "1.001731"} <= {hit.code for hit in hits} and "1.000419" not in {hit.code for hit in hits}
    assert describe_hits(search_procedures("having a baby").hits[:1])[0].code == BIRTH


def test_lists_are_narrowed_by_body_level_field_and_what_is_offered(catalogue: None) -> None:
    assert set(found("đăng ký", 99, body="cong-an-xa")) <= {code for code, _, body, *_ in ENTRIES if "Công an" in body}
    assert {hit.code for hit in list_found(Narrowing(level="ministry")).hits} == {"1.115798", "2.000507"}
    assert {hit.code for hit in list_found(Narrowing(field="Thuế")).hits} == {"1.008498", "1.007037"}
    assert [hit.code for hit in list_found(Narrowing(only_offered=True)).hits] == [BIRTH]
    assert "Hộ tịch" in list_fields() and list_fields()[-1] == "Việc làm"


def test_namesakes_are_told_apart_in_one_line(catalogue: None) -> None:
    hits = search_procedures("đăng ký lại kết hôn").hits
    told = {one.code: one.difference.vi for one in describe_hits(hits[:2], hits) if one.difference}
    assert told == {
        "1.004746": "Khác ở nơi công bố: Bộ Tư pháp",
        "2.000507": "Khác ở nơi công bố: Bộ Ngoại giao",
    }


def test_why_it_matched_is_said(catalogue: None) -> None:
    described = describe_hits(search_procedures("bằng lái xe").hits[:1])[0]
    assert described.by is not None and described.by.vi == "bằng lái xe"


def test_exact_accents_come_first(house: None) -> None:
    line = next(line for line in as_lines() if "1.010038" in line)
    names = {"9.000001": "Thuê đất", "9.000002": "Thuế đất"}
    lines = [line.replace("Tách hộ", name).replace("1.010038", code) for code, name in names.items()]
    actions.import_catalogue(lines, by=SYSTEM)
    assert found("thuế đất")[0] == "9.000002" and found("thuê đất")[0] == "9.000001"


def test_words_that_nothing_holds_find_the_nearest_or_nothing(catalogue: None) -> None:
    answer = search_procedures("kết qqqq wwww zzzz")
    assert not answer.hits and 0 < len(answer.nearest) <= 3
    assert search_procedures("qqqq wwww").hits == search_procedures("   ").hits == ()


@pytest.mark.parametrize(
    "typed", ['"', "a AND b OR", "x:y*", "NEAR(", "'; --", "%_", "\u0301", "𝔨𝔥𝔞𝔦", "1" * 300, "& | !"]
)
def test_nothing_that_is_typed_breaks_the_search(catalogue: None, typed: str) -> None:
    search_procedures(typed)


def test_an_edition_is_found_from_its_day_and_the_next_takes_over(catalogue: None) -> None:
    edition = SearchEntry.objects.get(code=BIRTH, edition__gt="")
    before = edition.from_on - timedelta(days=1)
    with at(_noon(before)):
        assert [hit.is_offered for hit in search_procedures(BIRTH).hits] == [False]
    assert [hit.is_offered for hit in search_procedures(BIRTH).hits] == [True]


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=HANOI)


def test_importing_again_changes_only_what_changed(catalogue: None) -> None:
    facts = Event.objects.filter(kind="catalogue.imported")
    assert facts.count() == 1
    again = actions.import_catalogue(as_lines(), by=SYSTEM)
    assert (again.added, again.changed, again.unchanged) == (0, 0, len(ENTRIES)) and facts.count() == 1
    lines = [line.replace("Tách hộ", "Tách hộ gia đình") for line in as_lines()]
    assert actions.import_catalogue(lines, by=SYSTEM).changed == 1 and facts.count() == 2
    assert found("tách hộ gia đình")[0] == "1.010038"
    assert not list(check_catalogue()) and not list(check_search())


def test_a_bad_line_is_named_and_the_rest_goes_on(house: None) -> None:
    good = as_lines()
    bad = ["{", "[]", '{"code": "1.1"}', '{"code": 7, "name": "x"}', '{"code": "1.2", "name": "x", "categories": "y"}']
    imported = actions.import_catalogue([good[0], *bad, "", good[0], good[1]], by=SYSTEM)
    assert [one.number for one in imported.bad] == [2, 3, 4, 5, 6, 8]
    assert imported.added == 2 and CatalogueEntry.objects.count() == 2


def test_of_a_file_that_was_cut_the_lines_before_the_cut_are_taken(
    house: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = gzip.compress("\n".join(as_lines()).encode(), compresslevel=0)
    path = tmp_path / "list.jsonl.gz"
    path.write_bytes(whole[: len(whole) // 2])
    call_command("import_catalogue", path)
    told = capsys.readouterr()
    assert 0 < CatalogueEntry.objects.count() < len(ENTRIES)
    assert "is cut" in told.err and "new" in told.out
    path.write_bytes(whole)
    call_command("import_catalogue", path)
    assert CatalogueEntry.objects.count() == len(ENTRIES)


def test_what_people_use_goes_before_what_is_as_good(catalogue: None, monkeypatch: pytest.MonkeyPatch) -> None:
    install("dang-ky-thuong-tru")
    assert [hit.code for hit in most_used()] == [BIRTH, "1.004222"]
    monkeypatch.setattr("toantrinh.cases.queries.searching.usage", lambda: {"1.004222": 40})
    assert [hit.code for hit in most_used()] == ["1.004222", BIRTH]


def test_only_who_may_install_imports(cast: Cast) -> None:
    with pytest.raises(Missing):
        actions.import_catalogue(as_lines(), by=cast.lan)


def test_a_changed_row_or_entry_is_noticed(catalogue: None) -> None:
    assert not list(check_catalogue()) and not list(check_search())
    SearchEntry.objects.filter(code="1.004222").update(title="Khác")
    CatalogueEntry.objects.filter(code="1.004194").update(publisher="Khác")
    assert len(list(check_search())) == 2 and len(list(check_catalogue())) == 1
    actions.rebuild_search()
    assert not list(check_search())


def test_the_index_of_the_engine_follows_the_table(catalogue: None) -> None:
    actions.rebuild_search()
    assert found("tách hộ")[0] == "1.010038"
    SearchEntry.objects.filter(code="1.010038").delete()
    assert "1.010038" not in found("tách hộ")
    assert connection.vendor in ("sqlite", "postgresql")


def test_what_is_used_most_is_counted_from_dossiers(catalogue: None) -> None:
    assert [hit.code for hit in most_used()] == [BIRTH]


def test_words_of_the_packages_name_what_there_is() -> None:
    known = search_words()
    for kind in (known.life_events, known.bodies):
        codes = [one.code for one in kind]
        assert len(codes) == len(set(codes))
    assert len(known.asked) == len(set(known.asked))


@pytest.mark.parametrize(
    ("one", "other", "away"),
    [("khai", "khai", 0), ("khia", "khai", 1), ("sinhh", "sinh", 1), ("sih", "sinh", 1), ("khac", "sinh", 3)],
)
def test_letters_that_are_wrong_are_counted(one: str, other: str, away: int) -> None:
    assert distance(one, other) == away


def test_words_run_together_are_parted() -> None:
    words = Vocabulary.of([("giay khai sinh | dang ky khai sinh",), ("giay phep lai xe",)])
    assert words.parted("giaykhaisinh") == ["giay", "khai", "sinh"]
    assert words.parted("khongcogi") == []
    assert words.meant("giaays") == {"giay": 0.95}


def test_a_tone_may_stand_on_either_vowel() -> None:
    assert accented("Hoá đơn") == accented("hóa đơn") != accented("hòa đơn")
