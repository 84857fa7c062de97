"""Writes stand in actions alone, so that nothing changes without a fact that says who did it."""

import ast
from pathlib import Path

from toantrinh.site.tests import house

RULE = (
    "Every write is an action: one verb, one transaction, one fact. Move it into the room's actions, "
    "where `by=` says who acts and `state()` says what happened."
)
ALWAYS = {"bulk_create", "bulk_update", "get_or_create", "update_or_create", "asave", "adelete", "acreate", "aupdate"}
STATEMENTS = ("insert ", "update ", "delete ", "replace ", "truncate ")


def may_write(path: Path) -> bool:
    """Actions, and the record, which is what actions write to."""
    inside = path.relative_to(house.HOUSE).parts
    if inside[:3] == (
        "site",
        "sample",
        "actions",
    ):  # its rows are what the rooms' own actions would make: a test shows it
        return True
    return inside[0] == "record" or bool({"actions", "actions.py"} & set(inside))


def is_write(call: ast.Call) -> bool:
    """Whether a call looks like Django writing a row; files, images and dictionaries take positional arguments."""
    if not isinstance(call.func, ast.Attribute):
        return False
    if call.func.attr in ALWAYS:
        return True
    if call.func.attr == "execute" and call.args:
        first = call.args[0]
        return isinstance(first, ast.Constant) and str(first.value).lstrip().lower().startswith(STATEMENTS)
    if call.args or ast.unparse(call.func.value).endswith("session"):
        return False
    if call.func.attr in {"save", "delete"}:
        return True
    return call.func.attr in {"create", "update"} and bool(call.keywords)


def test_only_actions_write() -> None:
    found = [
        f"{house.name_of(path)}:{call.lineno} {ast.unparse(call)[:80]}"
        for path in house.modules()
        if len(path.relative_to(house.HOUSE).parts) > 1 and not may_write(path)
        for call in house.calls(path)
        if is_write(call)
    ]
    assert not found, house.told(found, RULE)


def test_no_model_hides_an_effect_in_save_or_delete() -> None:
    found = [
        f"{house.name_of(path)}:{function.lineno} {function.name}"
        for path in house.modules()
        if path.name == "models.py" or "models" in path.parts
        for function in house.functions(path)
        if function.name in {"save", "delete", "asave", "adelete"}
    ]
    assert not found, house.told(found, "Models have no effects: say what happens in the action that makes it happen.")


def test_the_guard_knows_a_write_when_it_sees_one() -> None:
    writes = ["case.save()", "Case.objects.create(a=1)", "rows.filter(x=1).delete()", "rows.update(status='x')"]
    others = ["image.save(buffer)", "digest.update(block)", "request.session.save()", "storage.delete(name)"]
    assert all(is_write(ast.parse(text, mode="eval").body) for text in writes)  # type: ignore[arg-type]
    assert not any(is_write(ast.parse(text, mode="eval").body) for text in others)  # type: ignore[arg-type]
