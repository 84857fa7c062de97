"""`toantrinh import-procedures` and `procedures`, as an operator uses them."""

import gzip
import json
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from toantrinh.cases import actions
from toantrinh.cases.models import Edition
from toantrinh.cases.queries import edition_in_force, find_procedure, list_procedures, search_procedures
from toantrinh.cases.tests.catalogue import CODE, method, record, written
from toantrinh.cases.verification import check_editions, check_search
from toantrinh.kernel.actor import SYSTEM
from toantrinh.kernel.moment import today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("house")]

Import = Callable[..., str]


@pytest.fixture
def run(tmp_path: Path) -> Import:
    """Imports records, or bytes as they are, and gives what was printed."""

    def imported(content: list[dict[str, Any]] | bytes, *options: str, name: str = "records.jsonl") -> str:
        path, out = tmp_path / name, StringIO()
        path.write_bytes(content if isinstance(content, bytes) else written(content))
        call_command("import_procedures", str(path), *options, stdout=out, stderr=out)
        return out.getvalue()

    return imported


def shown(code: str, *options: str) -> dict[str, Any]:
    out = StringIO()
    call_command("procedures", "show", code, "--json", *options, stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def test_a_record_is_offered_and_found_at_once(run: Import) -> None:
    assert "1 records read: 1 new, 0 changed, 0 unchanged, 0 refused" in run([record()])
    assert find_procedure(CODE).names.short.vi == "Cấp giấy phép bán hàng rong theo mùa vụ"
    assert [hit.code for hit in search_procedures("ban hang rong").hits] == [CODE]
    assert list(check_editions()) == list(check_search()) == []


def test_the_same_again_makes_nothing_and_a_change_the_next_edition(run: Import) -> None:
    run([record()])
    assert "1 unchanged" in run([record()])
    changed = record(executionMethods=[method(time=9)])
    assert "1 changed" in run([changed])
    assert "1 unchanged" in run([changed])
    assert [one.number for one in Edition.objects.filter(code=CODE).order_by("number")] == [1, 2]
    assert edition_in_force(CODE, today()).number == 2
    assert len(list_procedures()) == 1


def test_a_later_day_leaves_today_as_it_is(run: Import) -> None:
    run([record()])
    later = today() + timedelta(days=30)
    run([record(note="mới")], "--from", later.isoformat())
    assert (edition_in_force(CODE, today()).number, edition_in_force(CODE, later).number) == (1, 2)
    with pytest.raises(CommandError, match="1 of 1 lines were refused"):
        run([record(note="cũ hơn")])


def test_a_line_that_is_no_record_is_named_and_the_others_are_installed(run: Import, tmp_path: Path) -> None:
    good = written([record()])
    wrong = [b'{"code": "1.888010", "name": ', b"[1]", b"", b'{"name": "x"}', b'{"code": 1.888}']
    wrong += [b'{"code": "1.888013", "name": "\\u0000"}', b""]
    bad = good + b"\n".join(wrong) + written([record("1.888011")])
    with pytest.raises(CommandError, match="5 of 7 lines were refused"):
        run(bad, "--report", str(tmp_path / "report.jsonl"))
    assert {one.code for one in Edition.objects.all()} == {CODE, "1.888011"}
    report = [json.loads(line) for line in (tmp_path / "report.jsonl").read_text().splitlines()]
    assert sorted(one["line"] for one in report if one["state"] == "refused") == [2, 3, 5, 6, 7]
    assert {one["field"] for one in report if one["state"] == "new"} == {"executionCases"}


def test_a_packed_file_cut_in_half_gives_every_line_before_the_cut(run: Import) -> None:
    records = [record(f"1.{888100 + number}", note=f"{number * 7919 % 1000003}" * 40) for number in range(200)]
    packed = gzip.compress(written(records))
    assert "200 new" in run(packed, "--quiet", name="whole.jsonl.gz")

    with pytest.raises(CommandError, match="1 of "):
        run(packed[: len(packed) // 2], "--quiet", name="half.jsonl.gz")


def test_a_file_cut_within_a_line_names_that_line(run: Import) -> None:
    content = written([record(), record("1.888012")])
    with pytest.raises(CommandError):
        run(content[:-40])
    assert [one.code for one in Edition.objects.all()] == [CODE]


def test_two_records_of_one_code_are_both_held_and_the_newest_is_in_force(run: Import) -> None:
    old, new = record(note="cũ", updatedAt=1783301707083), record(note="mới", updatedAt=1783401707083)
    said = run([new, old])
    assert "this code has several records in the file" in said
    assert shown(CODE)["record"]["notes"] == "mới"
    assert "2 unchanged" in run([new, old])


def test_a_procedure_written_by_hand_wins_and_the_record_is_kept(run: Import) -> None:
    birth = "1.001193"
    said = run([record(birth)])
    assert shown(birth)["is_offered"]
    actions.install_procedure(settings.PACKAGES_DIR / "procedures" / "khai-sinh", by=SYSTEM)
    assert find_procedure(birth).names.short.vi == "Đăng ký khai sinh cho con"
    assert shown(birth)["origin"] == "package"
    kept = shown(birth, "--record")
    assert (kept["is_offered"], kept["offered_by"]["origin"]) == (False, "package")
    said = run([record(birth)])
    assert "the record is kept, and not offered in its place" in said
    assert list(check_search()) == []


def test_the_record_comes_out_as_it_came_in(run: Import) -> None:
    run([record(unknown={"x": [1.25]})])
    out = StringIO()
    call_command("procedures", "show", CODE, "--received", stdout=out)
    assert json.loads(out.getvalue()) == record(unknown={"x": [1.25]})


def test_procedures_are_listed_and_shown_in_words(run: Import) -> None:
    run([record()])
    out = StringIO()
    call_command("procedures", "list", stdout=out)
    call_command("procedures", "show", CODE, stdout=out)
    assert "Cấp giấy phép bán hàng rong theo mùa vụ  (Bộ Tư pháp)" in out.getvalue()
    assert "online: 5 working_day" in out.getvalue()
    with pytest.raises(CommandError, match="no procedure"):
        call_command("procedures", "show", "9.999999")


def test_a_province_s_own_procedure_is_decided_in_that_province(run: Import) -> None:
    run([record(departmentPromulgateCode="H26", departmentPromulgateName="UBND Thành phố Hà Nội")])
    check = find_procedure(CODE).pages[0].fields[0].check[0]
    assert check.unless == 'where.province = "01"'
    assert "thành phố Hà Nội" in check.message.vi


def test_the_day_must_be_a_day(run: Import) -> None:
    with pytest.raises(CommandError):
        run([record()], "--from", "mai")
