"""What the citizen does with an application as a whole: hand it over, take it back, say how it went."""

from typing import Any

from django.db import connection, transaction

from toantrinh.cases import charging, consents, form, lifecycle, timing
from toantrinh.cases.actions.acting import (
    close_open_step,
    end_wait,
    ended,
    hold,
    keep,
    keep_reasons,
    open_step,
    say,
    touch,
)
from toantrinh.cases.actions.collecting import ask_what_is_due, end_money
from toantrinh.cases.actions.drafts import require_writing
from toantrinh.cases.actions.parts import drop, plan_parts, save_part, say_part
from toantrinh.cases.facts import (
    CaseFiledElsewhere,
    CaseRated,
    CaseSubmitted,
    CaseWithdrawn,
    PapersHandedIn,
    PartEnded,
    ReceiptBackdated,
)
from toantrinh.cases.form import Situation
from toantrinh.cases.models import Case, CaseConsent, CasePart, CasePerson, Outcome, Status, Wait
from toantrinh.cases.queries.editions import edition_in_force
from toantrinh.cases.reasons import OTHER, Ground
from toantrinh.cases.situation import Contents, competent_agency, contents_of, places_of, situation_of
from toantrinh.documents.actions import give_files
from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.moment import now, today
from toantrinh.kernel.problem import Invalid, Problem, Refused
from toantrinh.kernel.text import fold, t
from toantrinh.people.models import Agency
from toantrinh.people.queries import open_agency, open_contacts, person_urn, require
from toantrinh.record import vault
from toantrinh.record.actions import promise
from toantrinh.record.models import Event


@transaction.atomic
def submit_case(case: Case, *, token: str, by: Actor) -> Case:
    """Hand the application over; pressing twice (the same `token`) gives the same case.

    Raises `Invalid` with everything that is missing, `Refused` where the law says no or the form has changed.
    """
    hold(case)
    require_writing(case, by)
    if case.status != Status.DRAFT and case.submitted_at:
        return _submitted_before(case, token)
    contents = contents_of(case)
    situation = situation_of(case, contents)
    _require_ready(case, situation)
    agency = _competent(situation)
    lifecycle.move(case, "submit")
    case.submitted_at = case.arrived_at or now()
    case.submit_token = token
    case.expires_at = case.warned_at = None
    case.plan = [step.code for step in form.steps(situation)]
    case.charges = [line.as_json() for line in charging.charges(situation, places_of(agency))]
    _address_to(case, agency, by=by)
    _make_findable(case, situation, contents, by=by)
    if case.slots:
        give_files(case.urn, agency=case.agency, by=SYSTEM if case.desk else by)
    if situation.procedure.linked:
        plan_parts(case, situation)
    else:
        open_step(case, case.plan[0], by=by)
    touch(case)
    keep(case)
    promise(_say_submitted(case, situation, by=by))
    _say_how_it_came(case, by=by)
    ask_what_is_due(case, ("submission",), by=by)
    return case


def _say_how_it_came(case: Case, *, by: Actor) -> None:
    """What sets a dossier from a counter or the post apart from one that was sent online."""
    if case.desk:
        names = {"desk_name": case.desk_name, "agency_name": case.agency_name}
        say(CaseFiledElsewhere, case, by=by, desk=case.desk, **names)
    if case.handed_slots:
        say(PapersHandedIn, case, by=by, papers=len(case.handed_slots))
    if case.arrived_at:
        hours = timing.minutes_between(case.arrived_at, now(), case.agency_code) // 60
        say(ReceiptBackdated, case, by=by, hours=hours, arrived_at=case.arrived_at)


def _say_submitted(case: Case, situation: Situation, *, by: Actor) -> Event:
    papers = form.papers(situation)
    return say(
        CaseSubmitted,
        case,
        by=by,
        edition=case.edition_id,
        full_online=situation.procedure.full_online,
        reused=sum(need.state == "held" for need in papers),
        papers=len(case.slots),
        charges=case.charges,
        submitted_at=case.submitted_at,
        number=case.number,
        applicant_name=case.applicant_name,
    )


def _submitted_before(case: Case, token: str) -> Case:
    if token and token == case.submit_token:
        return case
    assert case.submitted_at is not None
    words = t(
        "Bạn đã nộp hồ sơ này lúc {at}, mã số {number}.", "You sent this application at {at}; its number is {number}."
    )
    raise Refused(words.fill(at=timing.said(case.submitted_at), number=case.number), code="already_submitted")


def _require_ready(case: Case, situation: Situation) -> None:
    """The form is that of today, the law does not say no, and nothing is missing."""
    if edition_in_force(case.code, today()).urn != case.edition_id:
        raise Refused(
            t(
                "Biểu mẫu đã đổi từ khi bạn bắt đầu. Xem chỗ thay đổi rồi nộp; câu trả lời của bạn còn nguyên.",
                "The form has changed since you began. See what changed, then send; your answers are kept.",
            ),
            code="edition_changed",
        )
    for rule in form.ineligible(situation):
        raise Refused(rule.reason, code="ineligible", advice=rule.instead)
    if problems := [*form.problems(situation), *consents.missing(case, situation)]:
        raise Invalid(problems)


def _competent(situation: Situation) -> Agency:
    """The agency that decides, by the law's rule on where."""
    agency = competent_agency(situation)
    if agency is None:
        words = t(
            "Chưa xác định được cơ quan giải quyết. Kiểm tra địa chỉ: chọn tỉnh, thành phố rồi chọn xã, phường.",
            "We cannot tell which agency decides. Check the address: choose a province, then a commune.",
        )
        raise Invalid([Problem(words, code="no_agency")])
    return agency


