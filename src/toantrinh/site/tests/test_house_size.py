"""Good and mediocre code differ in the tail: nothing here grows past what one reads in one go."""

import ast
from pathlib import Path

from toantrinh.site.tests import house

LONGEST_FUNCTION = 40
LONGEST_MODULE = 500
MOST_POSITIONAL = 5
LARGEST_KERNEL = 2600

EXCEPTIONS = Path(__file__).with_name("too_big.txt")
MOST_EXCEPTIONS = 0
"""How many lines `too_big.txt` may hold. This number may only go down."""

RULE = (
    "Split it along what it does; a name for each part is half of the documentation. (Limits: docs/guides/developer.md)"
)


def measured() -> dict[str, int]:
    """Everything over its limit, with its size."""
    found: dict[str, int] = {}
    for path in house.modules(tests=True):
        name = house.name_of(path)
        if (length := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_MODULE:
            found[name] = length
        for function in house.functions(path):
            lines = (function.end_lineno or function.lineno) - function.lineno + 1
            if lines > LONGEST_FUNCTION:
                found[f"{name}::{function.name}"] = lines
            is_given_by_name = house.is_test(path) and function.name.startswith("test_")  # pytest names its fixtures
            if (count := positional(function)) > MOST_POSITIONAL and not is_given_by_name:
                found[f"{name}::{function.name}()"] = count
    return found


def positional(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """How many arguments may be given by position, apart from the object itself."""
    names = [argument.arg for argument in function.args.posonlyargs + function.args.args]
    return len([name for name in names if name not in {"self", "cls"}])


def excepted() -> dict[str, int]:
    """What `too_big.txt` allows: a name and the size it has."""
    lines = [line.split("#")[0].strip() for line in EXCEPTIONS.read_text(encoding="utf-8").splitlines()]
    return {name: int(size) for name, _, size in (line.rpartition(" ") for line in lines if line)}


def test_functions_and_modules_stay_readable() -> None:
    allowed = excepted()
    found = [f"{name}: {size}" for name, size in measured().items() if size > allowed.get(name, 0)]
    assert not found, house.told(
        found,
        f"Functions have at most {LONGEST_FUNCTION} lines, modules {LONGEST_MODULE}, {MOST_POSITIONAL} positional "
        f"arguments. {RULE}",
    )


def test_the_list_of_exceptions_only_shrinks() -> None:
    now, allowed = measured(), excepted()
    assert len(allowed) <= MOST_EXCEPTIONS, "too_big.txt may only lose lines."
    stale = [f"{name} {size} (now {now.get(name, 0)})" for name, size in allowed.items() if now.get(name, 0) < size]
    assert not stale, house.told(stale, "These became smaller: lower or remove their line in too_big.txt.")


def test_the_kernel_stays_small() -> None:
    kernel = [path for path in house.modules() if house.room_of(path) == "kernel"]
    size = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in kernel)
    assert size <= LARGEST_KERNEL, f"The kernel has {size} lines, {LARGEST_KERNEL} are its limit. {RULE}"
