"""Another person agrees to an application, or does not; until they have, it cannot be sent.

    asked ─▶ given ──(the application is changed)──▶ void
      ├────▶ declined, with a reason
      ├────▶ lapsed, when nobody answered in time
      └────▶ void, when another person is named instead

Whatever happens, the draft stays as it was, and its owner may ask again.
"""

from datetime import timedelta
from typing import Any

from django.db import transaction

from toantrinh.cases import consents, form, lifecycle, timing
from toantrinh.cases.actions.acting import hold, keep, say
from toantrinh.cases.actions.agreeing import named, spec_of, tell_one, words_of
from toantrinh.cases.actions.drafts import KEPT_FOR, require_writing
from toantrinh.cases.actions.prefilling import ask_register
from toantrinh.cases.consents import State
from toantrinh.cases.definition import Consent
from toantrinh.cases.facts import ConsentAsked, ConsentDeclined, ConsentGiven, ConsentLapsed
from toantrinh.cases.models import Case, CaseConsent, Status
from toantrinh.cases.situation import contents_of, seal_contents, situation_of
from toantrinh.kernel.actor import SYSTEM, Actor
from toantrinh.kernel.moment import now
from toantrinh.kernel.problem import Invalid, Missing, Problem, Refused
from toantrinh.kernel.text import t
from toantrinh.people.actions import know_person
from toantrinh.people.queries import require
from toantrinh.record import vault

MOST_ASKED = 5
"""Requests of one applicant that may wait for an answer at the same time: nobody floods others with them."""
LONGEST_REASON = 1000


# ---- asking


@transaction.atomic
def ask_consent(case: Case, code: str, *, by: Actor) -> CaseConsent:
    """Ask the other person to agree to the application as it stands; asking while they are being asked changes nothing.

    Raises `Invalid` with what is still missing, `Refused` where the law says no, or where too many are being asked.
    """
    hold(case)
    require_writing(case, by)
    lifecycle.require(case, "save")
    situation = situation_of(case)
    spec = _needed(situation, code)
    _require_whole(situation)
    person = _person_asked(case, situation, spec)
    standing = consents.standing_of(case, code)
    if standing is not None and standing.state in (State.ASKED, State.GIVEN):
        return standing
    _require_few(case)
    until_at = now() + timedelta(days=spec.days)
    row = CaseConsent.objects.create(case=case, code=code, person=person, until_at=until_at)
    if case.status == Status.DRAFT:
        case.expires_at, case.warned_at = now() + KEPT_FOR, None
    keep(case)
    _tell_asked(case, situation, row, spec)
    say(ConsentAsked, case, by=by, **named(row), until_at=until_at)
    return row


def _needed(situation: form.Situation, code: str) -> Consent:
    found = next((one for one in form.consents(situation) if one.code == code), None)
    if found is None:
        raise Missing
    return found


def _require_whole(situation: form.Situation) -> None:
    for rule in form.ineligible(situation):
        raise Refused(rule.reason, code="ineligible", advice=rule.instead)
    if problems := form.problems(situation):
        raise Invalid(problems)


def _person_asked(case: Case, situation: form.Situation, spec: Consent) -> str:
    """Who is asked; known from now on if they never were, so that asking does not tell whether a number exists."""
    person = know_person(form.asked_of(situation, spec), by=SYSTEM).urn
    if person == case.applicant:
        raise Refused(
            t(
                "Đây là số định danh của chính bạn. Nhập số của {role}.",
                "This is your own number. Enter the number of {role}.",
            ).fill(role=spec.role),
            code="consent.self",
        )
    return person


def _require_few(case: Case) -> None:
    asked = CaseConsent.objects.filter(case__applicant=case.applicant, state=State.ASKED)
    if asked.count() >= MOST_ASKED:
        words = t(
            "Bạn đang chờ {n} người trả lời. Đợi họ trả lời, hoặc xoá bớt bản nháp, rồi xin tiếp.",
            "You are waiting for {n} answers. Wait for them, or delete drafts, before asking anyone else.",
        )
        raise Refused(words.fill(n=MOST_ASKED), code="consent.too_many")


