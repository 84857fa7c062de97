"""What the letters of a case say, as values that are frozen when they are issued; the templates stand in `letters/`."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from toantrinh.cases import form, timing
from toantrinh.cases.charging import Charge
from toantrinh.cases.definition import Channel
from toantrinh.cases.form import PaperNeed, Situation
from toantrinh.cases.linked import part_of
from toantrinh.cases.models import Case, CasePart, HandedPaper
from toantrinh.cases.promises import SET_BY, limit_of_case
from toantrinh.cases.reasons import Ground, Kind, Spelt, spell
from toantrinh.cases.situation import charges_of, edition_of, procedure_of_case
from toantrinh.documents.models import File
from toantrinh.kernel.actor import Actor
from toantrinh.kernel.moment import local, now
from toantrinh.kernel.text import Text, say_date, say_money, t
from toantrinh.people.models import Appointment

TITLES = {
    "01": t("Giấy tiếp nhận hồ sơ và hẹn trả kết quả", "Receipt of the dossier, with the date of the result"),
    "02": t("Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ", "Request to complete the dossier"),
    "03": t("Phiếu từ chối tiếp nhận, giải quyết hồ sơ", "Refusal"),
    "04": t("Phiếu xin lỗi và hẹn lại ngày trả kết quả", "Apology, with a new date of the result"),
    "05": t("Thông báo dừng giải quyết hồ sơ", "Notice that the case was stopped"),
    "lien-thong": t("Giấy trả kết quả liên thông", "The results of a linked application"),
}
"""The national forms (annex I of circular 03/2025/TT-VPCP)."""

OWN_TITLES = {
    "06": t("Phiếu kiểm soát quá trình giải quyết hồ sơ", "Control sheet of the work on a dossier"),
    "07": t("Sổ theo dõi hồ sơ", "Register of dossiers"),
}
"""The national forms that the office keeps for itself."""

DAYS_TO_COMPLAIN = 90
"""Law on Complaints 02/2011/QH13, article 9: 90 days from learning of the decision."""
OUTCOMES: dict[str, str] = {
    CasePart.State.GRANTED: "Đã có kết quả",  # one language
    CasePart.State.FAILED: "Không được chấp thuận",  # one language
    CasePart.State.UNOPENED: "Chưa mở được hồ sơ",  # one language
    CasePart.State.DROPPED: "Không làm nữa",  # one language
}
"""How the cover of a linked application's results says what came of a part."""
CHANNELS = {"online": "Trực tuyến", "counter": "Trực tiếp tại quầy", "post": "Qua bưu chính"}  # one language


def template_of(name: str) -> Path:
    """A template that all procedures share."""
    return Path(settings.PACKAGES_DIR) / "reference" / "letters" / f"{name}.typ"


def template_of_form(number: str) -> Path:
    """The template of a national form."""
    return template_of(f"form-{number}" if number.isdigit() else number)


def template_of_result(case: Case, template: str) -> Path:
    """The template of a result as it stood in the case's edition, put where a letter can be drawn from it.

    The edition keeps its templates for ever; this folder is a copy that can be thrown away.
    """
    edition = edition_of(case.edition_id)
    folder = Path(settings.DATA_DIR) / "editions" / edition.digest.replace(":", "-")
    for name, text in edition.source.items():
        path = folder / name
        if path.suffix == ".typ" and not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            draft = path.with_suffix(f".{case.urn[-8:]}")
            draft.write_text(text, encoding="utf-8")
            draft.replace(path)
    return folder / "letters" / f"{template}.typ"


def about(case: Case) -> dict[str, Any]:
    """What every letter says of its case, under the names that the national forms use."""
    return {
        "unit": case.agency_name,
        "desk": case.desk_name or case.agency_name,
        "case": {
            "number": case.number,
            "procedure": procedure_of_case(case).names.official,
            "channel": CHANNELS[case.channel],
        },
        "applicant": {"name": case.applicant_name},
    }


def receipt(case: Case, s: Situation, *, by: Actor) -> dict[str, Any]:
    """What form 01 says: what came in, what the State held already, the fee, and the promise."""
    is_online = s.channel == Channel.ONLINE
    return {
        "papers": _papers(case, form.papers(s)),
        "limit": _limit(case),
        "received_at": iso(case.received_at),
        "due_at": iso(case.due_at),
        "result": "Bản điện tử, trong hồ sơ trực tuyến" if is_online else "Tại nơi nộp hồ sơ",  # one language
        "fee": "; ".join(f"{line.name.vi}: {_amount(line)}" for line in charges_of(case)),
        "submitted_by": case.applicant_name,
        "received_by": by.name,
        "is_online": is_online,
    }