_COUNT_UP = """
INSERT INTO cases_dossiercounter (agency_code, day, last) VALUES (%s, %s, 1)
ON CONFLICT (agency_code, day) DO UPDATE SET last = cases_dossiercounter.last + 1 RETURNING last
"""


def next_number(agency_code: str) -> str:
    """The next dossier number of an agency on this day: `H26.01-261008-0975`; two processes never get the same."""
    day = today()
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_UP, [agency_code, day])
        return f"{agency_code}-{day:%y%m%d}-{cursor.fetchone()[0]:04}"


def _address_to(case: Case, agency: Agency, *, by: Actor) -> None:
    """Give the dossier to its agency, as that is called today, under a number of its own; any desk may take it in."""
    if by.office and by.agency != agency.urn:
        case.desk, case.desk_name = by.agency, open_agency(by.agency).name
    case.agency, case.agency_code, case.agency_name, case.area = agency.urn, agency.code, agency.name, agency.area
    case.number = next_number(agency.code)


def _make_findable(case: Case, situation: Situation, contents: Contents, *, by: Actor) -> None:
    """By names without accents, by digests instead of anybody's numbers, and by the persons whom it concerns."""
    case.about_name = form.about(situation)[:200]
    case.folded = fold(f"{case.applicant_name} {case.about_name}")[:320]
    number = contents.me["personal_number"]
    _name_persons(case, contents.lookups)
    case.track_digest = vault.digest(f"{case.number} {number[-4:]}", "track")
    phone = open_contacts(case.applicant, viewer=by, purpose="case.file", about=case.urn).phone
    case.phone_digest = vault.digest(phone, "phone") if phone else ""


def _name_persons(case: Case, lookups: dict[str, Any]) -> None:
    """Whom the dossier concerns, of those the house knows: the applicant, and whom the registers were asked about."""
    numbers = {
        str(value) for asked in lookups.values() for name, value in asked["body"].items() if name.endswith("_number")
    }
    given = case.consents.filter(state=CaseConsent.State.GIVEN)
    agreed = set(given.values_list("person", flat=True)) - {case.applicant}
    concerned = {person_urn(number) for number in sorted(numbers)} - {"", case.applicant} - agreed
    rows = [CasePerson(case=case, person=case.applicant, part="applicant")]
    rows += [CasePerson(case=case, person=person, part="concerned") for person in sorted(concerned)]
    rows += [CasePerson(case=case, person=person, part="consenter") for person in sorted(agreed)]
    CasePerson.objects.bulk_create(rows)


@transaction.atomic
def withdraw_case(case: Case, *, reason: str = "", by: Actor) -> Case:
    """The applicant takes the application back, as long as nothing is decided; national code 7."""
    hold(case)
    require(by, "case.withdraw", persons=[case.applicant])
    lifecycle.require(case, "withdraw")
    if case.wait == Wait.PARTS and not _withdraw_parts(case, by=by):
        return case
    lifecycle.move(case, "withdraw")
    case.outcome = Outcome.WITHDRAWN
    case.closed_at, case.supplement_until, case.payment_until = now(), None, None
    end_wait(case, "withdrawal")
    close_open_step(case, "withdrawn", by=by)
    keep(case)
    end_money(case)
    if reason.strip():
        keep_reasons(case, "withdrawal", [Ground(code=OTHER, sentence=reason)])
    say(CaseWithdrawn, case, by=by, **ended(case, case.closed_at))
    return case


def _withdraw_parts(case: Case, *, by: Actor) -> bool:
    """Take back every part that is not decided; answers whether nothing of the application is left.

    What was decided stays valid, and what is on its way is withdrawn once it is a case: until then the application
    goes on with them.
    """
    left = False
    for part in case.parts.select_for_update().order_by("position"):
        child = Case.objects.filter(urn=part.opened).first() if part.opened else None
        if part.state in (CasePart.State.WAITING, CasePart.State.UNOPENED):
            drop(case, part, "withdrawn", by=by)
        elif part.state in (CasePart.State.SENT, CasePart.State.SILENT):
            save_part(part, unwanted=True)
            left = True
        elif child is not None and part.state == CasePart.State.OPENED and lifecycle.can(child, "withdraw"):
            withdraw_case(child, by=by if child.applicant in by.persons else SYSTEM)
            save_part(part, state=CasePart.State.FAILED, outcome=Outcome.WITHDRAWN.value, next_at=None, seen_at=now())
            say_part(PartEnded, case, part, by=by, part_outcome=part.outcome, opened=part.opened)
        else:
            left = left or part.state in (CasePart.State.OPENED, CasePart.State.GRANTED)
    return not left


@transaction.atomic
def rate_case(case: Case, rating: int, *, words: str = "", by: Actor) -> Case:
    """The citizen says how it went, 1 to 5, once the case has ended."""
    hold(case)
    require(by, "case.rate", persons=[case.applicant])
    lifecycle.require(case, "rate")
    if rating not in range(1, 6):
        raise Invalid([Problem(t("Chọn từ 1 đến 5.", "Choose from 1 to 5."), code="rating", field="rating")])
    if case.rating:
        raise Refused(t("Bạn đã đánh giá hồ sơ này.", "You have rated this dossier."), code="rated")
    case.rating, case.rated_at = rating, now()
    if words.strip():
        case.rating_sealed = vault.seal(case.applicant, words.strip()[:2000].encode())
    keep(case)
    say(CaseRated, case, by=by, rating=rating)
    return case
