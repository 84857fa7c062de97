"""The expression language: what is refused when it is read, and what it says of values."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toantrinh.kernel.expressions import (
    DATE,
    NUMBER,
    TEXT,
    TRUTH,
    ExpressionMistake,
    Kind,
    Schema,
    choice,
    echo,
    evaluate,
    list_of,
    parse,
)
from toantrinh.kernel.expressions.tree import (
    Binary,
    Call,
    Expression,
    Literal,
    Name,
    Node,
    Quantified,
    Several,
    Unary,
    write,
)
from toantrinh.kernel.partial_date import PartialDate
from toantrinh.kernel.text import t

SCHEMA: Schema = {
    "child.birth_date": DATE,
    "child.birth_place": choice("home", "hospital", "abroad"),
    "mother.birth_date": DATE,
    "mother.name": TEXT,
    "pages": NUMBER,
    "is_urgent": TRUTH,
    "is_late": TRUTH,
    "papers": list_of(choice("certificate", "promise")),
    "children": list_of({"name": TEXT, "birth_date": DATE}),
    "$adult_age": NUMBER,
}
TODAY = date(2026, 11, 2)


def says(source: str, values: Mapping[str, Any] = {}, kind: Kind | None = None) -> Any:
    return evaluate(parse(source, SCHEMA, kind=kind), values, today=TODAY)


# ---- reading


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (
            "child.birth_plac = 'home'",
            "character 1: “child.birth_plac” is not declared → did you mean “child.birth_place”?",
        ),
        ("child.birth_place = 'hme'", "character 21: “hme” is not an option here → did you mean “home”?"),
        ("'hme' = child.birth_place", "character 1: “hme” is not an option here → did you mean “home”?"),
        ("child.birth_place in ['home', 'sea']", "character 22: “sea” is not an option here"),
        ("'letter' in papers", "character 1: “letter” is not an option here"),
        ("pages == 3", "character 8: a value must come here, not “=” → write “=” once; not equal is “!=”"),
        ("pages + 1", "character 1: needs true or false, not a number"),
        ("pages = 'three'", "character 9: needs a number, not a text"),
        ("is_urgent and pages", "character 15: needs true or false, not a number"),
        ("mother.name < 'B'", "character 1: needs a number, not a text"),
        ("today - mother.birth_date > 3", "two dates cannot be added or subtracted → use days_between(a, b)"),
        ("today + 3 > today", "character 9: needs a period, not a number"),
        ("1 < pages < 3", "character 5: join two comparisons by “and”"),
        ("pages = 2023-02-29", "character 9: there is no day 2023-02-29"),
        ("year_between(today, today) = 1", "there is no function “year_between” → did you mean “years_between”?"),
        ("years_between(today) = 1", "character 1: this function needs 2 values"),
        ("if(is_urgent, 1) = 1", "character 1: write if(condition, when true, when false)"),
        ("any(children)", "character 1: the condition is missing → write any(x in …: …)"),
        ("any(x in children: x.nme = 'An')", "character 20: “x.nme” is not declared → did you mean “x.name”?"),
        ("any(pages in children: true)", "character 5: “pages” means something else → take another name"),
        ("any(x in pages: true)", "character 10: needs a list, not a number"),
        ("any(x in children: x is known)", "needs a text, not a group"),
        ("(pages = 3", "character 11: “)” is missing here"),
        ("pages = 3)", "character 10: “)” has no place here"),
        ("pages = 3 # three", "character 11: “#” has no place here"),
        ("", "character 1: a value must come here, not “…”"),
        ("pages = 'open", "character 9: a value must come here, not “'”"),
        ("pages not 3", "character 7: “not” has no place here"),
        ("(" * 40 + "true" + ")" * 40, "nested too deeply"),
        ("true and " * 300 + "true", "the expression is too long"),
        ("is_urgent or " + "x" * 3000, "the expression is too long"),
    ],
)
def test_a_mistake_says_where_it_is_and_what_would_be_right(source: str, said: str) -> None:
    with pytest.raises(ExpressionMistake) as mistake:
        parse(source, SCHEMA)
    assert said in mistake.value.message.en
    assert mistake.value.message.vi.startswith("ký tự ")


@given(st.text(max_size=60) | st.text("()[]'\"<>=!+-*/:,. andornotinisknow1239$_\n", max_size=60))
def test_whatever_the_text_it_is_read_or_refused(source: str) -> None:
    try:
        parse(source, SCHEMA, kind=None)
    except ExpressionMistake as mistake:
        assert 0 <= mistake.at <= len(source)


def test_an_expression_knows_its_names_and_its_kind() -> None:
    found = parse("years_between(mother.birth_date, today) >= $adult_age or any(x in children: x.name = 'An')", SCHEMA)
    assert found.names == {"mother.birth_date", "$adult_age", "children"}
    assert parse("pages * 2000", SCHEMA, kind=Kind.NUMBER).kind == Kind.NUMBER


# ---- printing

LEAVES: dict[Kind, list[Node]] = {
    Kind.TRUTH: [Literal(True), Literal(False), Name("is_urgent", Kind.TRUTH), Name("is_late", Kind.TRUTH)],
    Kind.NUMBER: [
        Literal(Decimal("2.50")),
        Literal(Decimal(0)),
        Name("pages", Kind.NUMBER),
        Name("$adult_age", Kind.NUMBER),
    ],
    Kind.DATE: [Literal(date(2026, 2, 28)), Name("today", Kind.DATE), Name("child.birth_date", Kind.DATE)],
    Kind.TEXT: [Literal("Ánh"), Literal('say "a"'), Literal("it's"), Name("mother.name", Kind.TEXT)],
}


CHILDREN = Name("children", Kind.LIST)
Tree = st.SearchStrategy[Node]


def binary(operators: str, left: Tree, right: Tree, of: Kind) -> Tree:
    return st.builds(Binary, st.sampled_from(operators.split("|")), left, right, st.just(of))


def trees(kind: Kind, depth: int = 3) -> Tree:
    leaf = st.sampled_from(LEAVES[kind])
    if not depth:
        return leaf
    below = {other: trees(other, depth - 1) for other in LEAVES}
    truth, number, day, text = below[Kind.TRUTH], below[Kind.NUMBER], below[Kind.DATE], below[Kind.TEXT]
    several = st.lists(text, min_size=1, max_size=3).map(lambda one: Several(tuple(one)))
    made: dict[Kind, list[Tree]] = {
        Kind.TRUTH: [
            binary("and|or", truth, truth, Kind.TRUTH),
            binary("=|!=|<|<=|>|>=", number, number, Kind.NUMBER),
            binary("=|!=|<|<=|>|>=", day, day, Kind.DATE),
            binary("=|!=", truth, truth, Kind.TRUTH),
            binary("in|not in", text, several, Kind.TEXT),
            st.builds(Unary, st.just("not"), truth),
            st.builds(Unary, st.sampled_from(["is known", "is unknown"]), st.one_of(truth, number, day, text)),
            st.builds(Quantified, st.sampled_from(["any", "all"]), st.just("one"), st.just(CHILDREN), truth),
        ],
        Kind.NUMBER: [
            binary("+|-|*|/", number, number, Kind.NUMBER),
            st.builds(Unary, st.just("-"), number),
            st.tuples(day, day).map(lambda two: Call("years_between", two)),
            st.tuples(truth, number, number).map(lambda three: Call("if", three)),
            st.just(Quantified("count", "", CHILDREN, None)),
        ],
        Kind.DATE: [
            binary("+|-", day, st.builds(Unary, st.sampled_from(["days", "months", "years"]), number), Kind.DATE),
        ],
        Kind.TEXT: [st.tuples(truth, text, text).map(lambda three: Call("if", three))],
    }
    return st.one_of(leaf, *made[kind])


def has_one_quantifier(node: Node) -> bool:
    """A quantifier may not use the variable of the one around it: leave such trees out."""
    return write(node).count("one in children") < 2


@given(trees(Kind.TRUTH).filter(has_one_quantifier))
def test_what_is_written_reads_as_the_same_tree(tree: Node) -> None:
    written = write(tree)
    assert parse(written, SCHEMA).root == tree, written
    assert str(parse(written, SCHEMA)) == written


VALUES = st.fixed_dictionaries(
    {},
    optional={
        "is_urgent": st.booleans(),
        "pages": st.integers() | st.text(max_size=3),
        "$adult_age": st.just(18),
        "child.birth_date": st.dates() | st.sampled_from(["1990", "1990-02", "x"]),
        "mother.name": st.text(max_size=3),
        "children": st.lists(st.just({"name": "An"}), max_size=2) | st.none(),
    },
)


@given(trees(Kind.TRUTH).filter(has_one_quantifier), VALUES)
def test_evaluation_never_fails_and_echoes_in_both_languages(tree: Node, values: dict[str, Any]) -> None:
    expression = Expression(tree, Kind.TRUTH, frozenset())
    assert evaluate(expression, values, today=TODAY) in (True, False, None)
    words = echo(expression, {})
    assert words.vi and words.en


# ---- three-valued logic

ANSWERS = st.sampled_from([True, False, None])


@given(ANSWERS, ANSWERS)
def test_kleene_logic_holds_its_laws(a: bool | None, b: bool | None) -> None:
    values = {"is_urgent": a, "is_late": b}
    both, either = says("is_urgent and is_late", values), says("is_urgent or is_late", values)
    assert both == says("is_late and is_urgent", values)
    assert says("not (is_urgent and is_late)", values) == says("not is_urgent or not is_late", values)
    assert says("not (is_urgent or is_late)", values) == says("not is_urgent and not is_late", values)
    assert says("not not is_urgent", values) == a
    if None not in (a, b):
        assert (both, either) == (a and b, a or b)


def test_what_is_unknown_stays_unknown_unless_the_rest_decides() -> None:
    assert says("is_urgent and false") is False
    assert says("is_urgent or true") is True
    assert says("is_urgent and true") is None
    assert says("pages > 3") is None
    assert says("pages in [1, 2]") is None
    assert says("if(is_urgent, 5, 5)") == 5
    assert says("if(is_urgent, 5, 6)") is None
    assert says("pages is known") is False
    assert says("pages is unknown", {"pages": ""}) is True


# ---- values


@pytest.mark.parametrize("values", [{"child": {"birth_place": "abroad"}}, {"child.birth_place": "abroad"}])
def test_values_are_found_by_dotted_path_or_nested(values: Mapping[str, Any]) -> None:
    assert says("child.birth_place = 'abroad'", values) is True
    assert says("child.birth_place in ['home', 'hospital']", values) is False


def test_numbers_are_decimals_however_they_come() -> None:
    three: list[Any] = [3, "3", Decimal("3.0"), 3.0]
    for raw in three:
        assert says("pages = 3", {"pages": raw}) is True
    assert says("pages * 0.1", {"pages": 3}) == Decimal("0.3")
    nonsense: list[Any] = [True, "three", [], float("nan"), "NaN", "1e999999999"]
    for raw in nonsense:
        assert says("pages + 1 = pages", {"pages": raw}) is None
    assert says("pages / 0", {"pages": 1}) is None
    assert says("min(200000, 2000 * pages)", {"pages": 150}) == 200000
    assert says("-pages + max(1, 2, 3)", {"pages": 1}) == 2


def test_dates_move_by_days_months_and_years() -> None:
    assert says("2024-01-31 + 1 month") == date(2024, 2, 29)
    assert says("2024-02-29 + 1 year") == date(2025, 2, 28)
    assert says("2024-03-31 - 13 months") == date(2023, 2, 28)
    assert says("today - 60 days") == date(2026, 9, 3)
    assert says("today + pages days", {"pages": "1.5"}) is None
    assert says("today + 99999999 days") is None
    assert says("9999-12-31 + 1 day") is None


def test_full_years_are_birthdays_that_passed() -> None:
    born = {"mother": {"birth_date": "2008-11-02"}}
    assert says("years_between(mother.birth_date, today)", born) == 18
    assert says("years_between(mother.birth_date, today - 1 day)", born) == 17
    assert says("years_between(today, mother.birth_date)", born) == -18
    assert says("days_between(2026-11-01, today)") == 1


def test_a_date_known_in_part_answers_where_that_suffices() -> None:
    year = {"mother.birth_date": "1990"}
    assert says("mother.birth_date < 1991-01-01", year) is True
    assert says("mother.birth_date >= 1991-01-01", year) is False
    assert says("mother.birth_date < 1990-06-01", year) is None
    assert says("mother.birth_date = 1991-01-01", year) is False
    assert says("mother.birth_date = 1990-01-01", year) is None
    assert says("mother.birth_date is known", year) is True
    assert says("years_between(mother.birth_date, today) > 18", {"mother.birth_date": PartialDate(1990)}) is None
    assert says("mother.birth_date = 1990-03-27", {"mother.birth_date": PartialDate(1990, 3, 27)}) is True
    assert says("mother.birth_date = 1990-03-27", {"mother.birth_date": datetime(1990, 3, 26, 20, tzinfo=UTC)}) is True


def test_text_compares_composed_or_not() -> None:
    assert says("mother.name = 'Ánh'", {"mother": {"name": "A\u0301nh"}}) is True
    assert says("mother.name != 'Ánh'", {"mother": {"name": "Anh"}}) is True


def test_lists_are_looked_through() -> None:
    two = {"children": [{"name": "An", "birth_date": "2026-10-30"}, {"name": "Bình"}], "papers": ["certificate"]}
    assert says("any(one in children: one.birth_date > today - 60 days)", two) is True
    assert says("all(one in children: one.birth_date > today - 60 days)", two) is None
    assert says("count(one in children: one.name = 'Bình')", two) == 1
    assert says("count(children)", two) == 2
    assert says("'certificate' in papers and 'promise' not in papers", two) is True
    assert says("all(paper in papers: paper != 'promise')", two) is True
    assert says("any(one in children: true)", {"children": []}) is False
    assert says("all(one in children: false)", {"children": ()}) is True
    assert says("count(children) > 0", {"children": "two"}) is None


# ---- in words


def test_an_expression_is_said_in_plain_words() -> None:
    labels = {
        "child.birth_place": t("nơi sinh của con", "the child's place of birth"),
        "child.birth_place=abroad": t("nước ngoài", "abroad"),
        "mother.birth_date": t("ngày sinh của mẹ", "the mother's date of birth"),
        "$adult_age": t("tuổi thành niên", "the age of majority"),
        "children": t("các con", "the children"),
        "children.birth_date": t("ngày sinh", "date of birth"),
    }
    words = echo(
        parse("child.birth_place = 'abroad' and years_between(mother.birth_date, today) < $adult_age", SCHEMA), labels
    )
    assert (
        words.vi
        == "nơi sinh của con là nước ngoài và số năm tròn từ ngày sinh của mẹ đến hôm nay nhỏ hơn tuổi thành niên"
    )
    assert words.en == (
        "the child's place of birth is abroad and full years from the mother's date of birth to today is less than "
        "the age of majority"
    )
    words = echo(
        parse("(is_urgent or pages is unknown) and any(x in children: x.birth_date >= 2026-01-31)", SCHEMA), labels
    )
    assert words.vi == "(is_urgent hoặc chưa có pages) và có ít nhất một các con mà ngày sinh từ 31/1/2026 trở đi"


def test_the_words_of_arithmetic_keep_their_brackets() -> None:
    words = echo(parse("2000 * (pages - 2)", SCHEMA, kind=Kind.NUMBER), {})
    assert (words.vi, words.en) == ("2.000 nhân (pages trừ 2)", "2,000 times (pages minus 2)")
