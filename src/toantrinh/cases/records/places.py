"""Which agency decides by a record: those it names that this house knows, else who made the procedure.

1. "Executing" agencies decide; where none is named, those "with authority"; else the level that the record marks.
2. Offices inside an agency stand for it: a chair for the committee, a section of a commune for its committee.
3. Bodies of which this house has none (branches, port authorities, banks, missions abroad) leave it to the ministry or
   committee that promulgates the procedure.
4. Several kinds of agency: the applicant says which one, and the first that the record names stands first.
"""

import re
from dataclasses import dataclass, field
from typing import Any, Literal

from toantrinh.cases.definition import Choice, Competent
from toantrinh.cases.records.naming import plain
from toantrinh.cases.records.reading import Part, made
from toantrinh.kernel.text import Text, fold, t

Level = Literal["commune", "province", "ministry"]
UNIT = "where.unit"
KEYS = {
    "executing": ("executingAgencies", "departmentsExecuting", "unitGroupsExecuting"),
    "authority": ("delegatedAgencies", "departmentsAuthority", "unitGroupsAuthority"),
    "authorized": ("authorizedAgencies", "departmentsAuthorized", "unitGroupsAuthorized"),
    "coordinating": ("coordinatingAgencies", "departmentsCoordinating", "unitGroupsCoordinating"),
}
DEPARTMENTS = {
    "tu phap": "STP",
    "tai chinh": "STC",
    "ke hoach va dau tu": "STC",
    "xay dung": "SXD",
    "giao thong": "SXD",
    "nong nghiep": "SNNMT",
    "tai nguyen": "SNNMT",
    "cong thuong": "SCT",
    "y te": "SYT",
    "giao duc": "SGDDT",
    "khoa hoc": "SKHCN",
    "thong tin va truyen thong": "SKHCN",
    "van hoa": "SVHTTDL",
    "du lich": "SVHTTDL",
    "noi vu": "SNV",
    "lao dong": "SNV",
    "dan toc": "SDTTG",
    "ngoai vu": "SNGV",
}
LEVELS: dict[str, Level] = {"isWard": "commune", "isProvince": "province", "isMinistry": "ministry"}
KINDS: dict[tuple[str, str], Text] = {
    ("commune_committee", ""): t("Uỷ ban nhân dân xã, phường, đặc khu", "People's committee of the commune"),
    ("commune_police", ""): t("Công an xã, phường, đặc khu", "Police of the commune"),
    ("provincial_committee", ""): t("Uỷ ban nhân dân tỉnh, thành phố", "People's committee of the province"),
    ("provincial_police", ""): t("Công an tỉnh, thành phố", "Police of the province"),
    ("provincial_social_insurance", ""): t("Bảo hiểm xã hội tỉnh, thành phố", "Social insurance of the province"),
    ("provincial_department", "VPDKDD"): t("Văn phòng đăng ký đất đai", "Land registration office"),
    ("provincial_department", "BQL"): t("Ban quản lý khu công nghiệp, khu kinh tế", "Authority of industrial zones"),
}
_COMMUNE = re.compile(
    r"\b(cap xa|xa, ?phuong|ubnd xa|ubnd phuong|uy ban nhan dan (?:xa|phuong)|phong kinh te|phong tu phap)"
)
_DISTRICT = re.compile(r"cap huyen|quan, huyen|phong tai chinh - ke hoach")
_MINISTRY = re.compile(r"^(?:bo |cuc |tong cuc |vu |thanh tra chinh phu|ngan hang nha nuoc|van phong chinh phu)")


@dataclass(slots=True)
class Place:
    """Who decides, as it is held."""

    competent: Competent
    level: Level
    choices: list[Choice] = field(default_factory=list)
    """Which kind of agency, where the applicant has to say."""
    area: str = ""
    """Code of the province whose procedure it is; empty for the country."""
    shown: dict[str, Any] = field(default_factory=dict)


