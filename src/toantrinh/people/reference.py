"""Territory and agencies as the packages write them: CSV and YAML read into rows that are not yet stored.

1. Units: today's 34 provinces and 3,321 communes, and the 63 provinces, 696 districts and 10,035 communes before them.
2. Successions: each former unit with every unit that it may have gone to.
3. Agencies: ministries, provincial committees, two agencies for each commune by the rule of `communes.yaml`, and the
   departments, police and social insurance of `branches.yaml`.
"""

import csv
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from toantrinh.kernel.text import fold, t
from toantrinh.people.models import LONG_AGO, Agency, Unit

UnitKey = tuple[str, str, date]
"""Level, code and first day: what tells one unit from another."""

KINDS = (
    t("thành phố", "City"),
    t("tỉnh", "province"),
    t("phường", "ward"),
    t("xã", "commune"),
    t("đặc khu", "special zone"),
)
"""What units of today are called in the names of their agencies."""


BRANCHES = {"CA": Agency.Kind.POLICE, "BHXH": Agency.Kind.SOCIAL_INSURANCE}
"""What the last part of an agency's code says of it; every other branch is a department."""


@dataclass(slots=True)
class Reference:
    """What the packages say, in memory."""

    digest: str = ""
    units: dict[UnitKey, Unit] = field(default_factory=dict)
    successions: list[tuple[UnitKey, UnitKey, bool]] = field(default_factory=list)
    agencies: dict[str, Agency] = field(default_factory=dict)
    """By code; a parent stands before its parts."""
    territories: list[tuple[str, UnitKey]] = field(default_factory=list)
    """Code of a committee and a unit that it governs."""
    heirs: list[tuple[str, str, bool, date]] = field(default_factory=list)


def agency_urn(code: str) -> str:
    """The URN of the agency with that code: agencies are public, so theirs can be read and is the same everywhere."""
    return f"urn:toantrinh:agency:{code.lower()}"


def read_reference(packages: Path, provinces: frozenset[str] = frozenset()) -> Reference:
    """Everything, or what belongs to some of today's provinces (by code), with all ministries."""
    return _Reader(packages, provinces).read()