def _tell_asked(case: Case, situation: form.Situation, row: CaseConsent, spec: Consent) -> None:
    words = words_of(case, spec) | {"until": timing.said(row.until_at)}
    tell_one(
        situation,
        row,
        row.person,
        t("{applicant} xin bạn đồng ý: {procedure}", "{applicant} asks you to agree: {procedure}").fill(**words),
        t(
            "{applicant} đã điền hồ sơ và ghi bạn là {role}. Hồ sơ chỉ nộp được khi bạn đồng ý. Mở trang dưới đây để "
            "xem đúng những gì sẽ nộp, rồi đồng ý hoặc từ chối trước {until}. Không trả lời thì không có gì xảy ra.",
            "{applicant} filled in an application and named you as {role}. It can be sent only if you agree. Open the "
            "page below, see exactly what would be sent, and agree or decline by {until}. If you do not answer, "
            "nothing happens.",
        ).fill(**words),
    )


# ---- answering


def fetch_for_consent(row: CaseConsent, *, by: Actor) -> dict[str, dict[str, Any]]:
    """What registers say of the person who is asked, fetched in their own name; nothing is kept yet."""
    case = row.case
    situation = situation_of(case)
    asked = {}
    for lookup in situation.procedure.lookups:
        if lookup.in_name_of == row.code:
            asked[lookup.code] = ask_register(case, lookup, form.lookup_body(situation, lookup), by=by)
    return asked


def give_consent(row: CaseConsent, seen: str, *, by: Actor) -> CaseConsent:
    """Agree to the application as it was `seen` (its content digest); refused where it has changed since.

    What registers say of oneself goes into the application, asked by oneself; the applicant reads it from now on.
    """
    _require_asked(row, by)
    return _give(row, seen, fetch_for_consent(row, by=by), by=by)


@transaction.atomic
def _give(row: CaseConsent, seen: str, asked: dict[str, dict[str, Any]], *, by: Actor) -> CaseConsent:
    case = _hold(row, by)
    spec = spec_of(row)
    contents = contents_of(case)
    situation = consents.as_agreed(situation_of(case, contents), spec, asked)
    _require_agreeable(situation, asked, spec)
    digest = consents.content_digest(case, situation)
    if digest != seen:
        words = t(
            "Hồ sơ đã được sửa từ khi bạn mở trang. Đọc lại rồi trả lời.",
            "The application was changed since you opened the page. Read it again, then answer.",
        )
        raise Refused(words, code="changed")
    contents.lookups |= asked
    seal_contents(case, contents, with_lookups=True)
    keep(case)
    row.state, row.answered_at, row.digest, row.given_by = State.GIVEN, now(), digest, by.name[:100]
    row.save(update_fields=["state", "answered_at", "digest", "given_by"])
    said = words_of(case, spec) | {"name": by.name}
    tell_one(
        situation,
        row,
        case.applicant,
        t("{name} đã đồng ý: {procedure}", "{name} agreed: {procedure}").fill(**said),
        t(
            "{name} đã xem và đồng ý với hồ sơ. Bạn kiểm tra lại lần cuối rồi nộp. Sửa hồ sơ thì phải xin lại.",
            "{name} read the application and agreed. Check it once more, then send it. If you change it, ask again.",
        ).fill(**said),
    )
    say(ConsentGiven, case, by=by, **named(row), content=digest)
    return row


def _require_agreeable(situation: form.Situation, asked: dict[str, dict[str, Any]], spec: Consent) -> None:
    """Registers have answered about who agrees, and the law does not say no to the two of them."""
    if any(one["state"] != "held" for one in asked.values()):
        raise Refused(
            t(
                "Chưa lấy được dữ liệu của bạn từ cơ sở dữ liệu của Nhà nước nên chưa đồng ý trên mạng được.",
                "What the State holds of you could not be read, so you cannot agree online yet.",
            ),
            code="consent.no_data",
            advice=t("Thử lại sau, hoặc cùng nhau nộp tại quầy.", "Try again later, or file together at the counter."),
        )
    _require_whole(situation)


