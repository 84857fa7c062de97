"""The petitions of the sample country stand at every stage, by the real actions; the record tells the same."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest

from toantrinh.cases.models import Petition
from toantrinh.cases.petitions.verification import check_petitions
from toantrinh.kernel.actor import SYSTEM
from toantrinh.kernel.moment import HANOI, at
from toantrinh.registers.actions import install_registers
from toantrinh.site.sample import people
from toantrinh.site.sample.life import Life
from toantrinh.site.sample.petitions import FATES, expect_petitions

UNTIL = datetime(2026, 10, 30, 16, tzinfo=HANOI)
SETTLED = UNTIL - timedelta(days=400)


def test_petitions_of_the_sample_stand_at_every_stage(
    country: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "PROVINCES", ("79", "01"))
    install_registers(by=SYSTEM)
    rng = Random(5)
    with at(SETTLED):
        communes = people.settle_communes(rng, 2, SETTLED.date())[1]
        couples = [people.settle_couple(rng, communes[number % 2]) for number in range(4)]
    life = Life(rng, UNTIL - timedelta(days=60), UNTIL)
    expect_petitions(life, rng, couples, days=60)
    life.live()
    assert life.hindered == []
    assert Petition.objects.exclude(status="draft").count() >= len(FATES) - 2
    outcomes = set(Petition.objects.values_list("outcome", flat=True))
    assert {"published", "private", "refused", "expired", "withdrawn", ""} <= outcomes
    assert {"sent", "in_review", "answered", "closed"} <= set(Petition.objects.values_list("status", flat=True))
    assert [one.what.en for one in check_petitions()] == []