def handed_in(case: Case, s: Situation) -> dict[str, Any]:
    """What the receipt of a submission says: what arrived, when, for what fee, and the promise where there is one."""
    due = case.new_due_at or case.due_at
    return {
        "submitted_at": iso(case.submitted_at),
        "due": timing.said(due).vi if due else "cơ quan hẹn khi tiếp nhận",  # one language
        "fee": "; ".join(f"{line.name.vi}: {_amount(line)}" for line in charges_of(case)),
        "papers": _files(case, form.papers(s)),
    }


def _files(case: Case, needs: Iterable[PaperNeed]) -> list[dict[str, Any]]:
    """Each paper that came with files: its name, pages and bytes."""
    slots = dict(case.papers.values_list("file", "slot")) if case.slots else {}
    pages: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    for urn, count, size in File.objects.filter(urn__in=slots).values_list("urn", "pages", "size") if slots else ():
        pages[slots[urn]] += count
        sizes[slots[urn]] += size
    return [
        {"name": need.paper.name.vi, "pages": pages[code], "size": sizes[code]}
        for need in needs
        if (code := need.paper.code) in pages
    ]


def iso(moment: datetime | None) -> str:
    """A moment as templates read it: on the clock of Hà Nội."""
    return local(moment).replace(microsecond=0).isoformat() if moment else ""


def _limit(case: Case) -> str:
    limit = limit_of_case(case)
    if case.limit.get(SET_BY) == "officer" or not limit.is_known:
        words = "nguồn không ghi bằng số; cơ quan hẹn ngày khi tiếp nhận"  # one language
        return f"{words} (nguồn ghi: “{limit.said}”)" if limit.said else words  # one language
    return timing.say_limit(limit).vi


def _papers(case: Case, needs: Iterable[PaperNeed]) -> list[dict[str, Any]]:
    files = dict(case.papers.values_list("file", "slot")) if case.slots else {}
    pages: Counter[str] = Counter()
    for urn, count in File.objects.filter(urn__in=files).values_list("urn", "pages") if files else ():
        pages[files[urn]] += count
    handed = {one.slot: one for one in case.handed.all()} if case.handed_slots else {}
    rows: list[dict[str, Any]] = []
    for need in needs:
        name = need.paper.official_name or need.paper.name.vi
        if need.state == "held":
            rows.append({"name": name, "form": "Nhà nước đã có"})  # one language
        elif need.paper.code in pages:
            rows.append({"name": name, "form": "Bản điện tử", "pages": pages[need.paper.code]})  # one language
        if one := handed.get(need.paper.code):
            rows.append({"name": name, "form": _sheets(one)})
    return rows


def _sheets(one: HandedPaper) -> str:
    """What of a paper was kept, and what was compared and given back."""
    parts = (
        (one.originals, "{n} bản chính"),  # one language
        (one.copies, "{n} bản sao"),  # one language
        (one.shown, "{n} bản chính đã đối chiếu, trả lại"),  # one language
    )
    return ", ".join(words.format(n=count) for count, words in parts if count)


def _amount(line: Charge) -> str:
    """Free by a rule is not the same as unknown."""
    if line.amount is None:
        return "chưa xác định, cơ quan báo trước khi trả"  # one language
    return f"{say_money(line.amount)} ({line.reason.vi})" if line.reason.vi else say_money(line.amount)


def request(case: Case, grounds: Sequence[Ground], until: datetime, *, by: Actor) -> dict[str, Any]:
    """What form 02 says: each thing that is missing, why, and what to do, all at once."""
    items = []
    for spelt in _spelt(case, grounds, "supplement"):
        paper = spelt.paper.vi if spelt.paper else "Nội dung tờ khai"  # one language
        why = " ".join(part for part in (with_stop(spelt.text.vi), spelt.sentence) if part)
        items.append({"paper": paper, "reason": why, "how": spelt.what_to_do.vi if spelt.what_to_do else ""})
    contact = {"name": case.agency_name}
    return {"items": items, "answer_by": iso(until)[:10], "contact": contact, "officer": by.name}


