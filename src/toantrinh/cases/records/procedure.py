"""A whole record as a procedure, beside everything else that it says."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from toantrinh.cases.definition import Channel, ChannelTerms, LegalBasis, Limit, Names, Procedure
from toantrinh.cases.records import fees, generic, naming, papers, places, times
from toantrinh.cases.records.papers import Dossier, Variant
from toantrinh.cases.records.reading import KEPT, Oddity, Part, Told, made
from toantrinh.kernel.moment import today
from toantrinh.kernel.text import Text, t

READER = 1
"""Raised when the rules of reading change, so that records are read anew."""
CODE = re.compile(r"[1-9]\.\d{6}(?:\.\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}|\.\d{2})?")
USABLE = re.compile(r"[0-9A-Za-z][0-9A-Za-z.\-]{2,39}")
LISTS = {
    "categories": "categoriesDetails",
    "subjects": "subjectTypesDetails",
    "results": "resultsDetails",
    "legal_basis": "legalBasisesDetails",
    "service_groups": "serviceGroupsDetails",
    "steps": "executionSteps",
    "returning_methods": "returningMethods",
}
WORDS = {
    "requirements": "requirementsAndConditions",
    "description": "description",
    "notes": "note",
    "keywords": "keywords",
    "receiving_addresses": "dossierReceivingAddresses",
    "state": "state",
    "type": "type",
    "formality_type": "formalityType",
    "decision_no": "decisionNo",
    "code_notation": "codeNotation",
}
FLAGS = [
    "isWard",
    "isProvince",
    "isMinistry",
    "isVertical",
    "isOtherAgency",
    "isFullProcess",
    "isNonTerritorial",
    "isSharedService",
    "isOfflineOnly",
    "isInternal",
    "isUndetermined",
]
_ORGANISATION = re.compile("tổ chức|doanh nghiệp|hợp tác xã|đảng|cơ quan|đơn vị", re.I)  # one language


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What a record became."""

    procedure: Procedure
    national: dict[str, Any]
    """Everything that the record says, under clear keys."""
    oddities: list[Oddity]


def code_of(record: Mapping[str, Any]) -> str:
    """The national code of a record; empty where it has none that can be used."""
    for key in ("code", "codeNotation"):
        value = record.get(key)
        if isinstance(value, str) and USABLE.fullmatch(value.strip()):
            return value.strip()
    return ""


def digest_of(record: Mapping[str, Any]) -> str:
    """The same for the same content, however its keys are ordered."""
    content = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(f'{READER} {content}'.encode()).hexdigest()}"


def read_record(record: Mapping[str, Any], *, edition: int, from_on: date, read_on: date) -> Read:
    """The record of one procedure as it is offered; every oddity is told, and nothing of it is lost."""
    told = Told()
    part = Part(record, "", told)
    code = _code(part)
    official = _name(part, code)
    place = places.read_place(part)
    dossier = papers.read_dossier(part)
    national_cases = _national_cases(part)
    _add_cases(dossier, national_cases)
    channels, methods = _channels(part, dossier)
    rows = {name: [_row(one) for one in part.parts(key)] for name, key in LISTS.items()}
    national = _national(part) | {"agencies": place.shown, "groups": dossier.groups, "methods": methods, **rows}
    national["national_cases"] = national_cases
    values = _values(part, place, dossier, rows, national)
    procedure = made(
        Procedure,
        code=code,
        edition=edition,
        in_force_from=from_on,
        as_of=part.day("updatedAt") or read_on,
        names=made(
            Names, short=naming.plain(naming.title_of(official)), official=official, also=_also(national["keywords"])
        ),
        channels=channels,
        **values,
    )
    national["rest"] = part.rest()
    _tell_unnamed(part, rows)
    return Read(procedure=procedure, national=national, oddities=told.oddities)


def _national(part: Part) -> dict[str, Any]:
    """What the record says of itself, under clear keys."""
    words = {"code": "departmentPromulgateCode", "id": "departmentPromulgateId", "name": "departmentPromulgateName"}
    return {
        "record_id": part.text("id"),
        "created_on": _iso(part.day("createdAt")),
        "updated_on": _iso(part.day("updatedAt")),
        "decision": _decision(part),
        "promulgated_by": {name: part.text(key) for name, key in words.items()},
        "flags": {name: part.truth(name) for name in FLAGS},
        **{name: part.text(key) for name, key in WORDS.items()},
    }


def _code(part: Part) -> str:
    code = code_of(part.value)
    for key in ("code", "codeNotation"):
        part.raw(key)
    if part.value.get("code") != code:
        part.odd("code", t("mã lấy từ codeNotation", "the code is taken from codeNotation"), Text(code, code))
    if not CODE.fullmatch(code):
        part.odd("code", t("mã không theo dạng quốc gia", "the code is not of the national form"), KEPT)
    return code


def _name(part: Part, code: str) -> str:
    name = part.text("name")
    if not name.strip():
        held = t("gọi là “Thủ tục {code}”", "called “Procedure {code}”").fill(code=code)
        part.odd("name", t("thủ tục không có tên", "a procedure without a name"), held)
    return name if name.strip() else f"Thủ tục {code}"  # one language


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _row(one: Part) -> dict[str, Any]:
    """A small object of a list, under its own keys: code, name, id, description …"""
    return dict(one.value)


