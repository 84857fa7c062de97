"""What a form asks, holds and concludes in one situation: pure functions over an edition and what is known.

Nothing here reads a table or the clock: the caller brings a `Situation`, so the portal, the desk, the API, the examples
of a package and the tests all get the same answers.

How the value of a question is found, first that applies:

1. hidden by `show_when`: unknown, whatever was typed before
2. `derive`: the first line whose `when` is true
3. `from`: what the State holds, unless the person said that it is wrong
4. what the person answered
5. `default`
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from toantrinh.cases.conditions import Judge, get, judge_of, put, say_value
from toantrinh.cases.definition import (
    Channel,
    Check,
    Choice,
    Competent,
    Consent,
    Effect,
    Eligibility,
    Fee,
    FormField,
    Limit,
    LinkedPart,
    Lookup,
    Page,
    Paper,
    Procedure,
    Result,
    Step,
)
from toantrinh.cases.questions import parse_answer
from toantrinh.kernel.problem import Problem
from toantrinh.kernel.text import Text, t

Values = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Situation:
    """All that a form may depend upon."""

    procedure: Procedure
    today: date
    channel: Channel = Channel.ONLINE
    me: Mapping[str, Any] = field(default_factory=dict)
    """The applicant: `personal_number`, `full_name`, `sex`, `birth_date`, `assurance`."""
    answers: Mapping[str, Any] = field(default_factory=dict)
    """Field path → JSON value, as `parse_answer` gives it."""
    lookups: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Lookup code → what its service returned; an empty mapping where it was asked and nothing came."""
    disputed: frozenset[str] = frozenset()
    """Fields whose held value the person reported as wrong."""
    files: frozenset[str] = frozenset()
    """Codes of papers that are attached."""
    agreed: frozenset[str] = frozenset()
    """Codes of the consents that were given."""
    case: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Question:
    """One field as it stands now."""

    field: FormField
    value: Any
    state: Literal["asked", "held", "derived"]
    source: Text | None = None
    """Where a held value comes from."""
    as_of: str = ""
    """Day of a held value, ISO; empty where the source says none."""
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PageView:
    """One page with the questions that show on it."""

    page: Page
    questions: tuple[Question, ...]

    @property
    def is_asking(self) -> bool:
        """False where everything on it is known, so that the page may be skipped."""
        return self.page.papers or any(question.state == "asked" for question in self.questions)


@dataclass(frozen=True, kw_only=True)
class PaperNeed:
    """One paper as it stands now."""

    paper: Paper
    state: Literal["needed", "optional", "held"]


def values(s: Situation) -> Values:
    """Everything that expressions may name, nested by path."""
    return _walk(s)[0]


def _walk(s: Situation) -> tuple[Values, dict[str, Question]]:
    """Everything known and every question that shows; worked out once for each situation, which never changes."""
    walked: tuple[Values, dict[str, Question]] | None = s.__dict__.get("_walked")
    if walked is None:
        walked = s.__dict__["_walked"] = _go_through(s)
    return walked


def _go_through(s: Situation) -> tuple[Values, dict[str, Question]]:
    """Go through the questions in order: each may use what stands before it."""
    judge = judge_of(s.procedure)
    known: Values = {code: dict(answer) for code, answer in s.lookups.items() if answer}
    known |= {"me": dict(s.me), "case": dict(s.case), "channel": s.channel.value}
    known["agreed"] = {one.code.replace("-", "_"): one.code in s.agreed for one in s.procedure.consents}
    questions: dict[str, Question] = {}
    for page in s.procedure.pages:
        page_shows = judge.holds(page.show_when, known, s.today)
        for item in page.fields:
            if not page_shows or not judge.holds(item.show_when, known, s.today):
                continue
            question = _question(s, judge, item, known)
            questions[item.name] = question
            put(known, item.name, question.value)
    return known, questions