def read_place(record: Part) -> Place:
    """Who decides, and everything that the record says of agencies."""
    shown = {name: _agencies(record, keys) for name, keys in KEYS.items()}
    promulgator = record.text("departmentPromulgateCode").strip()
    found = _kinds(record, shown, promulgator)
    flags = [level for key, level in LEVELS.items() if record.truth(key)]
    if not found:
        found = [_fallback(record, flags, promulgator)]
    level = _level(record, flags, found[0])
    if len(flags) > 1:
        held = t("cấp {level}", "level {level}").fill(level=level)
        key = next(key for key in LEVELS if record.value.get(key))
        record.odd(key, t("ghi nhiều cấp: {levels}", "several levels: {levels}").fill(levels=", ".join(flags)), held)
    area = promulgator if re.fullmatch(r"H\d{2}", promulgator) else ""
    place = Place(competent=found[0], level=level, area=area, shown=shown)
    if len(found) > 1:
        _let_choose(record, place, found)
    return place


def _agencies(record: Part, keys: tuple[str, str, str]) -> dict[str, Any]:
    words, agencies, groups = keys
    return {
        "text": record.text(words),
        "agencies": [dict(one.value) for one in record.parts(agencies)],
        "groups": [dict(one.value) for one in record.parts(groups)],
    }


def _names(told: dict[str, Any]) -> list[str]:
    named = [one.get("name") for one in (*told["agencies"], *told["groups"])]
    return [name for name in named if isinstance(name, str) and name.strip()] or [
        part for part in re.split(r"[;,]\s*", told["text"]) if part.strip()
    ]


def _kinds(record: Part, shown: dict[str, Any], promulgator: str) -> list[Competent]:
    """Every kind of agency that decides, in the order in which the record names them."""
    for which in ("executing", "authority"):
        found: list[Competent] = []
        for name in _names(shown[which]):
            kind = kind_of(name, promulgator)
            if kind is None:
                held = t("bỏ qua khi chọn cơ quan giải quyết", "left out when the deciding agency is chosen")
                what = t("cơ quan không có trong danh mục của hệ thống", "an agency that this house does not know")
                record.told.odd(KEYS[which][0], what, name, held)
            elif kind not in found:
                found.append(kind)
        if found:
            return found
    return []


def kind_of(name: str, promulgator: str = "") -> Competent | None:
    """The kind of agency that a name means; None where this house has none of it."""
    words = re.sub(r"\s+", " ", fold(name)).strip()
    if "van phong dang ky dat dai" in words:
        return made(Competent, kind="provincial_department", unit=UNIT, branch="VPDKDD")
    if "ban quan ly" in words or words.startswith(("ban ql", "bql")):
        return made(Competent, kind="provincial_department", unit=UNIT, branch="BQL")
    if "bao hiem xa hoi" in words and "cong doan" not in words:
        return made(Competent, kind="provincial_social_insurance", unit=UNIT)
    if _DISTRICT.search(words) and not _COMMUNE.search(words):
        return made(Competent, kind="commune_committee", unit=UNIT)
    if "cong an" in words:
        return _police(words)
    if _COMMUNE.search(words):
        return made(Competent, kind="commune_committee", unit=UNIT)
    if (department := re.search(r"\bso ([a-z ,]+)", words)) and not words.startswith("co quan"):
        branch = next((code for word, code in DEPARTMENTS.items() if department[1].startswith(word)), "")
        return made(Competent, kind="provincial_department", unit=UNIT, branch=branch) if branch else None
    if re.search(
        r"(?:ubnd|uy ban nhan dan|hoi dong nhan dan) (?:cap )?(?:tinh|thanh pho)|"
        r"trung tam (?:phuc vu )?hanh chinh cong",
        words,
    ):
        return made(Competent, kind="provincial_committee", unit=UNIT)
    is_own = _MINISTRY.match(words) and re.fullmatch(r"G\d{2}", promulgator)
    return made(Competent, kind="agency", agency=promulgator) if is_own else None


