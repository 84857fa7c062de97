"""Every package, checked as its room reads it: form, edition, examples; and the schemas that authors use."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toantrinh.cases.definition import PetitionRules, Procedure
from toantrinh.cases.editions import read_folder
from toantrinh.cases.examples import run_examples
from toantrinh.exchange.definition import Service
from toantrinh.indicators.actions import run_examples as run_indicator_examples
from toantrinh.indicators.definition import Indicator
from toantrinh.kernel.packages import (
    Definition,
    PackageMistakes,
    check_edition,
    digest,
    json_schema,
    load,
    record_edition,
)
from toantrinh.registers.definition import Register
from toantrinh.registers.editions import read_package
from toantrinh.registers.examples import check_examples

SCHEMAS = Path("docs") / "reference" / "schemas"
FILE_LOCK = "editions.lock"
"""Where packages of one file each remember their editions: lines of code, number and digest."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of package."""

    folder: str
    """Folder under `packages`, in which each package is a folder, or a file."""
    model: type[Definition]
    read: Callable[[Path], Any]
    """The definition at a path, everything in it checked; raises PackageMistakes."""
    run: Callable[[Any, Path], Iterator[str]]
    """Tries the examples; a line for each expectation that does not hold."""

    @property
    def name(self) -> str:
        """What one of them is called."""
        return self.model.__name__.lower()


def _procedure_examples(procedure: Procedure, folder: Path) -> Iterator[str]:
    if not procedure.examples:
        yield "has no examples: who may, who may not, what follows"
    for failure in run_examples(procedure):
        yield f"examples.yaml: {failure.say()}"


def _read_indicator(path: Path) -> Indicator:
    indicator = load(Indicator, path).value
    run_indicator_examples(indicator, path)
    return indicator


def _no_examples(definition: Definition, path: Path) -> Iterator[str]:
    yield from ()


KINDS = (
    Kind("procedures", Procedure, lambda path: read_folder(path)[0], _procedure_examples),
    Kind("registers", Register, lambda path: read_package(path).value, lambda _, folder: check_examples(folder)),
    Kind("indicators", Indicator, _read_indicator, _no_examples),
    Kind("petitions", PetitionRules, lambda path: load(PetitionRules, path).value, _no_examples),
    Kind("services", Service, lambda path: load(Service, path).value, _no_examples),
)


def packages(top: Path) -> Iterator[tuple[Kind, Path]]:
    """Every package under the folder `top`."""
    for kind in KINDS:
        for path in sorted((top / kind.folder).glob("*")):
            if (path.is_dir() and any(path.glob("*.yaml"))) or path.suffix == ".yaml":
                yield kind, path


def check(kind: Kind, path: Path, *, language: str = "en") -> list[str]:
    """Everything that is wrong with one package, a line each."""
    try:
        definition = kind.read(path)
    except PackageMistakes as mistakes:
        return [mistake.say(language) for mistake in mistakes.mistakes]
    found = [f"{path}: {line}" for line in kind.run(definition, path)]
    if path.is_dir():
        try:
            return found + [mistake.say(language) for mistake in check_edition(path, definition.edition)]
        except PackageMistakes as mistakes:  # the lock itself cannot be read
            return found + [mistake.say(language) for mistake in mistakes.mistakes]
    locked = _file_locks(path.parent).get((path.stem, definition.edition))
    if locked != digest(path):
        what = "is not recorded yet" if locked is None else "has other content now: give it the next number"
        found.append(f"{path}: edition {definition.edition} {what}")
    return found


def record(kind: Kind, path: Path) -> None:
    """Remember the content of a package under its number; raises PackageMistakes where that number is taken."""
    number = kind.read(path).edition
    if path.is_dir():
        record_edition(path, number)
        return
    locks = _file_locks(path.parent)
    locks.setdefault((path.stem, number), digest(path))
    lines = [f"{code} {edition} {content}" for (code, edition), content in sorted(locks.items())]
    (path.parent / FILE_LOCK).write_text("\n".join(lines) + "\n", encoding="utf-8")


def _file_locks(folder: Path) -> dict[tuple[str, int], str]:
    lock = folder / FILE_LOCK
    lines = [line.split() for line in lock.read_text(encoding="utf-8").splitlines()] if lock.exists() else []
    return {(code, int(number)): content for code, number, content in lines}


def schema_of(kind: Kind) -> str:
    """JSON Schema of one kind of package, as the file that editors read."""
    return json.dumps(json_schema(kind.model), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