def _question(s: Situation, judge: Judge, item: FormField, known: Values) -> Question:
    choices = _offered(s, judge, item, known)
    if (derived := _derived(judge, item, known, s.today)) is not None:
        return Question(field=item, value=derived, state="derived", choices=choices)
    if item.from_ and item.name not in s.disputed and (held := get(known, item.from_)) is not None:
        lookup = item.from_.split(".")[0]
        source = next(one.source_name for one in s.procedure.lookups if one.code == lookup)
        as_of = str(known[lookup].get("as_of", ""))[:10]
        return Question(field=item, value=held, state="held", source=source, as_of=as_of, choices=choices)
    value = s.answers.get(item.name)
    if value is None and item.default:
        value = judge.value(item.default, known, s.today)
    if (choices or item.choices_of) and value is not None and value not in [choice.value for choice in choices]:
        value = None  # what was chosen is no longer offered: ask again rather than keep a wrong answer
    return Question(field=item, value=value, state="derived" if item.hidden else "asked", choices=choices)


def _offered(s: Situation, judge: Judge, item: FormField, known: Values) -> tuple[Choice, ...]:
    """What may be chosen now: of the package, or the rows of what a register answered."""
    if (rows := item.choices_of) is None:
        return tuple(one for one in item.choices if one.when is None or judge.holds(one.when, known, s.today))

    def words(row: Mapping[str, Any], name: str) -> Text:
        return Text(str(row.get(f"{name}_vi", "")), str(row.get(f"{name}_en", "")))

    return tuple(
        Choice(
            value=row[rows.value],
            label=words(row, rows.label),
            hint=words(row, rows.hint) if rows.hint else None,
            when=None,
        )
        for row in get(known, rows.rows) or ()
    )


def _derived(judge: Judge, item: FormField, known: Values, today: date) -> Any:
    for line in item.derive:
        if line.when is None or judge.holds(line.when, known, today):
            found = judge.value(line.value, known, today)
            if found is not None:
                return found
    return None


def pages(s: Situation) -> list[PageView]:
    """The pages that show, each with its visible questions."""
    known, questions = _walk(s)
    judge = judge_of(s.procedure)
    views = []
    for page in s.procedure.pages:
        if judge.holds(page.show_when, known, s.today):
            shown = tuple(questions[item.name] for item in page.fields if item.name in questions and not item.hidden)
            if shown or (page.papers and papers(s)):
                views.append(PageView(page=page, questions=shown))
    return views


def page(s: Situation, code: str) -> PageView | None:
    """The page of that code, or None where it does not show."""
    return next((view for view in pages(s) if view.page.code == code), None)


def read_page(s: Situation, code: str, posted: Mapping[str, Any]) -> tuple[Values, list[Problem]]:
    """Read what was posted for a page.

    Returns the new answers (field path → JSON value; what could not be read is kept as typed under `<path>#typed`, so
    that nothing typed is lost) and the problems. Visibility is judged after each answer, so that a question which the
    same post makes visible is read too.
    """
    found: Values = {}
    problems: list[Problem] = []
    wanted = next((one for one in s.procedure.pages if one.code == code), None)
    for item in wanted.fields if wanted else []:
        now = replace(s, answers={**s.answers, **found})
        known, questions = _walk(now)
        question = questions.get(item.name)
        if question is None or question.state != "asked":
            continue
        answer = parse_answer(item, posted)
        problem = answer.problem or _field_problem(s, question.field, answer.value, known)
        found[item.name] = answer.value
        found[f"{item.name}#typed"] = answer.typed if answer.problem else None
        if problem:
            problems.append(problem)
    return found, problems


