"""Procedures as the product holds them, in full, to be compared field by field with where they came from."""

import json
from typing import Any

from toantrinh.cases.conditions import judge_of
from toantrinh.cases.definition import Choice, Competent, Paper, Procedure
from toantrinh.cases.editions import NATIONAL, ODDITIES, PARSED, RECORD
from toantrinh.cases.models import Edition, Origin
from toantrinh.cases.records.places import words_of
from toantrinh.cases.records.reading import Oddity
from toantrinh.kernel.moment import today
from toantrinh.kernel.problem import Missing
from toantrinh.kernel.text import Text, t
from toantrinh.people.queries import find_agency


def show_procedure(code: str, *, of_record: bool = False) -> dict[str, Any]:
    """Everything held of a procedure in the edition that is offered, or of its catalogue record; raises `Missing`."""
    rows = Edition.objects.filter(code=code, in_force_from__lte=today()).defer("record")
    offered = rows.order_by("origin", "-in_force_from", "-number").first()
    records = rows.filter(origin=Origin.RECORD).order_by("-in_force_from", "-number")
    chosen = records.first() if of_record else offered
    if chosen is None or offered is None:
        raise Missing(t("Không có thủ tục mã {code} ở đây.", "There is no procedure {code} here.").fill(code=code))
    procedure = Procedure.model_validate_json(chosen.source[PARSED])
    record = records.first()
    shown: dict[str, Any] = {
        "code": chosen.code,
        "origin": chosen.origin,
        "is_offered": chosen.urn == offered.urn,
        "offered_by": {"origin": offered.origin, "edition": offered.number},
        "record_edition": record.number if record else None,
        "edition": {
            "number": chosen.number,
            "urn": chosen.urn,
            "digest": chosen.digest,
            "in_force_from": chosen.in_force_from.isoformat(),
            "installed_at": chosen.installed_at.isoformat(),
        },
        **_held(procedure),
    }
    if chosen.origin == Origin.RECORD:
        shown["record"] = json.loads(chosen.record[NATIONAL])
        shown["oddities"] = json.loads(chosen.record[ODDITIES])
        shown["cases"] = _cases(shown, procedure)
        shown["methods"] = shown["record"]["methods"]
    return shown


def _held(procedure: Procedure) -> dict[str, Any]:
    """What the product works by, under clear keys."""
    values = procedure.model_dump(mode="json", by_alias=True, exclude={"examples", "code", "edition", "in_force_from"})
    values["channels"] = {
        name: terms | {"limit": _limit(terms["limit"]), "limits": [_case(one) for one in terms["limits"]]}
        for name, terms in values["channels"].items()
    }
    return values


def _limit(limit: dict[str, Any]) -> dict[str, Any]:
    return limit | {"is_known": limit["amount"] is not None}


def _case(one: dict[str, Any]) -> dict[str, Any]:
    return one | {"limit": _limit(one["limit"])}


def _cases(shown: dict[str, Any], procedure: Procedure) -> list[dict[str, Any]]:
    """Each group of the record with its papers, and beside each line the paper that is asked for."""
    papers = {paper.code: paper for paper in procedure.papers}
    found = []
    for group in shown["record"]["groups"]:
        rows = []
        for line in group["papers"]:
            paper = papers.get(line["paper"])
            asked = {"held": _paper(paper)} if paper else {"held": None}
            rows.append(line | asked)
        found.append(group | {"papers": rows})
    return found


def _paper(paper: Any) -> dict[str, Any]:
    names = ("code", "national_code", "official_name", "originals", "copies", "show_when", "required_when")
    return {name: getattr(paper, name) for name in names} | {"short": {"vi": paper.name.vi, "en": paper.name.en}}


def record_as_received(code: str) -> dict[str, Any]:
    """The catalogue record of a procedure as it came; raises `Missing`."""
    found = Edition.objects.filter(code=code, origin=Origin.RECORD).order_by("-in_force_from", "-number").first()
    if found is None:
        raise Missing(t("Thủ tục {code} không có bản ghi.", "There is no record of {code}.").fill(code=code))
    received: dict[str, Any] = json.loads(found.record[RECORD])
    return received


def national_of(edition: Edition) -> dict[str, Any]:
    """Everything that the record behind an edition says, under clear keys; empty for one written by hand."""
    if edition.origin != Origin.RECORD:
        return {}
    kept = Edition.objects.filter(pk=edition.pk).values_list("record", flat=True).get()
    found: dict[str, Any] = json.loads(kept[NATIONAL])
    return found | {"oddities": [Oddity.from_json(one) for one in json.loads(kept[ODDITIES])]}


def say_competent(procedure: Procedure) -> tuple[Text, ...]:
    """The kinds of agency that decide, the usual one first."""
    rule = procedure.competent
    return tuple(dict.fromkeys(_agency(one) or words_of(one) for one in (rule, *rule.instead)))


def _agency(rule: Competent) -> Text | None:
    found = find_agency(rule.agency) if rule.kind == "agency" else None
    return Text(found.name, found.name) if found else None


def papers_by_case(procedure: Procedure) -> list[tuple[Choice | None, list[Paper]]]:
    """The papers of everyone (no case), then those that each case asks for beside them."""
    common = [paper for paper in procedure.papers if paper.show_when is None]
    asked = next((item for item in procedure.fields() if item.name == "variant"), None)
    judge = judge_of(procedure)
    found: list[tuple[Choice | None, list[Paper]]] = [(None, common)] if common else []
    for choice in asked.choices if asked else ():
        known = {"variant": choice.value}
        own = [one for one in procedure.papers if one.show_when and judge.holds(one.show_when, known, today())]
        found += [(choice, own)] if own else []
    return found


def list_offered() -> list[dict[str, Any]]:
    """Every procedure on offer: code, name, where it comes from, edition, since when."""
    rows = Edition.objects.filter(in_force_from__lte=today()).defer("record")
    first: dict[str, Edition] = {}
    for edition in rows.order_by("code", "origin", "-in_force_from", "-number"):
        first.setdefault(edition.code, edition)
    return [_line(edition, json.loads(edition.source[PARSED])) for edition in first.values()]


def _line(edition: Edition, procedure: dict[str, Any]) -> dict[str, Any]:
    return {
        "code": edition.code,
        "name": procedure["names"]["short"]["vi"],
        "official": procedure["names"]["official"],
        "origin": edition.origin,
        "edition": edition.number,
        "in_force_from": edition.in_force_from.isoformat(),
        "level": procedure["level"],
        "issued_by": procedure.get("issued_by", ""),
    }
