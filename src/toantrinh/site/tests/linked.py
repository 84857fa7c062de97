"""Linked applications led through the real actions, at the three agencies of the cast, as far as a test wants them."""

from typing import Any

from toantrinh.cases import actions
from toantrinh.cases.models import Case
from toantrinh.kernel.actor import Actor
from toantrinh.site.sample.papers import birth_notification
from toantrinh.site.tests.desks import Desk
from toantrinh.site.tests.world import CHILD, World, answers_of, work

LINKED_BIRTH = "3.000722"
OWN_PAGES: dict[str, dict[str, Any]] = {
    "thuong-tru": {"residence.head": "mother", "residence.consent": "true"},
    "the-bhyt": {"card.facility": "Trạm y tế Phường Chợ Quán"},
}


def filled_birth(world: World, *, child: str = CHILD) -> Case:
    """The mother has answered everything, the birth notification is there."""
    mother = world.cast.anh
    case = actions.create_draft(LINKED_BIRTH, applicant=mother.person, applicant_name=mother.name, by=mother)
    actions.fetch_lookups(case, by=mother)
    shared = {page: answers for page, answers in answers_of(child=child).items() if page != "nhan-ket-qua"}
    for page, answers in (shared | OWN_PAGES).items():
        problems = actions.save_answers(case, page, answers, by=mother)
        assert not problems, [problem.message.vi for problem in problems]
        actions.fetch_lookups(case, by=mother)
    actions.attach_paper(case, "giay-chung-sinh", birth_notification(1), name="giay-chung-sinh.png", by=mother)
    return case


def linked_birth(world: World, *, child: str = CHILD) -> Case:
    """Handed over; nothing is opened yet."""
    return actions.submit_case(filled_birth(world, child=child), token="once", by=world.cast.anh)


def of_part(case: Case, code: str) -> Case:
    """The case that a part was opened as."""
    return Case.objects.get(urn=case.parts.get(code=code).opened)


def insurance_desk(world: World) -> Desk:
    """The social insurance of Hồ Chí Minh City."""
    return Desk(officer=world.cast.thao, examiner=world.cast.thao, signer=world.cast.quang)


def at_ward(world: World, case: Case) -> Case:
    """The ward receives and examines, the mother agrees with the draft, the chair signs, the registers hear of it."""
    cast = world.cast
    case = actions.accept_case(case, by=cast.lan)
    case = actions.complete_step(case, proposal="granted", by=cast.tuan)
    case = actions.confirm_draft(case, by=cast.anh)
    return granted(case, cast.duc)


def at_desk(case: Case, desk: Desk) -> Case:
    """Received, examined, granted."""
    case = actions.accept_case(case, by=desk.officer)
    case = actions.complete_step(case, proposal="granted", by=desk.examiner)
    return granted(case, desk.signer)


def granted(case: Case, by: Actor) -> Case:
    """Signed, and all that follows done."""
    actions.decide_case(case, "granted", version=case.version, by=by)
    work()
    case.refresh_from_db()
    return case


def refused(case: Case, desk: Desk, reason: str) -> Case:
    """Received, examined, refused for a reason of the package."""
    case = actions.accept_case(case, by=desk.officer)
    case = actions.complete_step(case, proposal="granted", by=desk.examiner)
    grounds = [actions.Ground(code=reason)]
    actions.decide_case(case, "refused", version=case.version, grounds=grounds, by=desk.signer)
    work()
    case.refresh_from_db()
    return case