def problems(s: Situation) -> list[Problem]:
    """Everything that stands against submitting: unanswered questions, broken rules, missing papers."""
    known, questions = _walk(s)
    found = []
    for name, question in questions.items():
        if question.field.hidden:
            continue
        typed = s.answers.get(f"{name}#typed") if question.state == "asked" else None
        answer = parse_answer(question.field, typed) if typed else None
        problem = answer.problem if answer else None
        problem = problem or _field_problem(s, question.field, question.value, known)
        if problem:
            found.append(problem)
    found += [
        Problem(check.message, code="check", field=_first_field(check, questions))
        for check in s.procedure.checks
        if not check.only_warn and judge_of(s.procedure).fails(check.unless, known, s.today)
    ]
    for need in papers(s):
        if need.state == "needed" and need.paper.code not in s.files:
            words = t('Thêm tệp cho "{paper}".', 'Add a file for "{paper}".').fill(paper=need.paper.name)
            found.append(Problem(words, code="paper", field=f"paper:{need.paper.code}"))
    return found


def _first_field(check: Check, questions: Mapping[str, Question]) -> str:
    return next((name for name in questions if name in check.unless), "")


def _field_problem(s: Situation, item: FormField, value: Any, known: Values) -> Problem | None:
    """What is wrong with one answer, in words that stand beside its field."""
    judge = judge_of(s.procedure)
    if value in (None, "", []):
        required = item.required or (item.require_when and judge.holds(item.require_when, known, s.today))
        return Problem(_ask(item), code="empty", field=item.name) if required else None
    offered = _offered(s, judge, item, known) if item.choices_of else item.choices
    if (offered or item.choices_of) and value not in [choice.value for choice in offered]:
        return Problem(_ask(item), code="choice", field=item.name)
    with_it = put(dict(known), item.name, value, copy=True)
    for source, words, rule in _bounds(item):
        if judge.fails(f"{item.name} {rule} {source}", with_it, s.today):
            seen, bound = (judge.typed_value(one, with_it, s.today) for one in (item.name, source))
            said = words.fill(label=item.label, bound=say_value(bound), given=say_value(seen))
            return Problem(said, code="bound", field=item.name)
    for check in item.check:
        if not check.only_warn and judge.fails(check.unless, with_it, s.today):
            return Problem(check.message, code="check", field=item.name)
    return None


_PAST = t("{label} phải là ngày đã qua. Bạn đã nhập {given}.", "{label} must be in the past. You entered {given}.")
_MOST = t("{label}: nhiều nhất là {bound}. Bạn đã nhập {given}.", "{label}: at most {bound}. You entered {given}.")
_LEAST = t("{label}: ít nhất là {bound}. Bạn đã nhập {given}.", "{label}: at least {bound}. You entered {given}.")
_ASK = {
    "choice": t("Chọn một câu trả lời: {label}.", "Choose an answer: {label}."),
    "yes_no": t("Chọn một câu trả lời: {label}.", "Choose an answer: {label}."),
    "full_name": t("{label}: nhập đủ như trên giấy tờ.", "{label}: enter it in full, as on the papers."),
    "date": t("{label}: nhập ngày, ví dụ 27 3 1990.", "{label}: enter a date, for example 27 3 1990."),
    "partial_date": t("{label}: nhập ngày, ví dụ 27 3 1990.", "{label}: enter a date, for example 27 3 1990."),
    "address": t("{label}: chọn tỉnh, thành phố rồi chọn xã, phường.", "{label}: choose a province, then a commune."),
}
_ASK_ANY = t("{label}: điền câu trả lời.", "{label}: fill in an answer.")


def _bounds(item: FormField) -> Iterator[tuple[str, Text, str]]:
    if item.maximum:
        yield item.maximum, _PAST if item.maximum == "today" else _MOST, "<="
    if item.minimum:
        yield item.minimum, _LEAST, ">="


def _ask(item: FormField) -> Text:
    """What to say where a needed answer is empty: an instruction, not a complaint."""
    return _ASK.get(item.kind, _ASK_ANY).fill(label=item.label)


def warnings(s: Situation) -> list[Text]:
    """What the person should know before going on, without being stopped."""
    known, questions = _walk(s)
    judge = judge_of(s.procedure)
    rules = [*s.procedure.checks, *(check for question in questions.values() for check in question.field.check)]
    return [check.message for check in rules if check.only_warn and judge.fails(check.unless, known, s.today)]


