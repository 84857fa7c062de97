"""The same doors in every room, one sentence on each, and one clock for all."""

import ast
from pathlib import Path

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.questioner import NonInteractiveMigrationQuestioner
from django.db.migrations.state import ProjectState
from django.utils import translation

from toantrinh.site.tests import house

NAMES = {"utils", "core", "common", "helpers", "helper", "misc", "base", "manager", "managers", "signals"}
CLOCKS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("timezone", "now"),
    ("timezone", "localdate"),
    ("time", "time"),
}


def test_a_room_says_in_one_sentence_what_it_is() -> None:
    found = []
    for path in sorted(house.HOUSE.glob("*/__init__.py")):
        tree = house.tree_of(path)
        sentence = ast.get_docstring(tree) or ""
        if not sentence or len(tree.body) != 1:
            found.append(house.name_of(path))
    assert not found, house.told(found, "The __init__.py of a room holds its sentence and nothing else.")


def test_every_module_says_what_it_is_for() -> None:
    found = [
        house.name_of(path)
        for path in house.modules(tests=True)
        if house.tree_of(path).body and not ast.get_docstring(house.tree_of(path))
    ]
    assert not found, house.told(found, "Each module begins with a docstring: a reader decides by it whether to go on.")


def test_no_name_says_nothing() -> None:
    found = [house.name_of(path) for path in house.modules(tests=True) if NAMES & {*path.parts, path.stem}]
    assert not found, house.told(
        found, "A file is named for what it does; these names say nothing, and collect everything."
    )


def test_time_is_asked_in_one_place() -> None:
    found = [
        f"{house.name_of(path)}:{call.lineno} {ast.unparse(call)}"
        for path in house.modules()
        if house.name_of(path) != "src/toantrinh/kernel/moment.py"
        for call in house.calls(path)
        if asks_a_clock(call)
    ]
    assert not found, house.told(
        found, "Ask toantrinh.kernel.moment, or tests and the sample country cannot set the time."
    )


def asks_a_clock(call: ast.Call) -> bool:
    """Whether a call asks the machine for the time of day."""
    if not isinstance(call.func, ast.Attribute):
        return False
    owner = ast.unparse(call.func.value).rpartition(".")[2]
    return (owner, call.func.attr) in CLOCKS


def test_migrations_are_complete() -> None:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    questioner = NonInteractiveMigrationQuestioner(specified_apps=None, dry_run=True)
    with translation.override(None):  # Django's own names stand in its migrations untranslated
        detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps), questioner)
        found = detector.changes(graph=loader.graph)
    changes = {
        label: [str(operation) for migration in migrations for operation in migration.operations]
        for label, migrations in found.items()
    }
    assert not changes, f"Models changed without a migration: run toantrinh makemigrations. {changes}"


def test_no_two_migrations_lead_apart() -> None:
    conflicts = MigrationLoader(None, ignore_no_migrations=True).detect_conflicts()
    assert not conflicts, f"Merge these: {conflicts}"


def test_who_states_a_fact_takes_the_actor_by_name() -> None:
    found = [
        f"{house.name_of(path)}:{function.lineno} {function.name}"
        for path in house.modules()
        if is_door(path, "actions") and house.room_of(path) != "record"
        for function in public_functions(path)
        if "state" in {house.called(node) for node in ast.walk(function) if isinstance(node, ast.Call)}
        and "by" not in {argument.arg for argument in function.args.kwonlyargs}
    ]
    assert not found, house.told(
        found, "An action takes `by=` the actor, keyword-only: without it nobody is responsible."
    )


def is_door(path: Path, door: str) -> bool:
    """Whether a file is this door of its room, or a part of it."""
    inside = path.relative_to(house.HOUSE).parts
    return len(inside) > 1 and inside[1] in {door, f"{door}.py"}


def public_functions(path: Path) -> list[ast.FunctionDef]:
    """What a module offers to others."""
    body = house.tree_of(path).body
    return [node for node in body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]
