"""What is private: sealed for one person, gone when that person's key is erased."""

import pytest
from django.conf import settings
from nacl.utils import random

from toantrinh.kernel.actor import SYSTEM
from toantrinh.kernel.problem import Missing, Refused
from toantrinh.record import keys, queries, vault
from toantrinh.record.actions import erase_person_key, seal_record
from toantrinh.record.models import Event, PersonKey
from toantrinh.record.tests.conftest import ANH, KHANH, LAN, birth, stated
from toantrinh.record.verify import verify_record


def test_what_is_sealed_for_a_person_opens_for_that_person(founded: None) -> None:
    sealed = vault.seal(ANH, b"079301000001")
    assert b"079301000001" not in sealed
    assert vault.unseal(ANH, sealed) == b"079301000001"
    assert vault.unseal_json("", vault.seal_json("", {"a": [1]})) == {"a": [1]}
    assert vault.unseal_many([(ANH, sealed), ("", vault.seal("", b"x"))]) == [b"079301000001", b"x"]


def test_a_sealed_value_moved_to_another_person_does_not_open(founded: None) -> None:
    sealed = vault.seal(ANH, b"secret")
    vault.seal(KHANH, b"")
    for broken in ((KHANH, sealed), (ANH, sealed[:-1] + b"x"), (ANH, b""), ("urn:toantrinh:person:nobody", sealed)):
        with pytest.raises(vault.Damaged):
            vault.unseal(*broken)


def test_erasing_a_key_takes_effect_at_once_and_leaves_every_proof_valid(lived_in: list[Event]) -> None:
    sealed, before = vault.seal(ANH, b"secret"), queries.open_receipt(lived_in[0].uid, viewer=LAN)
    erase_person_key(ANH, by=SYSTEM, ground="Luật 91/2025/QH15")
    assert vault.unseal(ANH, sealed) is None
    assert not PersonKey.objects.get(person=ANH).wrapped
    with pytest.raises(Refused):
        vault.seal(ANH, b"more")
    with pytest.raises(Refused):
        stated(birth(ANH))
    seal_record()
    report = verify_record(thorough=True)
    assert report.differences == []
    assert report.erased == 284
    assert queries.check_receipt(before)[0].is_in_record
    view = queries.list_events(lived_in[0].subjects.get(urn=ANH).urn, viewer=LAN)[0]
    assert view.private is None
    assert view.say("en") == "The birth of (erased) was registered after 3 days."


def test_a_key_is_erased_once(founded: None) -> None:
    stated()
    erase_person_key(ANH, by=SYSTEM, ground="yêu cầu")
    with pytest.raises(Refused):
        erase_person_key(ANH, by=SYSTEM, ground="yêu cầu")
    with pytest.raises(Missing):
        erase_person_key(KHANH, by=SYSTEM, ground="yêu cầu")


def test_digests_find_equal_values_of_one_use(founded: None) -> None:
    assert vault.digest("079301000001", "number") == vault.digest("079301000001", "number")
    assert vault.digest("079301000001", "number") != vault.digest("079301000001", "phone")
    assert len(vault.digest("", "number")) == 64


def test_keys_are_files_for_their_owner_alone(founded: None) -> None:
    for purpose in keys.SECRET_PURPOSES + keys.SIGNING_PURPOSES:
        assert (settings.KEYS_DIR / purpose).stat().st_mode & 0o777 == 0o600
    assert len({keys.secret(purpose) for purpose in keys.SECRET_PURPOSES + keys.SIGNING_PURPOSES}) == 5
    before = keys.secret("vault")
    keys.make_keys()
    assert keys.secret("vault") == before


def test_a_missing_or_damaged_key_is_said_by_its_name(founded: None) -> None:
    (settings.KEYS_DIR / "vault").write_text("c2hvcnQ=\n")
    with pytest.raises(keys.KeyMissing, match="vault is damaged"):
        vault.seal(ANH, b"")
    (settings.KEYS_DIR / "vault").unlink()
    with pytest.raises(keys.KeyMissing, match="toantrinh init"):
        vault.seal(ANH, b"")


def test_another_vault_key_opens_nothing(founded: None) -> None:
    sealed = vault.seal(ANH, b"secret")
    keys._write(settings.KEYS_DIR / "vault", random(32))
    with pytest.raises(vault.Damaged):
        vault.unseal(ANH, sealed)