class _Reader:
    def __init__(self, packages: Path, provinces: frozenset[str]) -> None:
        self.packages = packages
        self.provinces = provinces
        self.found = Reference()
        self._digest = hashlib.sha256()
        self._names: dict[tuple[str, str], tuple[str, str]] = {}
        """What stands in `folded` for (era, code), and the code above."""

    def read(self) -> Reference:
        communes = self._yaml("communes")
        committees = self._yaml("provinces")
        self._today(communes["since"])
        self._before(communes["since"])
        self._ministries(self._yaml("ministries"))
        self._committees(committees)
        self._communes(communes, {row["unit"]: code for code, row in committees["committees"].items() if "unit" in row})
        self._branches(self._yaml("branches"))
        self.found.digest = self._digest.hexdigest()
        return self.found

    # ---- territory

    def _today(self, since: date) -> None:
        before: UnitKey | None = None
        for row in self._csv("provinces"):
            if not self._is_wanted(row["code"]):
                continue
            self._names["now", row["code"]] = (_words(row["name"], row["also"]), "")
            self._unit(
                Unit.Level.PROVINCE,
                row,
                era="now",
                valid_from=date.fromisoformat(row["valid_from"]),
                valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
                is_sure=row["is_sure"] == "yes",
                note=row["note"],
            )
            key = (Unit.Level.PROVINCE, row["code"], date.fromisoformat(row["valid_from"]))
            if before is not None and before[1] == row["code"]:  # it changed rank: the same land under another row
                self.found.successions.append((before, key, False))
            before = key
        for row in self._csv("communes"):
            if self._is_wanted(row["province"]):
                self._unit(Unit.Level.COMMUNE, row, era="now", parent=row["province"], valid_from=since)

    def _before(self, until: date) -> None:
        ended: dict[str, Any] = {"valid_from": LONG_AGO, "valid_to": until}
        for row in self._csv("old_provinces"):
            if self._is_wanted(row["successors"]):
                self._names["then", row["code"]] = (_words(row["name"], row["also"]), "")
                self._unit(Unit.Level.PROVINCE, row, era="then", **ended)
        for row in self._csv("old_districts"):
            if ("then", row["province"]) in self._names:
                above = self._names["then", row["province"]][0]
                self._names["then", row["code"]] = (f"{_words(row['name'])} {above}", row["province"])
                self._unit(Unit.Level.DISTRICT, row, era="then", parent=row["province"], **ended)
        for row in self._csv("old_communes"):
            if ("then", row["district"]) in self._names:
                self._unit(Unit.Level.COMMUNE, row, era="then", parent=row["district"], **ended)

    def _unit(self, level: str, row: dict[str, str], *, era: str, parent: str = "", **values: Any) -> None:
        above = self._names[era, parent][0] if parent else ""
        own = _words(row["name"], row.get("also", ""))
        unit = Unit(
            level=level,
            code=row["code"],
            name=row["name"],
            kind=row["kind"],
            parent_code=parent,
            folded=f" {own} {above} ".replace("  ", " "),
            **values,
        )
        key = (level, unit.code, unit.valid_from)
        self.found.units[key] = unit
        heirs = row.get("successors", "").split()
        heir_level = Unit.Level.PROVINCE if level == Unit.Level.PROVINCE else Unit.Level.COMMUNE
        for heir in heirs:
            new = (heir_level, heir, unit.valid_to)
            if new in self.found.units:
                self.found.successions.append((key, new, len(heirs) > 1))

    # ---- agencies

    def _ministries(self, written: dict[str, Any]) -> None:
        for code, row in written["ministries"].items():
            heirs = row.get("heirs", [])
            self._agency(
                code,
                row["vi"],
                row["en"],
                level=Agency.Level.MINISTRY,
                kind=Agency.Kind.MINISTRY,
                old_code=f"000.00.00.{code}",
                area=code,
                valid_to=written["since"] if heirs else None,
                is_sure=row.get("sure", True),
            )
            self.found.heirs += [(code, heir, len(heirs) > 1, written["since"]) for heir in heirs]

    def _committees(self, written: dict[str, Any]) -> None:
        since = written["since"]
        for code, row in written["committees"].items():
            ended = "heir" in row
            governed = [key for key in self.found.units if self._is_governed(key, row, since)]
            if not governed:
                continue
            last = self.found.units[max(governed, key=lambda key: key[2])]
            self._agency(
                code,
                *_filled(written["name"], row["name"], last.kind),
                level=Agency.Level.PROVINCE,
                kind=Agency.Kind.COMMITTEE,
                old_code=f"000.00.00.{code}",
                area=code,
                unit=last.code,
                valid_to=since if ended else None,
                is_sure=last.is_sure,
                note=last.note,
            )
            self.found.territories += [(code, key) for key in governed]
            if ended:
                self.found.heirs.append((code, row["heir"], False, since))

    def _is_governed(self, key: UnitKey, row: dict[str, str], since: date) -> bool:
        level, code, first = key
        return level == Unit.Level.PROVINCE and code == row.get("unit" if first >= since else "old_unit")

    def _communes(self, written: dict[str, Any], areas: dict[str, str]) -> None:
        for key, unit in list(self.found.units.items()):
            if unit.level != Unit.Level.COMMUNE or unit.valid_to is not None:
                continue
            area = areas[unit.parent_code]
            above = self.found.agencies[area]
            for kind in (Agency.Kind.COMMITTEE, Agency.Kind.SERVICE_CENTRE):
                code = written[kind]["code"].format(area=area, unit=unit.code)
                plain = re.sub(rf"^{unit.kind} ", "", unit.name, flags=re.IGNORECASE)
                above = self._agency(
                    code,
                    *_filled(written[kind]["name"], plain, unit.kind),
                    level=Agency.Level.COMMUNE,
                    kind=kind,
                    parent=above,
                    area=area,
                    unit=unit.code,
                    code_is_ours=True,
                    valid_from=written["since"],
                )
                if kind == Agency.Kind.COMMITTEE:
                    self.found.territories.append((code, key))

    def _branches(self, written: dict[str, Any]) -> None:
        """Departments, police and social insurance, for each province and commune of today."""
        since = written["since"]
        for committee in [one for one in self.found.agencies.values() if one.kind == Agency.Kind.COMMITTEE]:
            if committee.valid_to is not None:
                continue
            place = _place_of(committee)
            police, insurance = written["police"], written["social_insurance"]
            if committee.level == Agency.Level.COMMUNE:
                self._branch(committee, "CA", _filled(police["commune"], *place), f"{committee.area}.CA", since=since)
                continue
            for branch, row in written["departments"].items():
                words = {key: written["department"][key].replace("{branch}", row[key]) for key in ("vi", "en")}
                names = _filled(words, *place)
                self._branch(committee, branch, names, committee.code, since=since, is_sure=row.get("sure", True))
            self._branch(committee, "CA", _filled(police["province"], *place), police["ministry"], since=since)
            self._branch(committee, "BHXH", _filled(insurance["province"], *place), insurance["ministry"], since=since)

    def _branch(
        self,
        committee: Agency,
        branch: str,
        names: tuple[str, str],
        above: str,
        *,
        since: date,
        is_sure: bool = True,
    ) -> None:
        """One body of a branch beside a committee; the body above it says where it is counted."""
        parent = self.found.agencies[above]
        self._agency(
            f"{committee.code}.{branch}",
            *names,
            level=committee.level,
            kind=BRANCHES.get(branch, Agency.Kind.DEPARTMENT),
            parent=parent,
            area=parent.area,
            unit=committee.unit,
            code_is_ours=True,
            valid_from=since,
            is_sure=is_sure,
        )

    def _agency(self, code: str, name: str, name_en: str, **values: Any) -> Agency:
        agency = Agency(urn=agency_urn(code), code=code, name=name, name_en=name_en, **values)
        self.found.agencies[code] = agency
        return agency

    # ---- files

    def _is_wanted(self, province: str) -> bool:
        return not self.provinces or province in self.provinces

    def _csv(self, name: str) -> Iterator[dict[str, str]]:
        return csv.DictReader(self._text(f"reference/units/{name}.csv").splitlines())

    def _yaml(self, name: str) -> Any:
        return yaml.safe_load(self._text(f"agencies/{name}.yaml"))

    def _text(self, name: str) -> str:
        content = (self.packages / name).read_bytes()
        self._digest.update(name.encode() + b"\0" + content)
        return content.decode()


def _words(*texts: str) -> str:
    return re.sub(r"[^0-9a-z ]+", " ", fold(" ".join(texts))).strip()


def _filled(pattern: dict[str, str], name: str, kind: str) -> tuple[str, str]:
    kind_en = next(word.en for word in KINDS if word.vi == kind)
    return pattern["vi"].format(name=name, kind=kind), pattern["en"].format(name=name, kind=kind_en)


def _place_of(committee: Agency) -> tuple[str, str]:
    """Name and kind of the place that a committee governs, out of its own name."""
    place = committee.name.removeprefix("Ủy ban nhân dân ")  # one language
    kind = next(word.vi for word in KINDS if place.lower().startswith(f"{word.vi} "))
    return place[len(kind) + 1 :], kind
