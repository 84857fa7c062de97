"""Records in the form of the national portal, written for tests: a plain one, and what may be odd about others."""

import json
import os
from collections.abc import Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from toantrinh.cases.records.lines import read_lines

CODE = "1.888001"


def paper(name: str = "Đơn đề nghị theo mẫu số 01", **changes: Any) -> dict[str, Any]:
    """One line of a dossier."""
    plain = {
        "profileComponentId": f"id-{name[:12]}",
        "originalQty": 1,
        "copyQty": 0,
        "required": False,
        "hasElectronicForm": False,
        "isProcessingResult": False,
        "name": name,
        "code": f"000.00.00.G15-KQ{len(name):06}",
        "attachments": [],
    }
    return plain | changes


def method(channel: str = "ONLINE", time: Any = 5, unit: Any = "WORKING_DAY", **changes: Any) -> dict[str, Any]:
    """One way of filing."""
    plain = {"submissionMethod": channel, "processingTime": time, "processingTimeUnit": unit, "description": ""}
    return plain | {"fees": [fee()]} | changes


def fee(
    value: Any = 20000, note: str = "", currency: str = "Việt Nam Đồng", kind: str = "SERVICE_FEE"
) -> dict[str, Any]:
    """One charge."""
    told = {"type": kind, "value": value, "currencyId": "id", "attachment": None, "description": note}
    return told | ({"currencyName": currency} if currency else {})


PLAIN: dict[str, Any] = {
    "id": "rec-1",
    "code": CODE,
    "codeNotation": CODE,
    "name": "Thủ tục cấp giấy phép bán hàng rong theo mùa vụ tại các lễ hội truyền thống của địa phương",
    "state": "ACTIVE",
    "type": "STANDARD",
    "description": "Có chỗ bán.",
    "requirementsAndConditions": "Có chỗ bán.",
    "executionSteps": [{"name": "Bước 1", "description": "Nộp đơn."}],
    "executionMethods": [method("ONLINE"), method("DIRECT"), method("POSTAL")],
    "executionCases": [{"name": "", "profileComponents": [paper()]}],
    "cases": [
        {
            "id": "c1",
            "code": f"{CODE}.01",
            "name": "Cấp giấy phép bán hàng rong",
            "processingDay": {"qty": 5, "type": "WORKING_DAY"},
            "profileComponents": [],
        }
    ],
    "legalBasisesDetails": [{"id": "l1", "code": "118/2025/NĐ-CP", "name": "Nghị định về một cửa"}],
    "legalBasisIds": ["l1"],
    "resultsDetails": [{"id": "r1", "code": "KQ.G15.000999", "name": "Giấy phép bán hàng rong"}],
    "resultIds": ["r1"],
    "subjectTypesDetails": [{"id": "s1", "code": "ĐT1", "name": "Công dân Việt Nam"}],
    "subjectTypeIds": ["s1"],
    "categoriesDetails": [{"id": "k1", "code": "G15-TP09", "name": "Hàng rong"}],
    "isWard": True,
    "isProvince": False,
    "isMinistry": False,
    "isFullProcess": True,
    "isOfflineOnly": False,
    "executingAgencies": "Ủy ban nhân dân cấp xã",
    "departmentsExecuting": [],
    "unitGroupsExecuting": [{"id": "u1", "name": "Ủy ban nhân dân cấp xã"}],
    "departmentPromulgateCode": "G15",
    "departmentPromulgateId": "d1",
    "departmentPromulgateName": "Bộ Tư pháp",
    "procedureProposal": {
        "id": "p1",
        "proposalNumber": "12/QĐ-BTP",
        "decisionNumber": None,
        "decisionDate": 1768496400000,
        "publicationDate": 1775659978538,
        "proposalType": "STANDARD",
        "issuingAgency": {"id": "d1", "name": "Bộ Tư pháp"},
    },
    "keywords": "",
    "note": "",
    "createdAt": 1783301707083,
    "updatedAt": 1783301707083,
}


def record(code: str = CODE, **changes: Any) -> dict[str, Any]:
    """The plain record with changes; a value of `...` leaves its key out."""
    found = deepcopy(PLAIN) | {"code": code, "codeNotation": code} | deepcopy(changes)
    return {key: value for key, value in found.items() if value is not ...}


def kinds_of_records() -> Iterator[dict[str, Any]]:
    """A record of each kind that the catalogue has, for those who have no other."""
    yield record()
    case = [
        {"name": "", "profileComponents": [paper("Đơn")]},
        {"name": "a) Trường hợp bán đồ ăn:", "profileComponents": [paper("Giấy chứng nhận an toàn thực phẩm")]},
        {"name": "b) Trường hợp bán đồ chơi:", "profileComponents": [paper("Chứng từ mua hàng", required=True)]},
        {"name": "* Lưu ý:", "profileComponents": [paper("Mang theo thẻ căn cước.", originalQty=0)]},
    ]
    yield record("1.888002", executionCases=case)
    words = "Theo thông báo của cơ quan"
    yield record("1.888003", executionMethods=[method("DIRECT", words, "OTHER", fees=[])], isFullProcess=False)
    police = [{"id": "p", "code": "x", "name": "Công an cấp xã"}]
    yield record("1.888004", departmentsExecuting=police, unitGroupsExecuting=[], executingAgencies="Công an cấp xã")
    several = [method("ONLINE", 5), method("ONLINE", 15, description="Xã miền núi"), method("DIRECT", 7.5)]
    yield record("1.888005", executionMethods=several, departmentPromulgateCode="H21", isWard=False, isProvince=True)
    both = [{"id": "1", "name": "Ủy ban nhân dân cấp xã"}, {"id": "2", "name": "Sở Nông nghiệp và Môi trường"}]
    firm = [{"id": "s9", "code": "ĐT9", "name": "Doanh nghiệp"}]
    yield record("1.888006", unitGroupsExecuting=both, subjectTypesDetails=firm, isProvince=True)
    yield {"code": "1.888007"}


def records_at_hand() -> list[Mapping[str, Any]]:
    """The records of the files that TOANTRINH_PORTAL_RECORDS names, `:` between them; else one of each kind."""
    names = [name for name in os.environ.get("TOANTRINH_PORTAL_RECORDS", "").split(":") if name]
    found: list[Mapping[str, Any]] = []
    for name in names:
        with Path(name).open("rb") as file:
            found += [line.record for line in read_lines(file) if line.record is not None]
    return found or list(kinds_of_records())


def written(records: list[dict[str, Any]]) -> bytes:
    """As a file of records."""
    return b"".join(json.dumps(one, ensure_ascii=False).encode() + b"\n" for one in records)
