"""Makes the sample country, once, in a house that was founded for demonstration."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from django.db import connections

from toantrinh.cases.models import Case
from toantrinh.kernel.moment import HANOI, at, local, now
from toantrinh.kernel.problem import Refused
from toantrinh.kernel.text import t
from toantrinh.record.outbox import run_outbox
from toantrinh.record.queries import is_demonstration
from toantrinh.site.sample.life import Life, expect
from toantrinh.site.sample.people import enter_cast, settle_communes, settle_couple

FIRST_DAY = datetime(2025, 7, 1, 7, tzinfo=HANOI)
"""The two-level government began: no commune of today is older."""


def make_country(*, seed: int, cases: int, communes: int, say: Callable[[str], None]) -> Life | None:
    """Let invented people live in `communes` communes until this moment and register about `cases` births.

    Answers None where the country is there already. Raises Refused in a house that is not for demonstration.
    """
    if not is_demonstration():
        raise Refused(t("Chỉ nạp dữ liệu mẫu vào bản trình diễn.", "Sample people live in a demonstration only."))
    if Case.objects.exists():
        return None
    rng, until = Random(seed), local(now())
    _hurry(connections["default"].vendor == "sqlite")
    try:
        life = Life(rng, FIRST_DAY, until)
        with at(FIRST_DAY):
            say("people")
            _, settled = settle_communes(rng, communes, FIRST_DAY.date())
            enter_cast()
            couples = [
                settle_couple(rng, rng.choices(settled, weights=_weights(len(settled)))[0]) for _ in range(cases)
            ]
            while run_outbox():
                pass
        say("dossiers")
        for couple in couples:
            expect(life, couple, FIRST_DAY + timedelta(days=1))
        life.live()
        return life
    finally:
        _hurry(False)


def _weights(count: int) -> list[float]:
    """The two wards of the cast are busy, the others less so."""
    return [6.0, 3.0, *(1.0 for _ in range(count - 2))][:count]


def _hurry(is_sample: bool) -> None:
    """While invented data are made, a crash may lose them: do not wait for the disk after each transaction."""
    for name in ("default", "looks"):
        if connections[name].vendor == "sqlite":
            with connections[name].cursor() as cursor:
                cursor.execute(f"PRAGMA synchronous = {'OFF' if is_sample else 'FULL'}")
