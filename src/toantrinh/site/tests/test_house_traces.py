"""The tree names no machine, no download address and no secret: a clone works for anyone, anywhere."""

import re

from toantrinh.site.tests import house

TRACES = {
    r"https?://[^\s\"'<>]*(?:/simple\b|/packages/|\.whl\b|\.tgz\b)": "a download address",
    r"\b(?:files\.pythonhosted|registry\.npmjs|registry\.yarnpkg|proxy\.golang)\.org": "a registry's host",
    r"(?:--index-url|--extra-index-url|--find-links)\b(?!\W*$)": "a registry's address",
    r"(?:^|[\s\"'=:(])/(?:root|work|Users|opt/wheels|opt/pypi)/": "a path of one machine",
    r"(?:^|[\s\"'=:(])/home/[a-z]": "a path of one machine",
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----": "a private key",
}
LARGEST_FILE = 3_000_000


def test_nothing_points_at_one_machine_or_at_a_download() -> None:
    found = []
    for path in house.tracked():
        if path.name == "test_house_traces.py" or path.stat().st_size > LARGEST_FILE:
            continue
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(lines, 1):
            what = next((what for trace, what in TRACES.items() if re.search(trace, line)), "")
            if what:
                found.append(f"{house.name_of(path)}:{number} {what}: {line.strip()[:80]}")
    assert not found, house.told(found, "What works on one machine alone does not belong in the tree.")


def test_every_pinned_version_has_its_digest_and_no_address() -> None:
    found = []
    for path in sorted((house.ROOT / "requirements").glob("*.txt")):
        for block in re.split(r"\n(?=\S)", path.read_text(encoding="utf-8").strip()):
            if not re.match(r"[a-z0-9._-]+(\[[a-z0-9,-]+\])?==\S+( ;.*)? \\\n", block, re.IGNORECASE) or "://" in block:
                found.append(f"{house.name_of(path)}: {block.splitlines()[0]}")
            elif "--hash=sha256:" not in block:
                found.append(f"{house.name_of(path)}: {block.splitlines()[0]} has no digest")
    assert not found, house.told(found, "Compile requirements again with make requirements.")


def test_no_file_is_too_large_to_review() -> None:
    found = [f"{house.name_of(p)} {p.stat().st_size}" for p in house.tracked() if p.stat().st_size > LARGEST_FILE]
    assert not found, house.told(found, f"Files have at most {LARGEST_FILE} bytes: generate or install the rest.")
