"""What a record becomes, oddity by oddity: each is told by field, and says what is held instead."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from toantrinh.cases.definition import Channel, Procedure
from toantrinh.cases.records import naming
from toantrinh.cases.records.procedure import Read, digest_of, read_record
from toantrinh.cases.tests.catalogue import fee, method, paper, record

DAY = date(2026, 10, 1)


def read(**changes: Any) -> Read:
    return read_record(record(**changes), edition=1, from_on=DAY, read_on=DAY)


def told(found: Read, field: str) -> list[str]:
    return [one.what.en for one in found.oddities if one.field.startswith(field)]


def online(found: Read) -> Any:
    return found.procedure.channels[Channel.ONLINE]


def limit(*methods: dict[str, Any]) -> Any:
    terms = online(read(executionMethods=list(methods)))
    return terms.limit.amount, terms.limit.unit, terms.limit.said


def test_a_plain_record_has_one_oddity_that_no_paper_is_required() -> None:
    found = read()
    assert [one.field for one in found.oddities] == ["executionCases"]
    procedure = found.procedure
    assert (procedure.level, procedure.competent.kind, procedure.full_online) == ("commune", "commune_committee", True)
    assert online(found).fees[0].amount == 20000
    assert [step.role for step in procedure.steps] == ["receptionist", "case_officer", "signer", "receptionist"]
    assert procedure.results[0].name.vi == "Giấy phép bán hàng rong"
    assert found.national["decision"]["number"] == "12/QĐ-BTP"


@pytest.mark.parametrize(
    ("time", "unit", "amount", "held"),
    [
        (3, "WORKING_DAY", Decimal(3), "working_day"),
        (0.5, "WORKING_DAY", Decimal("0.5"), "working_day"),
        (6.25, "WORKING_DAY", Decimal("6.25"), "working_day"),
        (10, "DAY", Decimal(10), "day"),
        (7.5, "DAY", Decimal(180), "hour"),
        (15, "HOUR", Decimal(15), "hour"),
        (2, "MONTH", Decimal(2), "month"),
        ("5", "DAY", Decimal(5), "day"),
        (1.5, "MONTH", None, "working_day"),
        (5, "OTHER", None, "working_day"),
        (5, None, None, "working_day"),
        (0, "DAY", None, "working_day"),
        (-2, "DAY", None, "working_day"),
        (None, "DAY", None, "working_day"),
        ("", "WORKING_DAY", None, "working_day"),
        (True, "DAY", None, "working_day"),
        (["5"], "DAY", None, "working_day"),
        ("Theo mô tả", "OTHER", None, "working_day"),
        (100000, "DAY", None, "working_day"),
    ],
)
def test_a_time_is_exact_or_not_known(time: Any, unit: Any, amount: Decimal | None, held: str) -> None:
    assert limit(method(time=time, unit=unit))[:2] == (amount, held)


def test_words_of_time_are_kept_whole() -> None:
    words = "Không quá 15 ngày kể từ ngày nhận đủ hồ sơ. " * 20
    assert limit(method(time=words, unit="OTHER", description="Xem quyết định."))[2].startswith("Không quá 15 ngày")
    assert limit(method(time=3, unit="OTHER"))[2] == "3 (OTHER)"


def test_words_beside_a_time_that_name_another_number_are_told() -> None:
    found = read(executionMethods=[method(time=5, description="Không quá 10 ngày làm việc.")])
    assert told(found, "executionMethods[0].processingTime") == ["the words beside it name other numbers: 10"]
    assert online(found).limit.amount == 5


def test_several_times_follow_the_case_where_its_name_tells_them_apart() -> None:
    cases = [
        {"name": "a) Đối với công trình nhà ở:", "profileComponents": [paper("Bản vẽ")]},
        {"name": "b) Đối với tượng đài, tranh:", "profileComponents": [paper("Ảnh")]},
    ]
    ways = [
        method(time=10, description="Đối với công trình nhà ở: không quá 10 ngày", fees=[fee(50000)]),
        method(time=15, description="Đối với tượng đài, tranh: không quá 15 ngày", fees=[fee(100000)]),
    ]
    found = read(executionCases=cases, executionMethods=ways)
    terms = online(found)
    assert {one.when: one.limit.amount for one in terms.limits} == {
        'variant = "truong-hop-1"': 10,
        'variant = "truong-hop-2"': 15,
    }
    assert {one.when: one.amount for one in terms.fees} == {
        'variant = "truong-hop-1"': 50000,
        'variant = "truong-hop-2"': 100000,
    }


def test_several_times_that_nothing_tells_apart_promise_the_longest_and_charge_nothing_by_themselves() -> None:
    ways = [method(time=5, fees=[fee(50000)]), method(time=15, fees=[fee(90000)])]
    found = read(executionMethods=ways)
    terms = online(found)
    assert (terms.limit.amount, [one.limit.amount for one in terms.limits]) == (15, [5])
    assert [(one.amount, one.note) for one in terms.fees] == [(None, "50.000 đồng"), (None, "90.000 đồng")]
    assert "several limits for one way of filing" in told(found, "executionMethods")


@pytest.mark.parametrize(
    ("charge", "amount"),
    [
        (fee(8000), 8000),
        (fee(8000, currency=""), 8000),
        (fee("8000"), 8000),
        (fee(0, "Miễn phí"), 0),
        (fee(0, "Không."), 0),
        (fee(0), None),
        (fee(0, "Hội đồng nhân dân tỉnh quy định"), None),
        (fee(0, "Miễn lệ phí. Phí cấp bản sao theo quy định"), None),
        (fee(None), None),
        (fee(100), None),
        (fee(20, currency="USD"), None),
        (fee(-5000), None),
        (fee(1500.5), None),
        (fee("8.000 đồng"), None),
        (fee([8000]), None),
    ],
)
def test_a_fee_is_an_amount_free_by_its_words_or_not_known(charge: dict[str, Any], amount: int | None) -> None:
    found = read(executionMethods=[method(fees=[charge])])
    held = online(found).fees[0]
    assert held.amount == amount
    assert (held.free_because is not None) == (amount == 0)
    is_plain = charge == fee(8000) or amount == 0
    assert bool([one for one in found.oddities if ".fees[0]" in one.field]) != is_plain


def test_the_council_of_a_province_sets_what_its_words_leave_to_it() -> None:
    found = read(executionMethods=[method(fees=[fee(0, "Theo nghị quyết của HĐND tỉnh")])])
    assert (online(found).fees[0].set_by, online(found).fees[0].note) == ("province", "Theo nghị quyết của HĐND tỉnh")


def test_a_way_without_fees_is_not_free() -> None:
    found = read(executionMethods=[method(fees=[])])
    assert online(found).fees[0].amount is None
    assert told(found, "executionMethods[0].fees") == ["no fee is named"]


def test_headings_are_for_everyone_and_names_are_cases() -> None:
    groups = [
        {"name": "* Giấy tờ phải nộp:", "profileComponents": [paper("Đơn")]},
        {"name": "a) Trường hợp bán đồ ăn:", "profileComponents": [paper("Giấy an toàn")]},
        {"name": "* Lưu ý:", "profileComponents": [paper("Mang theo thẻ căn cước.", originalQty=0)]},
    ]
    found = read(executionCases=groups)
    page = found.procedure.pages[0]
    assert [choice.value for choice in page.fields[0].choices] == ["truong-hop-2", "khac"]
    assert [(one.name.vi, one.show_when) for one in found.procedure.papers] == [
        ("Đơn", None),
        ("Giấy an toàn", 'variant in ["truong-hop-2"]'),
    ]
    assert found.national["groups"][2]["papers"][0]["held_as"] == "remark"


def test_a_paper_of_two_cases_is_one_paper() -> None:
    groups = [{"name": f"Trường hợp {kind}", "profileComponents": [paper("Đơn")]} for kind in ("bán hoa", "bán chim")]
    assert [one.show_when for one in read(executionCases=groups).procedure.papers] == [
        'variant in ["truong-hop-1", "truong-hop-2"]'
    ]


def test_a_required_paper_with_quantity_0_is_asked_for_and_told() -> None:
    found = read(executionCases=[{"name": "", "profileComponents": [paper(originalQty=0, required=True)]}])
    assert found.procedure.papers[0].required_when == "true"
    assert told(found, "executionCases[0].profileComponents[0].originalQty") == [
        "a required paper with a quantity of 0"
    ]


@pytest.mark.parametrize(
    ("name", "kind", "branch"),
    [
        ("Công an cấp Xã", "commune_police", ""),
        ("Ủy ban Nhân dân\xa0xã,\xa0phường,\xa0thị trấn.", "commune_committee", ""),
        ("Chủ tịch UBND cấp xã", "commune_committee", ""),
        ("Cơ quan chuyên môn về Nông nghiệp và Môi trường thuộc UBND cấp xã", "commune_committee", ""),
        ("Sở Nông nghiệp và Môi trường - tỉnh Lạng Sơn", "provincial_department", "SNNMT"),
        ("Chi nhánh Văn phòng đăng ký đất đai khu vực", "provincial_department", "VPDKDD"),
        ("Công an tỉnh", "provincial_police", ""),
        ("Bảo hiểm xã hội tỉnh", "provincial_social_insurance", ""),
        ("Ủy ban nhân dân cấp tỉnh", "provincial_committee", ""),
        ("Bộ Tư pháp", "agency", ""),
    ],
)
def test_the_agency_that_is_named_decides(name: str, kind: str, branch: str) -> None:
    rule = read(unitGroupsExecuting=[{"id": "1", "name": name}], executingAgencies=name).procedure.competent
    assert (rule.kind, rule.branch) == (kind, branch)


def test_a_body_that_this_house_does_not_know_leaves_it_to_who_promulgates() -> None:
    found = read(
        unitGroupsExecuting=[{"id": "1", "name": "Cảng vụ hàng hải"}], isWard=False, departmentPromulgateCode="G17"
    )
    assert (found.procedure.competent.kind, found.procedure.competent.agency) == ("agency", "G17")
    assert told(found, "executingAgencies")[:2] == [
        "an agency that this house does not know",
        "it is not clear which agency decides",
    ]


def test_levels_that_contradict_each_other_are_told() -> None:
    found = read(isMinistry=True)
    assert told(found, "isWard") == ["several levels: commune, ministry"]
    assert found.procedure.level == "commune"


def test_offline_only_wins_over_an_online_way() -> None:
    found = read(isOfflineOnly=True)
    assert Channel.ONLINE not in found.procedure.channels
    assert not found.procedure.full_online
    assert told(found, "isOfflineOnly")


def test_a_record_with_nothing_but_its_code_is_offered_at_the_counter() -> None:
    found = read_record({"code": "1.888009"}, edition=1, from_on=DAY, read_on=DAY)
    procedure = found.procedure
    assert list(procedure.channels) == [Channel.COUNTER]
    assert not procedure.channels[Channel.COUNTER].limit.is_known
    assert {"name", "executionMethods", "executionCases", "resultsDetails"} <= {one.field for one in found.oddities}


@pytest.mark.parametrize("wrong", [None, 7, True, "chữ", ["a"], {"a": [1]}, [{"a": {"b": 1}}], [None], 1.5])
@pytest.mark.parametrize("key", sorted(record()))
def test_any_field_of_any_type_is_read_without_a_loss(key: str, wrong: Any) -> None:
    if key == "code":
        return
    raw = record() | {key: wrong}
    found = read_record(raw, edition=1, from_on=DAY, read_on=DAY)
    assert isinstance(found.procedure, Procedure)


WRONG: tuple[Any, ...] = (None, 7, 10**30, float("inf"), True, "\x00{}", ["a"], {"a": [1]}, [None])


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of everything within a record."""
    yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from places(one, (*path, key))