@transaction.atomic
def decline_consent(row: CaseConsent, reason: str, *, by: Actor) -> CaseConsent:
    """Do not agree, and say why; the applicant reads the reason, and their draft stays as it was."""
    case = _hold(row, by)
    if not reason.strip():
        words = t("Viết lý do bạn không đồng ý.", "Write why you do not agree.")
        raise Invalid([Problem(words, code="empty", field="ly_do")])
    why = reason.strip()[:LONGEST_REASON]
    row.state, row.answered_at = State.DECLINED, now()
    row.reason_sealed = vault.seal(case.applicant, why.encode())
    row.save(update_fields=["state", "answered_at", "reason_sealed"])
    keep(case)
    said = words_of(case, spec_of(row)) | {"name": by.name, "why": why}
    tell_one(
        situation_of(case),
        row,
        case.applicant,
        t("{name} không đồng ý: {procedure}", "{name} did not agree: {procedure}").fill(**said),
        t(
            "Lý do: {why}\nBản nháp của bạn còn nguyên. Bạn sửa rồi xin lại được, hoặc xoá bản nháp.",
            "Reason: {why}\nYour draft is kept. You may change it and ask again, or delete it.",
        ).fill(**said),
    )
    say(ConsentDeclined, case, by=by, **named(row))
    return row


def _require_asked(row: CaseConsent, by: Actor) -> None:
    """Only the person who was asked answers, in their own name, and in time."""
    if by.office or by.person != row.person:
        raise Missing
    require(by, "case.consent", persons=[row.person])
    if row.state != State.ASKED or row.until_at <= now():
        raise Refused(
            t("Việc xin đồng ý này đã kết thúc.", "This request has ended."),
            code="consent.over",
            advice=t("Người nộp có thể xin lại.", "The applicant may ask again."),
        )


def _hold(row: CaseConsent, by: Actor) -> Case:
    """The case and the request, locked, as long as the request waits for `by`."""
    case = row.case
    hold(case)
    row.refresh_from_db(from_queryset=CaseConsent.objects.select_for_update(of=("self",)))
    row.case = case
    _require_asked(row, by)
    lifecycle.require(case, "save")
    return case


# ---- no answer


def lapse_consents(*, by: Actor = SYSTEM) -> int:
    """End every request that nobody answered in time, and tell both; how many ended. The worker's hour."""
    over = CaseConsent.objects.filter(state=State.ASKED, until_at__lte=now()).values_list("urn", flat=True)
    return sum(_lapse(urn, by=by) for urn in list(over))


@transaction.atomic
def _lapse(urn: str, *, by: Actor) -> bool:
    row = CaseConsent.objects.select_related("case").filter(urn=urn).first()
    if row is None:
        return False
    case = row.case
    hold(case)
    row.refresh_from_db()
    if row.state != State.ASKED:
        return False
    row.state = State.LAPSED
    row.save(update_fields=["state"])
    if case.status == Status.DRAFT:
        case.expires_at, case.warned_at = now() + KEPT_FOR, None
    keep(case)
    _tell_lapsed(case, row)
    say(ConsentLapsed, case, by=by, **named(row))
    return True


def _tell_lapsed(case: Case, row: CaseConsent) -> None:
    situation, words = situation_of(case), words_of(case, spec_of(row))
    subject = t("Không ai trả lời trong hạn: {procedure}", "Nobody answered in time: {procedure}").fill(**words)
    theirs = t(
        "Bạn không trả lời {applicant} trong hạn, nên việc xin đồng ý đã kết thúc. Không có gì được nộp. Nếu vẫn muốn "
        "làm, bảo {applicant} xin lại.",
        "You did not answer {applicant} in time, so the request has ended. Nothing was sent. If you still want it, "
        "have {applicant} ask again.",
    )
    own = t(
        "Người kia không trả lời trong hạn. Bản nháp của bạn còn nguyên, được giữ thêm 30 ngày; bạn xin lại được.",
        "The other person did not answer in time. Your draft is kept for 30 days more; you may ask again.",
    )
    tell_one(situation, row, row.person, subject, theirs.fill(**words))
    tell_one(situation, row, case.applicant, subject, own)
