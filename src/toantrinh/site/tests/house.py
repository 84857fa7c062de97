"""The house as its tests read it: files, syntax trees, rooms. Nothing here knows what is right; the tests do."""

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
HOUSE = ROOT / "src" / "toantrinh"
DOCS = ROOT / "docs"

VIETNAMESE = re.compile(
    "[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]",
    re.IGNORECASE,
)
"""A letter that only Vietnamese text holds (a few are French too; nobody writes French here)."""


def name_of(path: Path) -> str:
    """The path as a reader knows it, from the top of the repository."""
    return path.relative_to(ROOT).as_posix()


def room_of(path: Path) -> str:
    """The room in which a file of the house stands."""
    return path.relative_to(HOUSE).parts[0]


def is_test(path: Path) -> bool:
    """Whether the file is a test or stands beside tests."""
    return "tests" in path.parts or "journeys" in path.parts or path.name == "conftest.py"


def is_generated(path: Path) -> bool:
    """Whether Django wrote the file."""
    return "migrations" in path.parts


@cache
def modules(*, tests: bool = False) -> tuple[Path, ...]:
    """Every Python file of the house that people wrote; with `tests`, also its tests, scripts and measures."""
    tops = [HOUSE, *([ROOT / "journeys", ROOT / "scripts", ROOT / "bench", ROOT / "packages"] if tests else [])]
    found = [path for top in tops if top.is_dir() for path in sorted(top.rglob("*.py")) if not is_generated(path)]
    return tuple(path for path in found if tests or not is_test(path))


@cache
def tree_of(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method in a file."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def calls(path: Path) -> Iterator[ast.Call]:
    """Every call in a file."""
    return (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call))


def called(call: ast.Call) -> str:
    """The last part of the name that is called: `save` for `case.save()`."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that the repository holds; where this is no clone, every file outside folders that are made."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0 and listed.stdout:
        return tuple(path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file())
    made = {".venv", "var", "build", "node_modules", ".git"}
    return tuple(p for p in sorted(ROOT.rglob("*")) if p.is_file() and not made & set(p.relative_to(ROOT).parts))


def templates() -> tuple[Path, ...]:
    """Every page skeleton and page."""
    return tuple(sorted(HOUSE.rglob("templates/**/*.html")))


def told(problems: list[str], rule: str) -> str:
    """What a failing test says: the rule with its reason, then every place."""
    return f"{rule}\n" + "\n".join(f"  - {problem}" for problem in problems)