def test_anything_anywhere_in_a_record_is_read() -> None:
    plain = record(executionMethods=[method("ONLINE")])
    for path in places(plain):
        if path in ((), ("code",)):
            continue
        for wrong in WRONG:
            raw = deepcopy(plain)
            place = raw
            for key in path[:-1]:
                place = place[key]
            place[path[-1]] = wrong
            found = read_record(raw, edition=1, from_on=DAY, read_on=DAY)
            Procedure.model_validate_json(found.procedure.model_dump_json(by_alias=True))


def test_what_nobody_knows_is_kept_word_for_word() -> None:
    found = read(newField={"a": [1, 2]}, keywords=["không phải chữ"])
    assert found.national["rest"]["newField"] == {"a": [1, 2]}
    assert found.national["rest"]["keywords"] == ["không phải chữ"]
    assert told(found, "keywords") == ["should be text"]


def test_the_order_of_keys_is_no_content() -> None:
    assert digest_of(record()) == digest_of(dict(reversed(record().items())))
    assert digest_of(record()) != digest_of(record(note="khác"))


@pytest.mark.parametrize(
    ("official", "title"),
    [
        ("Thủ tục đăng ký kết hôn", "Đăng ký kết hôn"),
        ("Tách hộ", "Tách hộ"),
        (
            "Thủ tục thay đổi, cải chính, bổ sung thông tin hộ tịch, xác định lại dân tộc",
            "Thay đổi, cải chính, bổ sung thông tin hộ tịch",
        ),
    ],
)
def test_an_everyday_name_is_the_first_clauses_that_fit(official: str, title: str) -> None:
    assert naming.title_of(official) == title


@pytest.mark.parametrize(
    ("official", "short"),
    [
        (
            "- Văn bản ủy quyền theo quy định của pháp luật trong trường hợp ủy quyền thực hiện việc cấp giấy",
            "Văn bản ủy quyền",
        ),
        ("a) Đơn theo Mẫu số 18", "Đơn theo Mẫu số 18"),
        ("1. Giấy chứng nhận đã cấp.", "Giấy chứng nhận đã cấp"),
    ],
)
def test_a_paper_is_called_by_its_first_clause(official: str, short: str) -> None:
    assert naming.paper_name(official) == short
