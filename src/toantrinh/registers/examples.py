"""The examples of a register package are its tests."""

from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path

from toantrinh.kernel.moment import HANOI, at
from toantrinh.kernel.packages import load
from toantrinh.kernel.problem import Invalid, Problem
from toantrinh.kernel.text import fold
from toantrinh.registers.definition import EntryKind, Example, Examples, Expected
from toantrinh.registers.editions import read_package
from toantrinh.registers.rules import require_rules
from toantrinh.registers.values import Data, fold_for_search, read_values, show_in_list


def check_examples(folder: Path) -> Iterator[str]:
    """What does not follow in a package as its examples say it must; nothing where all of it does."""
    register = read_package(folder).value
    if not (folder / "examples.yaml").exists():
        yield "has no examples: what is entered, what is refused, how it is found"
        return
    for example in load(Examples, folder / "examples.yaml").value.examples:
        kind = register.kind(example.given.kind)
        findings = [f"there is no kind {example.given.kind}"] if kind is None else _check(kind, example)
        yield from (f"{folder / 'examples.yaml'}: {example.name.en}: {finding}" for finding in findings)


def _check(kind: EntryKind, example: Example) -> list[str]:
    expected = example.expect
    with at(datetime.combine(example.given.today, time(12), HANOI)):
        try:
            content = read_values(kind, example.given.data)
            require_rules(kind, content)
        except Invalid as invalid:
            return _check_refusal(invalid.problems[0], expected)
        except Problem as problem:
            return _check_refusal(problem, expected)
    return [*_check_listed(kind, content, expected), *_check_search(fold_for_search(kind, content), expected)]


def _check_refusal(problem: Problem, expected: Expected) -> list[str]:
    if expected.accepted:
        return [f"refused: {problem.message.vi}"]
    findings = [f"the reason is “{problem.message.vi}”"] if expected.because not in problem.message.vi else []
    return findings + ([f"it stands beside {problem.field}"] if expected.at not in (None, problem.field) else [])


def _check_listed(kind: EntryKind, content: Data, expected: Expected) -> list[str]:
    if not expected.accepted:
        return ["accepted, though it must be refused"]
    listed = {
        name: field and show_in_list(field, content.get(name))
        for name in expected.listed
        for field in [kind.field(name)]
    }
    return [f"{name} is listed as “{listed[name]}”" for name, words in expected.listed.items() if listed[name] != words]


def _check_search(search: str, expected: Expected) -> list[str]:
    def finds(words: str) -> bool:
        return all(word in search for word in fold(words).split())

    return [f"“{words}” does not find it" for words in expected.found_by if not finds(words)] + [
        f"“{words}” finds it" for words in expected.not_found_by if finds(words)
    ]
