"""How long 500 decisions take when they are made together, beside the same decision made dossier by dossier.

    toantrinh bench bulk [--cases 500] [--single 40]

Both go through the desk's own pages in the same run on the same database: together, one preview, one confirmation, and
the result page until nothing waits; one by one, the page on which the signer reads and the button that signs.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


def outside(options: argparse.Namespace) -> None:
    """Found a house, run the measure in it, and remove it."""
    sys.path.insert(0, str(ROOT))
    from bench.cases import database

    with tempfile.TemporaryDirectory(prefix="toantrinh-bench-") as folder, database() as address:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("TOANTRINH_")}
        own = {
            "TOANTRINH_DATA": folder,
            "TOANTRINH_DATABASE": address,
            "DJANGO_SETTINGS_MODULE": "toantrinh.site.settings",
        }
        environment = {**kept, **own, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
        found = [sys.executable, "-m", "toantrinh.site.cli", "init", "--demonstration"]
        subprocess.run(found, env=environment, check=True, stdout=subprocess.DEVNULL)
        words = ["--inside", "--cases", str(options.cases), "--single", str(options.single)]
        code = subprocess.run([sys.executable, __file__, *words], env=environment, check=False).returncode
    if code:
        sys.exit(code)


def inside(options: argparse.Namespace) -> None:
    """Measure in the house that the environment names."""
    import django

    django.setup()
    from bench import cases as light

    from toantrinh.kernel.moment import HANOI, at

    light.PROCEDURE["bulk_decidable"] = True
    with at(datetime(2026, 10, 5, 9, 0, tzinfo=HANOI)):
        ours = light.Ours()
        numbers = [to_sign(ours) for _ in range(options.cases + options.single + 1)]
        desk = signer()
        one_by_one(desk, numbers[:1])  # whatever is made once is made now
        single = timed(one_by_one, desk, numbers[1 : options.single + 1]) / options.single
        together = timed(all_together, desk, numbers[options.single + 1 :])
    print(f"load {os.getloadavg()[0]:.1f}; one by one {single * 1000:.0f} ms each, together {together:.1f} s")
    print(f"BAR bulk.decide_500_s {together * 500 / options.cases:.1f}")
    print(f"BAR bulk.vs_one_by_one {single * options.cases / together:.2f}")


def to_sign(ours: Any) -> str:
    """Number of a dossier that lies before the signer."""
    from bench import cases as light

    from toantrinh.cases import actions

    citizen, cast = next(ours.citizens), ours.cast
    case = actions.create_draft(light.CODE, applicant=citizen.person, applicant_name=citizen.name, by=citizen)
    actions.save_answers(case, "viec", light.ANSWERS, by=citizen)
    actions.submit_case(case, token="once", by=citizen)
    actions.accept_case(case, by=cast.lan)
    actions.complete_step(case, by=cast.tuan)
    return case.number


def signer() -> Any:
    """A browser in which the chair has signed in."""
    from django.test import Client

    from toantrinh.people.cast import parts

    client = Client(HTTP_HOST="localhost")
    number = parts()["duc"].claims.personal_number
    assert client.post("/dang-nhap/xong", {"personal_number": number, "assurance": "2"}).status_code == 302
    return client


def one_by_one(desk: Any, numbers: list[str]) -> None:
    """Open the page of each, and sign."""
    for number in numbers:
        page = f"/mot-cua/ho-so/{number}/quyet-dinh"
        version = re.search(r'name="phien_ban" value="(\d+)"', desk.get(page).content.decode())
        assert version, number
        assert desk.post(page, {"ket_luan": "granted", "phien_ban": version[1]}).status_code == 302


def all_together(desk: Any, numbers: list[str]) -> None:
    """Preview, confirm, and wait until nothing waits."""
    from toantrinh.cases.actions import continue_bulks

    read = desk.post("/mot-cua/hang-loat", {"viec": "decide", "hs": numbers}).content.decode()
    hidden: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="hidden" name="(hs|viec|ma)" value="([^"]+)"', read):
        hidden.setdefault(name, []).append(value)
    assert len(hidden["hs"]) == len(numbers)
    result = desk.post("/mot-cua/hang-loat/lam", hidden)["Location"]
    while continue_bulks():
        pass
    assert f"{len(numbers)} trong {len(numbers)}" in desk.get(result).content.decode()


def timed(run: Any, desk: Any, numbers: list[str]) -> float:
    """Seconds that it took."""
    began = time.perf_counter()
    run(desk, numbers)
    return time.perf_counter() - began


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--cases", type=int, default=500)
    asked.add_argument("--single", type=int, default=40)
    asked.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    chosen = asked.parse_args()
    (inside if chosen.inside else outside)(chosen)
