"""What a browser loads stays small, and is built from what was reviewed."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from toantrinh.record.models import House

ROOT = settings.ROOT
ASSETS = settings.BUILD_DIR / "assets"
KB = 1024


@pytest.fixture
def built() -> dict[str, Path]:
    """The built files by name."""
    if not (ASSETS / "names.json").exists():
        pytest.fail("There is no build: run make assets.")
    names = json.loads((ASSETS / "names.json").read_text())["names"]
    return {name: ASSETS / file for name, file in names.items()}


def packed(content: bytes) -> int:
    """Size on the wire in kilobytes, by gzip, which every browser takes."""
    return len(gzip.compress(content, 9)) / KB  # type: ignore[return-value]


def test_style_sheet_and_script_keep_their_budgets(built: dict[str, Path]) -> None:
    own = ROOT / "src/toantrinh/web/design/static/design"
    assert packed((own / "toantrinh.css").read_bytes()) <= 7
    assert packed((own / "toantrinh.js").read_bytes()) <= 4
    assert packed(built["toantrinh.css"].read_bytes()) <= 34
    assert packed(built["toantrinh.js"].read_bytes()) <= 17
    assert sum(built[f"be-vietnam-pro-{weight}.woff2"].stat().st_size for weight in (400, 600)) / KB <= 43


@pytest.mark.django_db
def test_the_first_page_weighs_less_than_it_may(client: Client, house: House, built: dict[str, Path]) -> None:
    html = packed(client.get("/").content)
    files = sum(
        path.stat().st_size / KB if path.suffix == ".woff2" else packed(path.read_bytes()) for path in built.values()
    )
    assert html <= 20
    assert html + files <= 115
    assert client.get("/").content.count(b"/tinh/") <= 7  # with the page itself at most 8 requests


def test_the_sheet_is_whole_and_names_no_other_host(built: dict[str, Path]) -> None:
    sheet = built["toantrinh.css"].read_text()
    assert sheet.count("{") == sheet.count("}")
    assert "//" not in sheet.replace("http://www.w3.org/2000/svg", "").replace("http%3A%2F%2Fwww.w3.org", "")
    assert "@layer ds.theme, ds.base, ds.components" in sheet and "tt-timeline" in sheet


def test_every_vietnamese_letter_is_in_the_fonts(built: dict[str, Path]) -> None:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    letters = set("ăâđêôơưĂÂĐÊÔƠƯ₫–“”…" + "".join(chr(code) for code in range(0x1EA0, 0x1EFA)))
    for weight in (400, 600):
        with TTFont(built[f"be-vietnam-pro-{weight}.woff2"]) as font:
            assert not letters - {chr(code) for code in font.getBestCmap()}


def test_the_lock_pins_every_package_by_digest_and_records_no_address() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())
    assert not any("resolved" in package for package in packages.values())


def test_the_build_is_that_of_the_present_sources_and_tells_so_at_once(built: dict[str, Path]) -> None:
    done = subprocess.run([sys.executable, "scripts/assets.py", "--check"], cwd=ROOT, timeout=5, check=False)
    assert done.returncode == 0, "What browsers load is older than its sources: run make assets."


def test_an_unreachable_registry_is_explained(tmp_path: Path) -> None:
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(tmp_path),
        "TOANTRINH_BUILD": str(tmp_path / "build"),
        "npm_config_registry": "http://127.0.0.1:9/",
        "npm_config_fetch_retries": "0",
        "npm_config_cache": str(tmp_path / "cache"),
    }
    done = subprocess.run(
        [sys.executable, "scripts/assets.py"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "could not reach its registry" in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "build/assets").exists()
