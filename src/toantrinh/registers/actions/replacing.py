"""One entry takes the place of another: the new licence of the old one."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import today
from toantrinh.kernel.problem import Refused
from toantrinh.kernel.text import t
from toantrinh.registers.actions.correcting import end_entry
from toantrinh.registers.actions.entering import enter
from toantrinh.registers.models import Entry, Version
from toantrinh.registers.versions import held

REASON = "Được thay bằng mục mới"  # one language


@transaction.atomic
def replace_entry(
    urn: str,
    data: Mapping[str, Any],
    *,
    by: Actor,
    ground: str,
    agency: str = "",
    key: str = "",
    service: str = "",
) -> Entry:
    """End the entry `urn` today and enter `data` as another of its kind, about the same person.

    The same `key` always gives the same entry. Raises `Refused` where the entry is not in force any more, or is about
    somebody else. Rights are as with `enter`, by the service or the verbs `register.correct` and `register.write`.
    """
    old = Entry.objects.select_for_update(of=("self",)).filter(urn=urn).first()
    if old is None:
        raise Refused(t("Không có mục cần thay.", "There is no entry to replace."), code="register.nothing_to_replace")
    if key and (known := Entry.objects.filter(register=old.register, kind=old.kind, key=key).first()):
        return known
    if not Version.objects.filter(held(valid_on=today()), entry=old).exists():
        raise Refused(
            t(
                "Mục này đã được thay hoặc đã kết thúc. Tra lại rồi làm với mục đang có hiệu lực.",
                "This entry was replaced or has ended. Look again and use the one in force.",
            ),
            code="register.not_in_force",
        )
    end_entry(old.urn, on=today(), by=by, reason=REASON, ground=ground, service=service)
    new = enter(old.register, old.kind, data, by=by, ground=ground, agency=agency, key=key, service=service)
    if new.subject != old.subject:
        raise Refused(
            t("Mục cần thay là của người khác.", "The entry to replace is somebody else's."),
            code="register.other_subject",
        )
    return new