def _also(keywords: str) -> list[str]:
    return [word for one in re.split(r"[;\n]", keywords) if (word := naming.tidy(one)[:120])]


def _decision(part: Part) -> dict[str, Any]:
    """The decision by which the procedure was published."""
    found = part.part("procedureProposal")
    if found is None:
        part.odd(
            "procedureProposal",
            t("không có quyết định công bố", "no decision of publication"),
            t("để trống", "left open"),
        )
        return {}
    issuer = found.part("issuingAgency")
    told = {
        "number": found.text("proposalNumber") or found.text("decisionNumber"),
        "decision_number": found.text("decisionNumber"),
        "on": _iso(found.day("decisionDate")),
        "published_on": _iso(found.day("publicationDate")),
        "id": found.text("id"),
        "type": found.text("proposalType"),
        "issued_by": dict(issuer.value) if issuer else {},
    }
    return told | {"rest": found.rest()}


def _national_cases(part: Part) -> list[dict[str, Any]]:
    found = []
    codes: set[str] = set()
    for one in part.parts("cases"):
        time = one.part("processingDay")
        name, code = one.text("name"), one.text("code")
        limit = times.limit_of(time, "qty", "type", "") if time else made(Limit, amount=None, sure=False)
        if code and code in codes:
            one.odd(
                "code", t("mã trường hợp lặp lại", "the code of a case is repeated"), t("giữ cả hai", "both are held")
            )
        codes.add(code)
        given = dict(time.value) if time else None
        shown = {"code": code, "id": one.text("id"), "name": name, "processing_day": given}
        held = {"limit": limit.model_dump(mode="json"), "papers": one.raw("profileComponents")}
        found.append(shown | held | {"rest": one.rest()})
    return found


def _add_cases(dossier: Dossier, national: list[dict[str, Any]]) -> None:
    """Cases that differ by name are a choice where the papers name none; one of the same name brings its own time."""
    named = {naming.key_of(one["name"]): one for one in national if one["name"].strip()}
    if not dossier.variants and len(named) > 1:
        dossier.variants = [
            Variant(f"truong-hop-{number}", one["name"], Limit.model_validate(one["limit"]))
            for number, one in enumerate(named.values(), 1)
        ]
        dossier.has_common = False
        return
    dossier.variants = [
        Variant(one.code, one.name, Limit.model_validate(named[one.key]["limit"])) if one.key in named else one
        for one in dossier.variants
    ]


def _channels(part: Part, dossier: Dossier) -> tuple[dict[Channel, ChannelTerms], list[dict[str, Any]]]:
    """What holds for each way of filing, and every method as the record has it."""
    by_channel: dict[Channel, list[tuple[Part, Limit, list[fees.Line]]]] = {}
    shown = []
    for method in part.parts("executionMethods"):
        words = method.text("description")
        given = {"time": method.value.get("processingTime"), "unit": method.value.get("processingTimeUnit")}
        limit, lines = times.limit_of(method, "processingTime", "processingTimeUnit", words), fees.read_lines(method)
        name = method.text("submissionMethod")
        channel = times.CHANNELS.get(name)
        if channel is None:
            held = t("không nhận theo cách này", "not accepted this way")
            method.odd("submissionMethod", t("cách nộp không rõ", "the way of filing is not clear"), held)
        else:
            by_channel.setdefault(channel, []).append((method, limit, lines))
        told = {"method": name, "channel": channel.value if channel else "", "given": given, "description": words}
        money = [one.given | {"held_amount": one.amount} for one in lines]
        shown.append(told | {"limit": limit.model_dump(mode="json"), "fees": money, "rest": method.rest()})
    return _offered(part, by_channel, dossier), shown


def _offered(
    part: Part, found: dict[Channel, list[tuple[Part, Limit, list[fees.Line]]]], dossier: Dossier
) -> dict[Channel, ChannelTerms]:
    if part.value.get("isOfflineOnly") is True and Channel.ONLINE in found:
        held = t("không nhận trên mạng", "not accepted online")
        part.odd(
            "isOfflineOnly", t("chỉ nhận trực tiếp mà có cách nộp trực tuyến", "offline only, with an online way"), held
        )
        del found[Channel.ONLINE]
    if not found:
        held = t("nhận tại quầy, cơ quan hẹn ngày", "accepted at the counter; the agency sets the day")
        part.odd("executionMethods", t("không có cách nộp nào dùng được", "no usable way of filing"), held)
        unknown = made(Limit, amount=None, sure=False)
        return {Channel.COUNTER: made(ChannelTerms, limit=unknown, fees=fees.fees_of([], part))}
    variants = dossier.variants if dossier.choices() or len(dossier.variants) > 1 else []
    return {
        channel: _terms(found[channel], variants, has_other=dossier.has_common)
        for channel in Channel
        if channel in found
    }


