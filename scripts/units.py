"""Write packages/reference/units/*.csv from the data files of the MIT-licensed package `vietnamadminunits`.

    python scripts/units.py

Its licence stands in NOTICE. Only its data is read: its code asks a server for the place of an address, which this
house never does.
A former commune that went to several communes keeps all of them as successors: nobody guesses which.
"""

import csv
import json
import sqlite3
from collections import defaultdict
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "packages" / "reference" / "units"
TWO_LEVELS = "2025-07-01"
"""Resolutions 202/2025/QH15 (provinces) and 203/2025/QH15 (no districts) take effect."""

RANKS = {
    "75": ("2026-04-30", "yes", "Thành phố trực thuộc trung ương theo Nghị quyết 30/2026/QH16."),
    "22": ("2026-09-01", "no", "Nghị quyết 36/2026/QH16; ngày hiệu lực theo nguồn thứ ba, cần đối chiếu."),
    "24": ("2026-09-20", "no", "Nghị quyết 39/2026/QH16; ngày hiệu lực theo nguồn thứ ba, cần đối chiếu."),
}
"""Provinces that became centrally-run cities after the source was made: day, whether it is sure, and why.

Some of their communes became wards with them; no list of these is at hand, so they keep the kind that the source gives.
"""

Row = sqlite3.Row
Successors = dict[str, set[str]]


def main() -> None:
    """Read the source once and write five files."""
    source = _source()
    connection = sqlite3.connect(source / "dataset.db")
    connection.row_factory = sqlite3.Row
    new = connection.execute("SELECT * FROM admin_units ORDER BY wardCode").fetchall()
    old = connection.execute("SELECT * FROM admin_units_legacy ORDER BY wardCode").fetchall()
    successors, provinces = _successors(json.loads((source / "converter_2025.json").read_text()), new)
    _write("provinces", ["code", "name", "kind", "also", "valid_from", "valid_to", "is_sure", "note"], _provinces(new))
    _write(
        "communes",
        ["code", "name", "kind", "province"],
        [(row["wardCode"], row["ward"], row["wardType"].lower(), row["provinceCode"]) for row in new],
    )
    _write("old_provinces", ["code", "name", "kind", "also", "successors"], _old_provinces(old, provinces))
    _write("old_districts", ["code", "name", "kind", "province", "successors"], _old_districts(old, successors))
    _write(
        "old_communes",
        ["code", "name", "kind", "district", "successors"],
        [
            (
                row["wardCode"],
                row["ward"],
                row["wardType"].lower(),
                row["districtCode"],
                " ".join(sorted(successors[_key(row)])),
            )
            for row in old
            if row["ward"]
        ],
    )
    print(f"From vietnamadminunits {version('vietnamadminunits')}: {len(new)} communes, {len(old)} former places.")


def _source() -> Path:
    spec = find_spec("vietnamadminunits")
    if spec is None or spec.origin is None:
        raise SystemExit("Install vietnamadminunits first: it is in requirements/dev.txt.")
    return Path(spec.origin).parent / "data"


def _key(row: Row) -> str:
    return f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}"


def _successors(
    converter: dict[str, dict[str, dict[str, list[dict[str, str]] | list[str]]]], new: list[Row]
) -> tuple[Successors, dict[str, str]]:
    codes = {(row["provinceKey"], row["wardKey"]): row["wardCode"] for row in new}
    successors: Successors = defaultdict(set)
    for province, wards in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, formers in wards.items():
            for former in formers:
                successors[str(former)].add(codes[province, ward])
    for province, divided in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for former, heirs in divided.items():
            for heir in heirs:
                assert isinstance(heir, dict)
                successors[former].add(codes[province, heir["newWardKey"]])
    by_key = {row["provinceKey"]: row["provinceCode"] for row in new}
    provinces = {former: by_key[key] for key, formers in converter["DICT_PROVINCE"].items() for former in formers}
    return successors, provinces


def _also(row: Row) -> str:
    return " ".join(json.loads(row["provinceAlias"] or "[]"))


def _kind(name: str) -> str:
    return "thành phố" if name.startswith("Thành phố ") else "tỉnh"


def _provinces(new: list[Row]) -> list[tuple[str, ...]]:
    written: list[tuple[str, ...]] = []
    for code, name, also in sorted({(row["provinceCode"], row["province"], _also(row)) for row in new}):
        day, sure, note = RANKS.get(code, ("", "yes", ""))
        written.append((code, name, _kind(name), also, TWO_LEVELS, day, "yes" if not day else sure, ""))
        if day:
            city = name.replace("Tỉnh ", "Thành phố ")
            written.append((code, city, _kind(city), also, day, "", sure, note))
    return written


def _old_provinces(old: list[Row], provinces: dict[str, str]) -> list[tuple[str, ...]]:
    found = {(row["provinceCode"], row["province"], _also(row), provinces[row["provinceKey"]]) for row in old}
    return [(code, name, _kind(name), also, heir) for code, name, also, heir in sorted(found)]


def _old_districts(old: list[Row], successors: Successors) -> list[tuple[str, ...]]:
    """Districts; the five island districts that had no commune went into a commune themselves."""
    found: dict[str, tuple[str, ...]] = {}
    for row in old:
        heirs = "" if row["ward"] else " ".join(sorted(successors[_key(row)]))
        found[row["districtCode"]] = (
            row["districtCode"],
            row["district"],
            row["districtType"].lower(),
            row["provinceCode"],
            heirs,
        )
    return [found[code] for code in sorted(found)]


def _write(name: str, columns: list[str], rows: list[tuple[str, ...]]) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


if __name__ == "__main__":
    main()
