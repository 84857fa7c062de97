"""How fast the record is written, sealed and verified, in an empty house of its own.

    toantrinh bench record [ROWS]

Facts are stated one by one, each in a transaction of its own as actions do, and sealed: the cost of sealing is the
time that sealing them takes, as a share of the time that stating them took. Then ROWS more are stated in bulk, sealed,
and the whole record is verified by two processes. On SQLite; on an empty database of PostgreSQL that is named in
TOANTRINH_DATABASE if that is set.
"""

import os
import subprocess
import sys
import tempfile
import time
from typing import Any

ROWS, SINGLE, PAGE = 300_000, 5_000, 20_000


def main() -> None:
    """Measure in a process of its own, which knows nothing of the house that this machine serves."""
    rows = sys.argv[1] if len(sys.argv) > 1 else str(ROWS)
    with tempfile.TemporaryDirectory(prefix="toantrinh-bench-") as folder:
        inside = {"TOANTRINH_DATA": folder, "DJANGO_SETTINGS_MODULE": "toantrinh.site.settings", "BENCH_ROWS": rows}
        subprocess.run([sys.executable, __file__], env={**os.environ, **inside}, check=True)


def measure(rows: int) -> None:
    """Found a house, measure, and end with the two bars."""
    import django

    django.setup()
    from django.core.management import call_command

    from toantrinh.record.actions import found_house

    for alias in ("default", "looks"):
        call_command("migrate", "record", database=alias, verbosity=0)
    found_house(demonstration=True)
    stated, sealed = measure_single()
    in_bulk, sealed_in_bulk = measure_bulk(rows)
    print(f"one by one: stated {SINGLE / stated:,.0f} a second, sealed {SINGLE / sealed:,.0f} a second")
    print(f"in bulk: stated {rows / in_bulk:,.0f} a second, sealed {rows / sealed_in_bulk:,.0f} a second")
    verified = measure_verify()
    print(f"BAR record.verify_rows_per_s {verified:.0f}")
    print(f"BAR record.seal_cost_ratio {sealed / stated:.3f}")


def facts(start: int, count: int) -> list[Any]:
    """Facts like those of cases: ten rows about a person, four subjects each."""
    from toantrinh.record.tests.conftest import birth

    return [
        birth(
            f"urn:toantrinh:person:{n // 10:026d}",
            days=n % 30,
            case=f"urn:toantrinh:case:{n // 5:026d}",
            agency=f"urn:toantrinh:agency:{n % 3000:026d}",
        )
        for n in range(start, start + count)
    ]


def measure_single() -> tuple[float, float]:
    """Seconds to state SINGLE facts, each in its own transaction, and to seal them, some hundreds at a time."""
    from django.db import transaction

    from toantrinh.record.actions import seal_record, state
    from toantrinh.record.tests.conftest import LAN

    stated = sealed = 0.0
    for start in range(0, SINGLE, 500):
        chosen = facts(start, 500)
        begun = time.perf_counter()
        for fact in chosen:
            with transaction.atomic():
                state(fact, by=LAN)
        written = time.perf_counter()
        seal_record()
        stated, sealed = stated + written - begun, sealed + time.perf_counter() - written
    return stated, sealed


def measure_bulk(rows: int) -> tuple[float, float]:
    """Seconds to state many facts, a page a transaction, and to seal them."""
    from django.db import transaction

    from toantrinh.kernel.moment import now
    from toantrinh.record.actions import Statement, seal_record, state_many
    from toantrinh.record.tests.conftest import LAN

    stated, at = 0.0, now()
    for start in range(0, rows, PAGE):
        page = [Statement(fact, LAN, at) for fact in facts(SINGLE + start, min(PAGE, rows - start))]
        begun = time.perf_counter()
        with transaction.atomic():
            state_many(page)
        stated += time.perf_counter() - begun
    begun = time.perf_counter()
    seal_record()
    return stated, time.perf_counter() - begun


def measure_verify() -> float:
    """Rows that two processes verify in a second."""
    from toantrinh.record.verify import verify_record

    report = verify_record(processes=2, replay=False)
    if not report.is_whole:
        sys.exit(f"The record of the measure differs: {report.differences[:3]}")
    print(f"verified {report.size:,} rows in {report.seconds:.1f} s")
    return report.size / report.seconds


if __name__ == "__main__":
    if "BENCH_ROWS" in os.environ:
        measure(int(os.environ["BENCH_ROWS"]))
    else:
        main()