def _terms(
    methods: list[tuple[Part, Limit, list[fees.Line]]], variants: list[Variant], *, has_other: bool
) -> ChannelTerms:
    first = methods[0][0]
    limit, cases = times.in_cases([one for _, one, _ in methods], variants, first, has_other=has_other)
    is_whole = all(case.when for case in cases)  # every case that may be chosen has its limit, and so its fee
    holding = {case.limit: case.when for case in cases if case.when and is_whole}
    money = fees.fees_of([(holding.get(one), lines) for _, one, lines in methods], first)
    return made(ChannelTerms, limit=limit, limits=cases, fees=money)


def _values(
    part: Part, place: places.Place, dossier: Dossier, rows: dict[str, list[dict[str, Any]]], national: dict[str, Any]
) -> dict[str, Any]:
    """What follows from the parts of a record, as fields of a procedure."""
    category = rows["categories"][0] if rows["categories"] else {}
    subjects = _names(rows["subjects"])
    firms = any(_ORGANISATION.search(name) for name in subjects)
    persons = not subjects or any(not _ORGANISATION.search(name) for name in subjects)
    results = _names(rows["results"])
    if not results:
        held = t("gọi là “Kết quả giải quyết”", "called “Result of the procedure”")
        part.odd("resultsDetails", t("không nêu kết quả", "no result is named"), held)
    variants = dossier.choices() or ([one.choice() for one in dossier.variants] if len(dossier.variants) > 1 else [])
    pages = generic.pages(place, variants, persons=persons, firms=firms, papers=bool(dossier.papers))
    decision, by = national["decision"], national["promulgated_by"]["name"]
    national_code = str(rows["results"][0].get("code") or "") if rows["results"] else ""
    wants_residence = any(item.name == "where" for page in pages for item in page.fields)
    return {
        "source": _source(decision, by),
        "field_code": str(category.get("code") or ""),
        "field_name": naming.plain(str(category["name"])) if category.get("name") else None,
        "level": place.level,
        "area": place.area,
        "issued_by": by,
        "gives": _sentence(results) or t("Kết quả giải quyết của cơ quan.", "The agency's decision."),
        "who_may": _sentence(subjects) or t("Nguồn không nêu đối tượng.", "The source names nobody."),
        "full_online": part.value.get("isFullProcess") is True and not part.value.get("isOfflineOnly"),
        "legal_basis": _laws(part, rows["legal_basis"]),
        "competent": place.competent,
        "lookups": [generic.RESIDENCE] if wants_residence else [],
        "pages": pages,
        "papers": dossier.papers,
        "supplement_reasons": generic.SUPPLEMENT,
        "refusal_reasons": generic.REFUSAL,
        "steps": generic.steps(place, str(category.get("code") or "")),
        "results": [generic.result(results, national_code, has_variants=bool(variants), firms=firms)],
        "about": "firm.name" if firms else "",
    }


def _source(decision: dict[str, Any], by: str) -> str:
    number, on = decision.get("number", ""), decision.get("on", "")
    said = [f"quyết định {number}" if number else "", f"ngày {on}" if on else "", by]  # one language
    return "Cơ sở dữ liệu quốc gia về thủ tục hành chính" + "".join(f", {one}" for one in said if one)  # one language


def _names(rows: list[dict[str, Any]]) -> list[str]:
    return [name.strip() for one in rows if isinstance(name := one.get("name"), str) and name.strip()]


def _sentence(names: list[str]) -> Text | None:
    words = "; ".join(dict.fromkeys(name.rstrip(" .;") for name in names))
    return naming.plain(f"{words}.") if words else None


def _laws(part: Part, rows: list[dict[str, Any]]) -> list[LegalBasis]:
    if not rows:
        part.odd(
            "legalBasisesDetails", t("không nêu căn cứ pháp lý", "no legal basis is named"), t("để trống", "left open")
        )
    found = []
    for one in rows:
        code, name = (str(one.get(key) or "").strip() for key in ("code", "name"))
        title = naming.plain(name or code or "Văn bản không ghi tên")  # one language
        years = [int(year) for year in re.findall(r"/((?:19|20)\d\d)/", code)]
        if any(year > today().year for year in years):
            held = t("giữ nguyên số hiệu", "the number is held as it is")
            part.told.odd("legalBasisesDetails.code", t("năm ở tương lai", "a year in the future"), code, held)
        found.append(made(LegalBasis, reference=code or "không ghi số", title=title, sure=False))  # one language
    return found


def _tell_unnamed(part: Part, rows: dict[str, list[dict[str, Any]]]) -> None:
    """Identifiers in a list of their own that no named entry stands for."""
    pairs = {
        "legalBasisIds": "legal_basis",
        "resultIds": "results",
        "subjectTypeIds": "subjects",
        "categoryIds": "categories",
    }
    for key, name in pairs.items():
        ids = part.value.get(key)
        named = {found for one in rows[name] if isinstance(found := one.get("id"), str)}
        if isinstance(ids, list) and (lost := [one for one in ids if isinstance(one, str) and one not in named]):
            what = t("{n} mã không có tên đi kèm", "{n} identifiers without a name").fill(n=len(lost))
            part.told.odd(key, what, lost, KEPT)
