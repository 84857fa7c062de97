"""The directory says what each service promises, and its packages are checked when they are read."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from toantrinh.exchange.actions import call
from toantrinh.exchange.definition import Service
from toantrinh.exchange.queries import LEAST_SHOWN, count_calls, find_purpose, list_services
from toantrinh.exchange.services import handler_of
from toantrinh.exchange.tests.conftest import READ, Provider
from toantrinh.kernel.actor import NOBODY
from toantrinh.kernel.moment import at
from toantrinh.kernel.packages import PackageMistakes, json_schema, load
from toantrinh.people.cast import Cast
from toantrinh.people.queries import find_agency

PACKAGES = Path(settings.PACKAGES_DIR) / "services"


def test_every_service_is_named_after_its_file_and_answered_by_somebody(country: None) -> None:
    services = list_services(NOBODY)
    assert {f"{service.code}.yaml" for service in services} == {path.name for path in PACKAGES.glob("*.yaml")}
    for service in services:
        assert handler_of(service), f"nobody answers {service.code}"
        assert find_agency(service.provider), f"{service.code} is provided by an unknown agency"


def test_services_that_share_a_purpose_mean_the_same_by_it() -> None:
    labels: dict[str, str] = {}
    for service in list_services(NOBODY):
        for purpose in service.purposes:
            assert labels.setdefault(purpose.code, purpose.label.vi) == purpose.label.vi
    assert (found := find_purpose("khai-sinh")) and found.label.en == "to register a birth"


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        (
            "who: house, purposes: [test]",
            "who: house, purposes: [tset]",
            "there is no purpose “tset” → did you mean “test”?",
        ),
        ("who: house", "who: palace", "cannot be used"),
        ("who: citizen, reach", "who: citizen, roles: [signer], reach", "“roles” belongs to “who: officer”"),
        ("type: object\n  additionalProperties", "type: objekt\n  additionalProperties", "not a JSON Schema"),
        ("provider: G15\n", "", "“provider” is missing"),
        ("edition: 1", "edition: 0", "“edition”"),
        ("title:", "titel:", "“titel” has no place here → did you mean “title”?"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(tmp_path: Path, right: str, wrong: str, said: str) -> None:
    assert right in READ
    path = tmp_path / "test.number.read.yaml"
    path.write_text(READ.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(PackageMistakes) as caught:
        load(Service, path)
    assert f"{path}:" in caught.value.message.en and said in caught.value.message.en


def test_every_setting_of_a_service_is_explained_in_its_schema() -> None:
    schema = json_schema(Service)
    for name, model in {"Service": schema, **schema["$defs"]}.items():
        assert name in ("Text",) or model.get("description"), name


def test_few_calls_in_a_month_are_not_told(provider: Provider, cast: Cast) -> None:
    with at(datetime(2026, 9, 30, 16, 59, tzinfo=UTC)):  # 23:59 in Hà Nội
        call("test.number.read", {"person": cast.anh.person}, by=cast.anh, purpose="test", about="")
    with at(datetime(2026, 9, 30, 17, 0, tzinfo=UTC)):  # October begins in Hà Nội
        for _ in range(LEAST_SHOWN):
            call("test.number.read", {"person": cast.anh.person}, by=cast.anh, purpose="test", about="")
    counts = [(count.month.strftime("%Y-%m"), count.calls) for count in count_calls(NOBODY)]
    assert counts == [("2026-10", LEAST_SHOWN), ("2026-09", None)]
