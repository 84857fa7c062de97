"""A linked application as its citizen sees it: who holds each part, each clock, what waits for them, one result set."""

from dataclasses import dataclass

from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from toantrinh.cases.actions import drop_part, fetch_lookups, file_part_alone
from toantrinh.cases.definition import Competent, Procedure
from toantrinh.cases.models import Case, CaseOrigin
from toantrinh.cases.queries import (
    LetterLine,
    PartLine,
    find_procedure,
    list_parts,
    open_case,
    origin_of,
    say_limit,
)
from toantrinh.kernel.problem import Missing
from toantrinh.kernel.text import Text, t
from toantrinh.kernel.urn import key_of
from toantrinh.web.design.flash import say_done
from toantrinh.web.design.page import Request, page
from toantrinh.web.design.parts import Clock
from toantrinh.web.portal.wording import begun, face_of

DECIDES: dict[str, Text] = {
    "commune_committee": t("Uỷ ban nhân dân xã, phường", "People's committee of the commune"),
    "commune_police": t("Công an xã, phường", "Police of the commune"),
    "provincial_committee": t("Uỷ ban nhân dân tỉnh", "People's committee of the province"),
    "provincial_department": t("Sở của tỉnh", "A department of the province"),
    "provincial_police": t("Công an tỉnh", "Police of the province"),
    "provincial_social_insurance": t("Bảo hiểm xã hội tỉnh", "Social insurance of the province"),
    "agency": t("Cơ quan trung ương", "A central agency"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one agency does in a linked procedure, said before anything is filed."""

    name: Text
    decides: Text
    limit: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One part as the dossier page shows it."""

    line: PartLine
    address: str
    """Of its own dossier; empty where it is none yet."""
    clock: Clock | None
    results: list[tuple[LetterLine, str]]
    draft: str
    """Address of the draft by which it is filed alone."""
    waits_for_citizen: bool


def shares_of(procedure: Procedure) -> list[Share]:
    """Who does what in a linked procedure; empty for any other."""
    return [_share(part.name, part.procedure) for part in procedure.linked]


def _share(name: Text, code: str) -> Share:
    try:
        theirs = find_procedure(code)
    except Missing:
        return Share(name=name, decides=DECIDES["agency"], limit=None)
    limit = next(iter(theirs.channels.values())).limit
    return Share(name=name, decides=_decides(theirs.competent), limit=begun(say_limit(limit)))


def _decides(rule: Competent) -> Text:
    return DECIDES[rule.kind]


def parts_of(case: Case) -> list[Shown]:
    """The parts of a dossier in hand, as one group."""
    return [_shown(line) for line in list_parts(case)]


def _shown(line: PartLine) -> Shown:
    clock = face_of(line.case, line.clock) if line.case and line.clock and not line.case.finished_at else None
    return Shown(
        line=line,
        address=reverse("portal:case", args=[line.number]) if line.number else "",
        clock=clock,
        results=[(one, reverse("portal:letter_file", args=[key_of(one.letter)])) for one in line.results],
        draft=reverse("portal:case", args=[key_of(line.alone)]) if line.alone else "",
        waits_for_citizen=line.standing is not None and line.standing.is_for_citizen,
    )


def origin_shown(case: Case) -> tuple[CaseOrigin, str] | None:
    """The linked application from which a dossier came, with its address."""
    origin = origin_of(case)
    return (origin, reverse("portal:case", args=[origin.number])) if origin else None


@page("case.file", methods=("POST",))
def file_alone(request: Request, name: str, code: str) -> HttpResponseBase:
    """Go on with a part alone, from a draft that is filled in already."""
    case = open_case(name, viewer=request.actor)
    draft = file_part_alone(case, code, by=request.actor)
    if not draft.number:
        fetch_lookups(draft, by=request.actor)
    return redirect("portal:form", key=key_of(draft.urn)) if not draft.number else redirect("portal:case", draft.number)


@page("case.withdraw", methods=("POST",))
def give_up(request: Request, name: str, code: str) -> HttpResponseBase:
    """A part is not wanted any more."""
    case = open_case(name, viewer=request.actor)
    drop_part(case, code, by=request.actor)
    say_done(
        request, t("Phần này không làm nữa; các phần khác vẫn tiếp tục.", "That part is dropped; the others go on.")
    )
    return redirect("portal:case", name=case.number)
