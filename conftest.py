"""What every test may count on: keys and folders of its own, and a record that can be emptied between tests."""

from collections.abc import Iterator
from importlib import import_module
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.test import TransactionTestCase

for database in settings.DATABASES.values():  # what a test writes need not outlive a power cut
    if "options" in (given := database.get("OPTIONS", {})):
        given["options"] += " -c synchronous_commit=off"

pytest_plugins = ["toantrinh.people.tests.cast"]


@pytest.fixture(autouse=True, scope="session")
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Tests never touch the house that somebody lives in on this machine."""
    data = tmp_path_factory.mktemp("house")
    settings.DATA_DIR = data
    for name in ("KEYS_DIR", "FILES_DIR", "WITNESS_DIR"):
        setattr(settings, name, Path(data / name.removesuffix("_DIR").lower()))
    from toantrinh.record.keys import make_keys

    make_keys()


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """What a process remembers of agencies would outlive the rows of a test."""
    from toantrinh.people.queries import forget_agencies

    yield
    forget_agencies()


@pytest.fixture(autouse=True, scope="session")
def emptied_between_tests() -> Iterator[None]:
    """A test with real transactions is followed by emptying the tables, which the locks of rooms would refuse."""
    rooms = [import_module(f"toantrinh.{room}.triggers") for room in ("record", "exchange", "registers")]
    tear_down = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def without_triggers(case: TransactionTestCase) -> None:
        emptied = [connections["default"]]
        if connections["looks"].vendor == "sqlite":
            emptied.append(connections["looks"])
        for connection, triggers in product(emptied, rooms):
            triggers.remove(connection)
        try:
            tear_down(case)
        finally:
            for connection, triggers in product(emptied, rooms):
                triggers.install(connection)

    patch = pytest.MonkeyPatch()
    patch.setattr(TransactionTestCase, "_fixture_teardown", without_triggers)
    yield
    patch.undo()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Put the country there once; on PostgreSQL, close the connection of the looks before the database is dropped."""
    from toantrinh.people.tests.cast import store_country

    with django_db_blocker.unblock():
        store_country()
    yield
    with django_db_blocker.unblock():
        connections["looks"].close()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test that may use the database, by mark or by a fixture such as `cast`, may use that of the looks too."""
    for item in items:
        mark = item.get_closest_marker("django_db")
        if mark is None and {"db", "transactional_db"}.isdisjoint(getattr(item, "fixturenames", ())):
            continue
        args, kwargs = (mark.args, mark.kwargs) if mark else ((), {})
        item.add_marker(pytest.mark.django_db(*args, **{"databases": ["default", "looks"], **kwargs}), append=False)
