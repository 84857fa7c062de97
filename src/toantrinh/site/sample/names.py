"""Believable Vietnamese names from a seed."""

from collections.abc import Sequence
from functools import cache
from random import Random
from typing import Any

import yaml
from django.conf import settings

from toantrinh.kernel.identifiers import Sex


@cache
def words() -> dict[str, Any]:
    """The lists of which names are made."""
    path = settings.PACKAGES_DIR / "reference" / "sample" / "names.yaml"
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


def family(rng: Random) -> str:
    """A family name, the common ones more often."""
    families = words()["families"]
    return str(rng.choices(list(families), weights=list(families.values()))[0])


def full_name(rng: Random, sex: Sex) -> str:
    """Family, middle and given name of an adult."""
    return f"{family(rng)} {rng.choice(words()['middles'][sex])} {rng.choice(words()['givens'][sex])}"


def child_name(rng: Random, sex: Sex, parents: Sequence[str]) -> str:
    """A child's name: a parent's family name and two more words."""
    return f"{rng.choice(parents).split()[0]} {rng.choice(words()['children'][sex])}"


def street(rng: Random) -> str:
    """House number and street."""
    return f"{rng.randrange(1, 240)} {rng.choice(words()['streets'])}"


def facility(rng: Random) -> str:
    """Where a child is born."""
    return str(rng.choice(words()["facilities"]))