def papers(s: Situation) -> list[PaperNeed]:
    """The papers that belong to this dossier, and whether each must still be brought."""
    known = values(s)
    needs = []
    for paper in s.procedure.papers:
        if not judge_of(s.procedure).holds(paper.show_when, known, s.today):
            continue
        state: Literal["needed", "optional", "held"] = "optional"
        if paper.held_when and judge_of(s.procedure).holds(paper.held_when, known, s.today):
            state = "held"
        elif judge_of(s.procedure).holds(paper.required_when, known, s.today):
            state = "needed"
        needs.append(PaperNeed(paper=paper, state=state))
    return needs


def ineligible(s: Situation) -> list[Eligibility]:
    """The rules that say no; a rule that cannot be judged yet does not."""
    known = values(s)
    return [rule for rule in s.procedure.eligibility if judge_of(s.procedure).fails(rule.unless, known, s.today)]


def competent(s: Situation) -> Competent:
    """The rule on which agency decides this dossier."""
    rule = s.procedure.competent
    known, judge = values(s) if rule.instead else {}, judge_of(s.procedure)
    return next((one for one in rule.instead if one.when and judge.holds(one.when, known, s.today)), rule)


def competent_unit(s: Situation) -> str:
    """Code of the commune that decides, or empty where it is not known yet."""
    unit = competent(s).unit
    return str(judge_of(s.procedure).value(unit, values(s), s.today) or "") if unit else ""


def limit(s: Situation) -> Limit:
    """The limit that holds for this dossier, which may be one that is not known."""
    return limits_to_choose(s)[0]


def limits_to_choose(s: Situation) -> list[Limit]:
    """Limits between which whoever receives the dossier chooses, the usual one first; one where there is no choice."""
    terms, judge = s.procedure.channels[s.channel], judge_of(s.procedure)
    known = values(s) if terms.limits else {}
    for one in terms.limits:
        if one.when and judge.holds(one.when, known, s.today):
            return [one.limit]
    return [terms.limit, *(one.limit for one in terms.limits if one.when is None and one.limit != terms.limit)]


def fees(s: Situation) -> list[Fee]:
    """The charges that apply."""
    terms = s.procedure.channels[s.channel]
    known = values(s)
    return [fee for fee in terms.fees if judge_of(s.procedure).holds(fee.when, known, s.today)]


def steps(s: Situation) -> list[Step]:
    """The stages that this dossier goes through."""
    known = values(s)
    return [step for step in s.procedure.steps if judge_of(s.procedure).holds(step.when, known, s.today)]


def wanted_lookups(s: Situation) -> list[tuple[Lookup, Values]]:
    """What should be asked of other agencies now: not asked yet, wanted, and with its question complete."""
    known = values(s)
    theirs = {one.code for one in consents(s)}
    wanted = []
    for lookup in s.procedure.lookups:
        if (
            lookup.code in s.lookups
            or lookup.in_name_of in theirs
            or not judge_of(s.procedure).holds(lookup.ask_when, known, s.today)
        ):
            continue
        body = lookup_body(s, lookup)
        if all(value is not None for value in body.values()):
            wanted.append((lookup, body))
    return wanted


def lookup_body(s: Situation, lookup: Lookup) -> Values:
    """The question of a lookup; what is unknown in it stands as None."""
    judge, known = judge_of(s.procedure), values(s)
    return {name: judge.value(source, known, s.today) for name, source in lookup.body.items()}


def consents(s: Situation) -> list[Consent]:
    """Who else must agree to this application."""
    known = values(s)
    return [one for one in s.procedure.consents if judge_of(s.procedure).holds(one.when, known, s.today)]


def asked_of(s: Situation, consent: Consent) -> str:
    """Personal number of the person whose consent is needed; empty where it is not known yet."""
    return str(judge_of(s.procedure).value(consent.person, values(s), s.today) or "")


