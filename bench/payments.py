"""How fast a payment is confirmed: a bank's signed message, checked, matched, receipted and durable before the answer.

    toantrinh bench payments [COUNT]

Each message is for another demand. The peer is what any Django programme must do at least: read the demand by its
reference, insert a transfer, update the demand, in one transaction on the same database in the same run; both take
turns. On SQLite; on an empty database of PostgreSQL that is named in TOANTRINH_DATABASE if that is set.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

COUNT, TURNS = 240, 6


def main() -> None:
    """Measure in a process of its own, which knows nothing of the house that this machine serves."""
    count = sys.argv[1] if len(sys.argv) > 1 else str(COUNT)
    with tempfile.TemporaryDirectory(prefix="toantrinh-bench-") as folder:
        inside = {"TOANTRINH_DATA": folder, "DJANGO_SETTINGS_MODULE": "toantrinh.site.settings", "BENCH_COUNT": count}
        subprocess.run([sys.executable, __file__], env={**os.environ, **inside}, check=True)


def measure(count: int) -> None:
    """Found a house, let both take turns, and end with the bars."""
    import django

    django.setup()
    mother, agency = settle()
    demands = [demand_of(mother, agency, number) for number in range(2 * count)]
    ours: list[float] = []
    theirs: list[float] = []
    ratios: list[float] = []
    per_turn = count // TURNS
    for turn in range(TURNS):
        begin = turn * per_turn
        confirmed = timed(confirm, demands[begin : begin + per_turn])
        bare = timed(insert_bare, demands[count + begin : count + begin + per_turn])
        ours, theirs = ours + confirmed, theirs + bare
        ratios.append(sum(bare) / sum(confirmed))
    check(demands[: per_turn * TURNS])
    p95 = statistics.quantiles(ours, n=20)[-1]
    print(f"confirmed: p50 {statistics.median(ours) * 1000:.1f} ms, p95 {p95 * 1000:.1f} ms")
    print(f"bare Django: p50 {statistics.median(theirs) * 1000:.1f} ms, {len(theirs) / sum(theirs):,.0f} a second")
    print(f"BAR payments.confirmed_per_s {len(ours) / sum(ours):.0f}")
    print(f"BAR payments.p95_ms {p95 * 1000:.1f}")
    print(f"BAR payments.vs_bare_django {statistics.median(ratios):.2f}")


def settle() -> tuple[Any, Any]:
    """Tables, a house, the country and the cast."""
    from django.core.management import call_command

    from toantrinh.kernel.actor import SYSTEM
    from toantrinh.people.actions import settle_cast
    from toantrinh.people.models import Agency
    from toantrinh.people.tests.cast import store_country
    from toantrinh.record.actions import found_house

    for alias in ("default", "looks"):
        call_command("migrate", database=alias, verbosity=0)
    found_house(demonstration=True)
    store_country()
    return settle_cast(SYSTEM).anh, Agency.objects.get(code="H29.27301")


def demand_of(mother: Any, agency: Any, number: int) -> Any:
    """The mother is asked for 8,000 đồng."""
    from toantrinh.kernel.actor import SYSTEM
    from toantrinh.payments.actions import demand_payment
    from toantrinh.payments.actions.demanding import Affair

    affair = Affair(
        about=f"urn:toantrinh:case:{number:026d}",
        number=f"H29.27301-261126-{number:04d}",
        person=mother.person,
        person_name=mother.name,
        agency=agency.urn,
        agency_code=agency.code,
        area=agency.area,
        procedure="1.001193",
        channel="online",
    )
    line = {"name": ["Phí", "Fee"], "reason": ["", ""], "basis": "281/2016/TT-BTC", "amount": 8000, "refund": "never"}
    return demand_payment(affair, [line], due="submission", until_at=None, by=SYSTEM)


def timed(act: Callable[[Any, Any], None], demands: list[Any]) -> list[float]:
    """Seconds of each act; what is sent is made before the clock starts."""
    found = []
    for demand in demands:
        sent = message_for(demand)
        begun = time.perf_counter()
        act(demand, sent)
        found.append(time.perf_counter() - begun)
    return found


def message_for(demand: Any) -> Any:
    """What the pretend bank says of money for a demand, signed."""
    from toantrinh.payments.connectors.pretend import CALLBACK, Entry, message_of
    from toantrinh.payments.connectors.signing import Message

    entry = Entry(bank_ref=f"FT{demand.pk:012d}", at="2026-11-26T09:00:00+07:00", amount=8000, content=demand.reference)
    body, headers = message_of(entry)
    return Message(method="POST", path=CALLBACK, headers=headers, body=body)


def confirm(demand: Any, sent: Any) -> None:
    """As the address of the API does: check, match, settle, receipt, notice, facts."""
    from toantrinh.payments.actions import hear_bank

    heard = hear_bank("mau", sent)
    assert heard.outcome == "matched", heard


def insert_bare(demand: Any, sent: Any) -> None:
    """The least that could be called a confirmation: no signature, no receipt, no record."""
    from django.db import transaction

    from toantrinh.kernel.moment import now
    from toantrinh.payments.models import Demand, Transfer

    said = json.loads(sent.body)
    with transaction.atomic():
        found = Demand.objects.select_for_update().get(reference=said["content"])
        Transfer.objects.create(
            way="bank",
            account="mau",
            bank_ref=said["bank_ref"],
            amount=said["amount"],
            used=said["amount"],
            state="matched",
            demand=found,
            agency=found.agency,
            paid_at=now(),
            source="callback",
        )
        found.paid, found.state, found.way, found.ended_at = found.amount, "paid", "bank", now()
        found.save(update_fields=["paid", "state", "way", "ended_at"])


def check(demands: list[Any]) -> None:
    """All that was confirmed is paid, with a receipt."""
    from toantrinh.payments.models import Demand

    paid = Demand.objects.filter(pk__in=[one.pk for one in demands], state="paid").exclude(receipt="").count()
    if paid != len(demands):
        sys.exit(f"Only {paid} of {len(demands)} are paid.")


if __name__ == "__main__":
    if "BENCH_COUNT" in os.environ:
        measure(int(os.environ["BENCH_COUNT"]))
    else:
        main()
