"""A look at a person's data, kept whatever becomes of the action around it."""

from datetime import datetime

from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import now
from toantrinh.record.models import Look


def look(
    *,
    by: Actor,
    person: str,
    what: str,
    purpose: str,
    about: str = "",
    count: int = 1,
    secret_until: datetime | None = None,
) -> None:
    """Keep that `by` looked at `what` of `person`, before anything is shown.

    Commits at once on a connection of its own. A list of masked values is one look with their `count` and no person.
    Whoever looks at their own data leaves no look.
    """
    if person and person == by.person:
        return
    Look.objects.create(
        at=now(),
        viewer=by.urn,
        office=by.office,
        agency=by.agency,
        person=person,
        what=what,
        purpose=purpose,
        about=about,
        count=count,
        secret_until=secret_until,
    )
