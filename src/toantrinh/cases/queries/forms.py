"""The form of a case as screens show it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from toantrinh.cases import form, timing
from toantrinh.cases.changes import changes_between
from toantrinh.cases.charging import Charge, total
from toantrinh.cases.definition import Eligibility, Limit, Procedure
from toantrinh.cases.form import PageView, PaperNeed, Situation
from toantrinh.cases.models import Case
from toantrinh.cases.queries.editions import edition_in_force, find_procedure
from toantrinh.cases.situation import Contents, charges_of, competent_agency, contents_of, situation_of
from toantrinh.kernel.moment import now, today
from toantrinh.kernel.problem import Problem
from toantrinh.kernel.text import Text
from toantrinh.people.models import Agency


@dataclass
class FormView:
    """Everything that the pages of a form need; each part is worked out when it is asked for."""

    case: Case
    contents: Contents
    situation: Situation = field(init=False)

    def __post_init__(self) -> None:
        self.situation = situation_of(self.case, self.contents)

    @property
    def procedure(self) -> Procedure:
        return self.situation.procedure

    @cached_property
    def pages(self) -> Sequence[PageView]:
        """The pages that show, in order."""
        return form.pages(self.situation)

    def page(self, code: str) -> PageView | None:
        """The page of that code, where it shows."""
        return next((view for view in self.pages if view.page.code == code), None)

    def page_after(self, code: str) -> str:
        """Code of the next page on which something is asked; empty when the answers can be checked."""
        codes = [view.page.code for view in self.pages]
        after = self.pages[codes.index(code) + 1 :] if code in codes else self.pages
        return next((view.page.code for view in after if view.is_asking), "")

    def page_before(self, code: str) -> str:
        """Code of the page before; empty on the first."""
        codes = [view.page.code for view in self.pages]
        return codes[codes.index(code) - 1] if code in codes and codes.index(code) else ""

    @cached_property
    def papers(self) -> Sequence[PaperNeed]:
        """The papers of the dossier: needed, optional, or held by the State."""
        return form.papers(self.situation)

    @cached_property
    def problems(self) -> Sequence[Problem]:
        """Everything that stands against submitting."""
        return form.problems(self.situation)

    @cached_property
    def warnings(self) -> Sequence[Text]:
        """What the person should know before going on."""
        return form.warnings(self.situation)

    @cached_property
    def ineligible(self) -> Sequence[Eligibility]:
        """Rules that say no, with what to do instead."""
        return form.ineligible(self.situation)

    @cached_property
    def charges(self) -> Sequence[Charge]:
        """What is charged, each with its reason; frozen once it was sent."""
        return charges_of(self.case)

    @cached_property
    def total(self) -> int | None:
        """What all of it comes to; None as long as one charge is not known."""
        return total(self.charges)

    @cached_property
    def agency(self) -> Agency | None:
        """Who would decide; None as long as the answers do not say."""
        return competent_agency(self.situation)

    @cached_property
    def due_if_received_now(self) -> datetime | None:
        """The promise, if the agency received the dossier now; None as long as agency or limit is not known."""
        if self.agency is None or not self.limit.is_known:
            return None
        return timing.due_of(self.limit, now(), self.agency.code)

    @cached_property
    def limit(self) -> Limit:
        """Within which the result is due, as the answers stand."""
        return form.limit(self.situation)

    @cached_property
    def changes(self) -> Sequence[Text] | None:
        """What the edition now in force changes; None where this draft is of that edition."""
        if edition_in_force(self.case.code, today()).urn == self.case.edition_id:
            return None
        return changes_between(self.procedure, find_procedure(self.case.code))

    def typed(self, path: str) -> dict[str, str]:
        """What was typed into a field that could not be read, so that it stands there again."""
        return dict(self.contents.answers.get(f"{path}#typed") or {})


def form_of(case: Case) -> FormView:
    """The form of a case in hand."""
    return FormView(case, contents_of(case))
