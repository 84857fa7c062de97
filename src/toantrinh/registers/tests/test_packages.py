"""A register is a package: its examples hold, its mistakes are named, its editions never change."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings

from toantrinh.kernel.actor import SYSTEM
from toantrinh.kernel.packages import PackageMistakes, json_schema
from toantrinh.kernel.problem import Missing, Refused
from toantrinh.people.cast import Cast
from toantrinh.record.models import Event
from toantrinh.registers.actions import install_register, install_registers
from toantrinh.registers.definition import Register
from toantrinh.registers.editions import folders, read_package
from toantrinh.registers.examples import check_examples
from toantrinh.registers.models import Edition

PACKAGES = Path(settings.PACKAGES_DIR) / "registers"


@pytest.mark.parametrize("name", sorted(path.parent.name for path in PACKAGES.glob("*/register.yaml")))
def test_every_example_of_a_register_holds(country: None, name: str) -> None:
    assert list(check_examples(PACKAGES / name)) == []


def test_an_example_that_does_not_hold_is_named(country: None, package: Path) -> None:
    path = package / "examples.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("tương lai", "quá khứ"), encoding="utf-8")
    assert len(list(check_examples(package))) == 1


def test_every_setting_of_a_register_is_explained_in_its_schema() -> None:
    schema = json_schema(Register)
    for name, model in {"Register": schema, **schema["$defs"]}.items():
        assert name == "Text" or model.get("description"), name


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the civil-status package that may be spoilt."""
    return Path(shutil.copytree(PACKAGES / "civil-status", tmp_path / "civil-status"))


def spoil(package: Path, right: str, wrong: str) -> Path:
    path = package / "register.yaml"
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("birth_date <= today", "birth_dat <= today", "“birth_dat” is not declared → did you mean “birth_date”?"),
        ("subject: child", "subject: chidl", "there is no field “chidl” → did you mean “child”?"),
        ("subject: child", "subject: full_name", "“full_name” is not a"),
        ("kind: yes_no", "kind: maybe", "“kind”: “maybe” cannot be used"),
        ("{sequence}/{year}", "{nummer}/{year}", "cannot write a number"),
        ("choices_from: dan-toc, ", "", "“choices” goes with “kind: choice”"),
        ("secret: true", "secret: true, in_lists: shown", "a secret field is not shown in lists"),
        ("name: abandoned, kind: yes_no", "name: abandoned, party: true, kind: yes_no", "kind: person only"),
        ("name: home_place", "name: nationality", "two fields called nationality"),
        ("keeper: G15\n", "", "“keeper” is missing"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(package: Path, right: str, wrong: str, said: str) -> None:
    path = spoil(package, right, wrong)
    line = path.read_text(encoding="utf-8").partition(wrong)[0].count("\n") + 1 if wrong else 0
    with pytest.raises(PackageMistakes) as caught:
        read_package(package)
    words = caught.value.message.en
    assert said in words and f"{path}:" in words
    if said.startswith(("“birth_dat”", "there is no field", "“kind”")):
        assert f"{path}:{line}: " in words


def test_a_register_is_installed_once_and_stated(registers: None) -> None:
    install_registers(by=SYSTEM)
    codes = sorted(path.name for path in folders())
    assert sorted(Edition.objects.values_list("register", flat=True)) == codes
    assert Event.objects.filter(kind="register.installed").count() == len(codes)


def test_changed_content_under_an_old_number_is_refused(registers: None, package: Path) -> None:
    spoil(package, "entries_in_book: 200", "entries_in_book: 100")
    with pytest.raises(Refused, match="new number"):
        install_register(package, by=SYSTEM)
    number = read_package(package).value.edition
    spoil(package, f"edition: {number}", f"edition: {number + 1}")
    assert install_register(package, by=SYSTEM).number == number + 1


def test_only_who_runs_the_house_installs(cast: Cast, package: Path) -> None:
    for actor in (cast.anh, cast.tuan, cast.truong, cast.nobody):
        with pytest.raises(Missing):
            install_register(package, by=actor)
    assert install_register(package, by=cast.nam)