def refusal(case: Case, grounds: Sequence[Ground], at: datetime, *, by: Actor) -> dict[str, Any]:
    """What form 03 says: why, under which law, what can be done instead, and until when one may complain."""
    spelt = _spelt(case, grounds, "refusal")
    until = say_date(last_day_to_complain(at))
    return {
        "reasons": [
            {"text": " ".join((with_stop(one.text.vi), one.sentence)).strip(), "law": one.basis} for one in spelt
        ],
        "instead": " ".join(with_stop(one.what_to_do.vi) for one in spelt if one.what_to_do),
        "appeal": f"Ông/Bà có thể khiếu nại đến {case.agency_name} trước hết ngày {until}.",  # one language
        "officer": by.name,
        "officer_title": title_of(by),
    }


def stop(case: Case, grounds: Sequence[Ground], how_to_go_on: str, until: datetime, *, by: Actor) -> dict[str, Any]:
    """What form 05 says: why the work stops, under which law, how it goes on, and when a stop becomes the end."""
    spelt = _spelt(case, grounds, "refusal")
    return {
        "reasons": [
            {"text": " ".join((with_stop(one.text.vi), one.sentence)).strip(), "law": one.basis} for one in spelt
        ],
        "instead": with_stop(how_to_go_on),
        "stopped_until": iso(until)[:10],
        "appeal": f"Ông/Bà có thể khiếu nại đến {case.agency_name} "  # one language
        f"trước hết ngày {say_date(last_day_to_complain(now()))}.",
        "officer": by.name,
        "officer_title": title_of(by),
    }


def apology(case: Case, sentence: str, *, by: Actor) -> dict[str, Any]:
    """What form 04 says: what was promised, how late it is, why, and the new date."""
    assert case.due_at is not None
    late = timing.minutes_between(case.due_at, now(), case.agency_code)
    return {
        "received_at": iso(case.received_at),
        "due_at": iso(case.due_at),
        "late_days": -(-late // timing.MINUTES_A_DAY),
        "reason": sentence,
        "new_due_at": iso(case.new_due_at),
        "contact": {"name": case.agency_name},
        "signer": by.name,
        "signer_title": title_of(by),
    }


def title_of(actor: Actor) -> str:
    """The title of the office in which somebody acts."""
    titles = Appointment.objects.filter(urn=actor.office).values_list("title", flat=True)
    return (titles.first() if actor.office else None) or ""


def last_day_to_complain(at: datetime) -> date:
    """The last day on which a refusal given at that moment may be complained of."""
    return (local(at) + timedelta(days=DAYS_TO_COMPLAIN)).date()


def _spelt(case: Case, grounds: Sequence[Ground], kind: Kind) -> list[Spelt]:
    return [spell(procedure_of_case(case), ground, kind) for ground in grounds]


def told(case: Case, grounds: Sequence[Ground], kind: Kind) -> Text:
    """The grounds as the body of a notice: what is wrong, and what to do about it."""
    vi, en = [], []
    for spelt in _spelt(case, grounds, kind):
        parts = [part for part in (spelt.paper, spelt.text, spelt.what_to_do) if part]
        vi.append(
            "– " + " ".join(with_stop(part.vi) for part in parts) + (f" {spelt.sentence}" if spelt.sentence else "")
        )
        en.append(
            "– " + " ".join(with_stop(part.en) for part in parts) + (f" {spelt.sentence}" if spelt.sentence else "")
        )
    return Text("\n".join(vi), "\n".join(en))


def with_stop(sentence: str) -> str:
    """The words as a whole sentence."""
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."


def result_set(case: Case, parts: Sequence[CasePart]) -> dict[str, Any]:
    """What the cover of a linked application's results says: each part, who decided it, when, which number."""
    procedure = procedure_of_case(case)
    opened = dict(Case.objects.filter(urn__in=[part.opened for part in parts]).values_list("urn", "finished_at"))
    return {
        "submitted_at": iso(case.submitted_at),
        "about_name": case.about_name,
        "parts": [
            {
                "name": part_of(procedure, part.code).name.vi,
                "agency": part.agency_name,
                "number": part.number,
                "ended_on": iso(opened.get(part.opened)),
                "outcome": OUTCOMES[part.state],
            }
            for part in parts
        ],
    }
