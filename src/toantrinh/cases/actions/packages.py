"""Procedures come into the house."""

from pathlib import Path

from django.db import transaction

from toantrinh.cases.actions.indexing import index_procedure
from toantrinh.cases.editions import read_folder
from toantrinh.cases.facts import ProcedureInstalled
from toantrinh.cases.models import Edition, Origin
from toantrinh.cases.verification import content_digest
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Refused
from toantrinh.kernel.text import t
from toantrinh.people.queries import require
from toantrinh.record.actions import state


@transaction.atomic
def install_procedure(folder: Path, *, by: Actor) -> Edition:
    """Install the edition in `folder`; the same again changes nothing, other content under its number is refused."""
    require(by, "package.install")
    procedure, content, digest = read_folder(folder)
    held = Edition.objects.filter(code=procedure.code, origin=Origin.PACKAGE, number=procedure.edition).first()
    if held is not None:
        if held.digest != digest:
            words = t(
                "Thủ tục {code} phiên bản {number} đã cài với nội dung khác. Tăng số phiên bản (edition) rồi cài lại.",
                "Procedure {code}, edition {number} is installed with other content. Raise `edition`, then install it.",
            )
            raise Refused(words.fill(code=procedure.code, number=procedure.edition), code="edition_changed")
        return held
    edition = Edition.objects.create(
        code=procedure.code,
        number=procedure.edition,
        digest=digest,
        in_force_from=procedure.in_force_from,
        source=content,
        installed_at=now(),
    )
    index_procedure(edition)
    fact = ProcedureInstalled(
        edition=edition.urn,
        procedure=edition.code,
        number=edition.number,
        in_force_from=edition.in_force_from.isoformat(),
        digest=digest,
        content=content_digest(content),
    )
    state(fact, by=by)
    return edition