def without_unagreed(s: Situation) -> Situation:
    """The situation without what registers told in the name of somebody whose consent counts no longer."""
    open_ones = {one.code for one in consents(s)} - s.agreed
    dropped = {one.code for one in s.procedure.lookups if one.in_name_of in open_ones}
    return replace(s, lookups={code: answer for code, answer in s.lookups.items() if code not in dropped})


def agreed_to(s: Situation) -> list[tuple[str, Any]]:
    """Everything to which a consent is given: each question that shows, with its value."""
    return [(name, question.value) for name, question in _walk(s)[1].items() if not question.field.hidden]


def effects(s: Situation) -> list[Effect]:
    """The changes that a grant brings about."""
    known = values(s)
    return [effect for effect in s.procedure.effects if judge_of(s.procedure).holds(effect.when, known, s.today)]


def effect_body(s: Situation, effect: Effect, done: Mapping[str, Mapping[str, Any]]) -> Values:
    """The request of an effect, without what is unknown; `done` holds the answers of those before it, by code."""
    known = values(s) | {code.replace("-", "_"): dict(answer) for code, answer in done.items()}
    found = {name: judge_of(s.procedure).value(source, known, s.today) for name, source in effect.body.items()}
    return {name: value for name, value in found.items() if value is not None}


def linked_parts(s: Situation) -> list[LinkedPart]:
    """The parts that other agencies decide."""
    known = values(s)
    return [part for part in s.procedure.linked if judge_of(s.procedure).holds(part.when, known, s.today)]


def part_answers(s: Situation, part: LinkedPart, done: Mapping[str, Mapping[str, Any]]) -> Values:
    """What a part's form is handed: field → value, without what is unknown; `done` is what earlier parts gave."""
    known = values(s) | {code.replace("-", "_"): dict(given) for code, given in done.items()}
    whole = {name: question.value for name, question in _walk(s)[1].items()} if part.whole_form else {}
    judge = judge_of(s.procedure)
    found = whole | {name: judge.value(source, known, s.today) for name, source in part.body.items()}
    return {name: value for name, value in found.items() if value not in (None, "", [])}


def part_applicant(s: Situation, part: LinkedPart, done: Mapping[str, Mapping[str, Any]]) -> tuple[str, str]:
    """Personal number and name of who applies in a part; empty where that is not known yet."""
    known = values(s) | {code.replace("-", "_"): dict(given) for code, given in done.items()}
    judge = judge_of(s.procedure)
    number, name = (judge.value(source, known, s.today) for source in (part.applicant, part.applicant_name))
    return str(number or ""), str(name or "")


def part_papers(s: Situation, part: LinkedPart) -> dict[str, str]:
    """Paper of the part → paper here, of those that are attached."""
    same = {need.paper.code: need.paper.code for need in papers(s)} if part.whole_form else {}
    return {theirs: ours for theirs, ours in (same | part.papers).items() if ours in s.files}


def result_contents(s: Situation, result: Result, done: Mapping[str, Mapping[str, Any]]) -> Values:
    """What the template of a result is given: its `with`, and `owner`, `birth_date`, `holder_name`.

    A value that is one question's choice is put in Vietnamese words, as the paper must read; addresses stay objects.
    """
    judge = judge_of(s.procedure)
    known = values(s) | {code.replace("-", "_"): dict(answer) for code, answer in done.items()}
    choices = {item.name: item.choices for item in s.procedure.fields() if item.kind == "choice"}
    named = {"owner": result.owner, "birth_date": result.birth_date, "holder_name": result.holder_name}
    sources = dict(result.contents) | {name: source for name, source in named.items() if source}
    found = {name: judge.value(source, known, s.today) for name, source in sources.items()}
    for name, source in sources.items():
        if source in choices:
            found[name] = next((one.label.vi for one in choices[source] if one.value == found[name]), found[name])
    return found


def about(s: Situation) -> str:
    """Name of whom the dossier is about, or empty."""
    return str(judge_of(s.procedure).value(s.procedure.about, values(s), s.today) or "") if s.procedure.about else ""