def _police(words: str) -> Competent | None:
    if words.startswith("bo cong an"):
        return made(Competent, kind="agency", agency="G01")
    if _COMMUNE.search(words) or "cong an xa" in words or "cong an phuong" in words:
        return made(Competent, kind="commune_police", unit=UNIT)
    return (
        made(Competent, kind="provincial_police", unit=UNIT)
        if re.search(r"tinh|thanh pho|quan ly xuat nhap", words)
        else None
    )


def _fallback(record: Part, flags: list[Level], promulgator: str) -> Competent:
    """Nobody is named whom this house knows: the level that is marked, else who promulgates."""
    held: Text
    if flags == ["commune"]:
        found, held = made(Competent, kind="commune_committee", unit=UNIT), KINDS["commune_committee", ""]
    elif re.fullmatch(r"G\d{2}", promulgator) and "province" not in flags:
        found = made(Competent, kind="agency", agency=promulgator)
        held = plain(record.text("departmentPromulgateName") or promulgator)
    else:
        found, held = made(Competent, kind="provincial_committee", unit=UNIT), KINDS["provincial_committee", ""]
    record.odd("executingAgencies", t("không rõ cơ quan nào giải quyết", "it is not clear which agency decides"), held)
    return found


def _level(record: Part, flags: list[Level], first: Competent) -> Level:
    if len(flags) == 1:
        return flags[0]
    if not flags:
        held = t("theo cơ quan giải quyết", "by the agency that decides")
        record.odd("isWard", t("không ghi cấp nào", "no level is marked"), held)
    if first.kind == "agency":
        return "ministry"
    return "commune" if first.kind.startswith("commune") else "province"


def _let_choose(record: Part, place: Place, found: list[Competent]) -> None:
    codes = [f"noi-{number}" for number in range(1, len(found) + 1)]
    place.choices = [made(Choice, value=code, label=words_of(one)) for code, one in zip(codes, found, strict=True)]
    others = [
        one.model_copy(update={"when": f'agency_kind = "{code}"'}) for code, one in zip(codes, found, strict=True)
    ]
    place.competent = found[0].model_copy(update={"instead": others[1:]})
    held = t("người nộp chọn; đầu tiên là {first}", "the applicant chooses; the first is {first}")
    what = t("nhiều loại cơ quan cùng giải quyết", "several kinds of agency decide")
    names = "; ".join(choice.label.vi for choice in place.choices)
    record.told.odd("executingAgencies", what, names, held.fill(first=place.choices[0].label))


def words_of(kind: Competent) -> Text:
    """A kind of agency, as it is chosen and shown."""
    known = KINDS.get((kind.kind, kind.branch))
    if known:
        return known
    if kind.kind == "provincial_department":
        return DEPARTMENT_NAMES.get(kind.branch, t("Sở", "Department"))
    return t("Bộ, cơ quan trung ương", "A ministry")


DEPARTMENT_NAMES = {
    "STP": t("Sở Tư pháp", "Department of Justice"),
    "STC": t("Sở Tài chính", "Department of Finance"),
    "SXD": t("Sở Xây dựng", "Department of Construction"),
    "SNNMT": t("Sở Nông nghiệp và Môi trường", "Department of Agriculture and Environment"),
    "SCT": t("Sở Công Thương", "Department of Industry and Trade"),
    "SYT": t("Sở Y tế", "Department of Health"),
    "SGDDT": t("Sở Giáo dục và Đào tạo", "Department of Education and Training"),
    "SKHCN": t("Sở Khoa học và Công nghệ", "Department of Science and Technology"),
    "SVHTTDL": t("Sở Văn hóa, Thể thao và Du lịch", "Department of Culture, Sports and Tourism"),
    "SNV": t("Sở Nội vụ", "Department of Home Affairs"),
    "SDTTG": t("Sở Dân tộc và Tôn giáo", "Department of Ethnic Minorities and Religions"),
    "SNGV": t("Sở Ngoại vụ", "Department of Foreign Affairs"),
}
