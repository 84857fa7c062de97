"""Documents are true: what they name exists, and what exists and matters to a reader is named."""

import argparse
import inspect
import pkgutil
import re
from importlib import import_module
from pathlib import Path

from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand
from pydantic import BaseModel

from toantrinh.site.tests import house

SETTING = re.compile(r"\bTOANTRINH_[A-Z0-9_]+\b")
SHARED_OPTIONS = {option for action in BaseCommand().create_parser("", "")._actions for option in action.option_strings}


def documents() -> list[Path]:
    """Every document of the project."""
    return [path for path in house.tracked() if path.suffix == ".md"]


def text_of(name: str) -> str:
    """The text of a file, named from the top of the repository."""
    return (house.ROOT / name).read_text(encoding="utf-8")


def read_settings() -> set[str]:
    """Every TOANTRINH_… variable that anything reads."""
    readers = [*house.modules(tests=True), house.ROOT / "Makefile", house.ROOT / ".ci" / "run"]
    return {name for path in readers for name in SETTING.findall(path.read_text(encoding="utf-8"))}


def test_every_setting_is_documented() -> None:
    documented = set(SETTING.findall(text_of("docs/reference/settings.md")))
    read = read_settings() - {"TOANTRINH_"}
    assert not read - documented, house.told(sorted(read - documented), "Describe these in docs/reference/settings.md.")
    assert not documented - read, house.told(sorted(documented - read), "Nothing reads these settings any more.")


def our_commands() -> dict[str, BaseCommand]:
    """Every command of the house, by the name a person types."""
    ours = {name: app for name, app in get_commands().items() if app.startswith("toantrinh.")}
    return {name.replace("_", "-"): load_command_class(app, name) for name, app in ours.items()}


def options_of(parser: argparse.ArgumentParser) -> set[str]:
    """The options of a command and of the errands under it."""
    found = {option for action in parser._actions for option in action.option_strings}
    errands = [action.choices for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    return found.union(*(options_of(one) for choices in errands for one in choices.values()))


def test_every_command_and_option_is_documented() -> None:
    sections = re.split(r"^## ", text_of("docs/reference/commands.md"), flags=re.MULTILINE)
    by_name = {section.split("\n")[0].strip("` "): section for section in sections[1:]}
    commands = our_commands()
    found = [f"toantrinh {name}" for name in commands if name not in by_name]
    for name in commands.keys() & by_name.keys():
        options = options_of(commands[name].create_parser("toantrinh", name)) - SHARED_OPTIONS
        found += [f"toantrinh {name} {option}" for option in sorted(options) if f"`{option}" not in by_name[name]]
    assert not found, house.told(found, "Describe these in docs/reference/commands.md, a section `## name` each.")
    gone = sorted(by_name.keys() - commands.keys())
    assert not gone, house.told(gone, "These commands are documented, but there is none of this name.")


def shared_fields() -> set[str]:
    """Words that mean the same in every package, described once in docs/reference/packages.md."""
    return set(re.findall(r"^\| `([a-z_]+)` \| \S", text_of("docs/reference/packages.md"), flags=re.MULTILINE))


def test_every_field_of_a_package_is_documented() -> None:
    found, shared = [], shared_fields()
    for path in house.modules():
        if "definition" not in {path.stem, path.parent.name}:
            continue
        module = import_module(".".join(path.relative_to(house.ROOT / "src").with_suffix("").parts))
        for name, model in inspect.getmembers(module, inspect.isclass):
            if issubclass(model, BaseModel) and model.__module__ == module.__name__:
                silent = [field for field, about in model.model_fields.items() if not about.description]
                found += [f"{module.__name__}.{name}.{field}" for field in silent if field not in shared]
    assert not found, house.told(
        found, "Whoever writes a package reads these: a docstring under the field, or Field(description=…)."
    )


def test_every_link_leads_somewhere() -> None:
    found = []
    for path in documents():
        prose = re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", prose):
            if not re.match(r"[a-z]+:", target) and not (path.parent / target).exists():
                found.append(f"{house.name_of(path)} → {target}")
    assert not found, house.told(found, "These links lead nowhere.")


def test_every_command_that_a_document_names_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", text_of("Makefile"), flags=re.MULTILINE))
    commands = our_commands().keys() | {"check", "migrate", "makemigrations", "shell", "help"}
    found = []
    for path in documents():
        code = "\n".join(re.findall(r"```.*?```|`[^`\n]+`", path.read_text(encoding="utf-8"), flags=re.DOTALL))
        found += [f"{house.name_of(path)}: make {n}" for n in re.findall(r"\bmake ([a-z-]+)", code) if n not in targets]
        said = re.findall(r"\btoantrinh ([a-z][a-z-]+)\b(?!\.)", code)
        found += [f"{house.name_of(path)}: toantrinh {name}" for name in said if name not in commands]
    assert not found, house.told(found, "A reader would type these, and nothing would happen.")


def test_no_document_is_left_unfinished() -> None:
    found = [
        f"{house.name_of(path)}:{number}"
        for path in documents()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"\b(TODO|FIXME|TBD|XXX)\b", line)
    ]
    assert not found, house.told(found, "Finish these or take them out.")


def test_every_measure_is_described() -> None:
    described = set(re.findall(r"^\| `([a-z_.0-9]+)`", text_of("docs/reference/benchmarks.md"), flags=re.MULTILINE))
    programs = sorted((house.ROOT / "bench").glob("*.py"))
    measured = {
        name for path in programs for name in re.findall(r"BAR ([a-z_.0-9]+) ", path.read_text(encoding="utf-8"))
    }
    assert measured == described, "docs/reference/benchmarks.md describes what bench/ measures, and nothing else."


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = sorted(int(path.name[:4]) for path in (house.DOCS / "decisions").glob("[0-9]*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_room_can_be_imported() -> None:
    names = [module.name for module in pkgutil.iter_modules([str(house.HOUSE)])]
    assert {"kernel", "record", "site"} <= set(names)
