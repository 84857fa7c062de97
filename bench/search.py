"""How fast, and how well, procedures are found among all that the national catalogue names, beside a scan by likeness.

    toantrinh bench search [--rounds 5] [--list FILE]

Founds a house of its own in a temporary folder (SQLite) and takes in the list that TOANTRINH_PORTAL_CATALOGUE or --list
names; without one it makes a list of the same length out of the words of the tests' own. Then it asks, in turns, what
people ask most: ours by `search_procedures` and what the first page of ten says of each; theirs, rapidfuzz, by scanning
every name.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from random import Random
from statistics import median

HOUSE = [sys.executable, "-m", "toantrinh.site.cli"]
LENGTH = 5670
ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Make the house, then measure in a process of its own that knows nothing of the one that this machine serves."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how often each question is asked")
    parser.add_argument("--list", default=os.environ.get("TOANTRINH_PORTAL_CATALOGUE", ""), help="a list to take in")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.inside:
        measure(options.rounds, options.list)
        return
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TOANTRINH_")}
    with tempfile.TemporaryDirectory(prefix="toantrinh-bench-") as folder:
        own = {**kept, "TOANTRINH_DATA": folder, "TOANTRINH_DATABASE": "sqlite", "PYTHONPATH": str(ROOT / "src")}
        own["DJANGO_SETTINGS_MODULE"] = "toantrinh.site.settings"
        subprocess.run([*HOUSE, "init", "--demonstration"], env=own, check=True, stdout=subprocess.DEVNULL)
        again = [sys.executable, __file__, "--inside", "--rounds", str(options.rounds), "--list", options.list]
        subprocess.run(again, env=own, check=True)


def measure(rounds: int, path: str) -> None:
    """Import, warm up, ask; end with the bars."""
    import django

    django.setup()
    from toantrinh.cases.queries import search_procedures
    from toantrinh.cases.tests.asked import ASKED

    import_list(path)
    begun = time.perf_counter()
    search_procedures("khai sinh")
    print(f"the first search of a process, which reads the words of the index: {since(begun):.0f} ms")
    theirs = scanner()
    taken: dict[str, list[float]] = {"ours": [], "theirs": []}
    worked: dict[str, list[float]] = {"ours": [], "theirs": []}
    answered = dict.fromkeys(taken, 0)
    for number in range(rounds):
        for words, place, wanted in ASKED:
            for name, ask in (("ours", ours), ("theirs", theirs)):
                begun, before = time.perf_counter(), time.process_time()
                found = ask(words)
                taken[name].append(since(begun))
                worked[name].append((time.process_time() - before) * 1000)
                answered[name] += number == 0 and bool(set(wanted) & set(found[:place]))
    report(taken, worked, answered, len(ASKED))


def report(taken: dict[str, list[float]], worked: dict[str, list[float]], answered: dict[str, int], asked: int) -> None:
    """What was measured, in words and as bars."""
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"{platform.machine()}, {os.cpu_count()} cores, load {load}, Python {platform.python_version()}")
    for name, values in taken.items():
        print(
            f"{name:6} {len(values)} times  p50 {percentile(values, 0.5):6.1f} ms  "
            f"p95 {percentile(values, 0.95):6.1f} ms  processor p50 {percentile(worked[name], 0.5):5.1f} ms  "
            f"p95 {percentile(worked[name], 0.95):5.1f} ms  {answered[name]} of {asked} answers where they should be"
        )
    print(f"BAR search.found_share {answered['ours'] / asked:.3f}")
    print(f"BAR search.found_vs_rapidfuzz {answered['ours'] / max(answered['theirs'], 1):.2f}")
    print(f"BAR search.vs_rapidfuzz {median(taken['theirs']) / median(taken['ours']):.2f}")
    print(f"BAR search.processor_p95_ms {percentile(worked['ours'], 0.95):.1f}")
    print(f"BAR search.p50_ms {percentile(taken['ours'], 0.5):.1f}")
    print(f"BAR search.p95_ms {percentile(taken['ours'], 0.95):.1f}")


def since(begun: float) -> float:
    """Milliseconds."""
    return (time.perf_counter() - begun) * 1000


def percentile(values: list[float], share: float) -> float:
    """The least value that so many are not above."""
    return sorted(values)[max(int(share * len(values)) - 1, 0)]


def import_list(path: str) -> None:
    """Take in the list, which a transaction indexes at once."""
    from django.core.management import call_command

    from toantrinh.cases.actions import import_catalogue
    from toantrinh.kernel.actor import SYSTEM

    begun = time.perf_counter()
    if path:
        call_command("import_catalogue", path)
    else:
        import_catalogue(made_lines(), by=SYSTEM)
    print(f"import and index: {since(begun) / 1000:.1f} s ({'the list given' if path else 'a list made up'})")


def made_lines() -> Iterator[str]:
    """As many procedures as the national list has: the tests' own, then others made of their words and of syllables."""
    from toantrinh.cases.tests.asked import as_lines

    own = [json.loads(line) for line in as_lines()]
    yield from (json.dumps(one) for one in own)
    pairs = [f"{one} {other}" for entry in own for one, other in pairwise(entry["name"].split())]
    chance = Random(1)
    others = [begin + middle + end for begin in BEGINNINGS for middle in MIDDLES for end in ENDINGS]
    chance.shuffle(others)
    for number in range(LENGTH - len(own)):
        like = chance.choice(own)
        words = [chance.choice(pairs) if chance.random() < 0.2 else rare(others, chance) for _ in range(10)]
        yield json.dumps({**like, "code": f"8.{number:06d}", "name": " ".join(words), "type": "SPECIFIC"})


BEGINNINGS = (
    "b",
    "c",
    "ch",
    "d",
    "g",
    "gi",
    "h",
    "kh",
    "l",
    "m",
    "n",
    "ng",
    "nh",
    "ph",
    "r",
    "s",
    "t",
    "th",
    "tr",
    "v",
)
MIDDLES, ENDINGS = ("a", "e", "i", "o", "u", "ie", "uo", "uye"), ("n", "ng", "m", "t", "c", "p", "i", "nh")


def rare(words: list[str], chance: Random) -> str:
    """A word of many, the first ones far more often, as in every language."""
    return words[int(len(words) * chance.random() ** 4)]


def ours(words: str) -> list[str]:
    """Codes that are found, the first ten described as a page shows them."""
    from toantrinh.cases.queries import describe_hits, search_procedures

    hits = search_procedures(words).hits
    describe_hits(hits[:10], hits)
    return [hit.code for hit in hits[:10]]


def scanner() -> Callable[[str], list[str]]:
    """A scan of every folded name by rapidfuzz, the ten likest."""
    from rapidfuzz import fuzz, process

    from toantrinh.cases.models import SearchEntry
    from toantrinh.kernel.text import fold

    rows = list(SearchEntry.objects.filter(until_on__year=9999).values_list("code", "names", "official"))
    names = [f"{names} {official}".strip() for _, names, official in rows]

    def ask(words: str) -> list[str]:
        found = process.extract(fold(words), names, scorer=fuzz.WRatio, limit=10)
        return [rows[place][0] for _, _, place in found]

    return ask


if __name__ == "__main__":
    main()
