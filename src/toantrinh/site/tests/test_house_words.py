"""Words: every string that a person reads stands in both languages, in the manner that the house has chosen."""

import ast
import dataclasses
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from string import Formatter

import pytest
from django.apps import apps

from toantrinh.record.facts import KINDS
from toantrinh.site.tests import house

PAIR_MAKERS = {"t", "Text"}
SPOKEN = (house.HOUSE, house.ROOT / "packages")
"""Where words for people stand."""
FORBIDDEN = {
    "vui lòng": "say what to do, without begging: “Nhập …”, “Chọn …”",
    "không hợp lệ": "say what is wrong and what would be right: “Số định danh phải có 12 chữ số. Bạn đã nhập 11.”",
    "lỗi hệ thống": "say what happened, what is safe and what happens next",
}
ONE_LANGUAGE = "# one language"
"""Comment on a line, or on the first of a statement, whose words are the same for every reader: names, alphabets."""
PRETEND_PEOPLE = house.HOUSE / "site" / "sample"
"""Where the people of the sample country write, in their own language."""
WORDS_OF_BOTH = {"Toàn", "Trình", "PDF", "QR", "VI", "EN", "CSV", "SVG", "RSS", "URN", "JSON"}


# --- Glossary and facts ---


def glossary() -> dict[str, list[str]]:
    """The rows of docs/glossary.md: English term to its other cells."""
    rows = {}
    for line in (house.DOCS / "glossary.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and len(cells) >= 4 and not set(cells[0]) <= {"-", " ", ":"}:
            rows[cells[0]] = cells[1:]
    return rows


def our_models() -> list[str]:
    """Every table of the house that people made, as `room.Model`."""
    return [
        f"{model._meta.app_label}.{model.__name__}"
        for model in apps.get_models()
        if model.__module__.startswith("toantrinh.") and ".tests." not in model.__module__
    ]


def test_every_model_is_in_the_glossary() -> None:
    rows = glossary()
    found = [label for label in our_models() if label.partition(".")[2] not in rows]
    assert not found, house.told(
        found, "Add to docs/glossary.md: model | Vietnamese term | meaning | statute or standard."
    )


def test_every_term_has_its_vietnamese_word_and_its_source() -> None:
    found = [name for name, cells in glossary().items() if len(cells) < 3 or not all(cells[:3])]
    assert not found, house.told(
        found, "A term without Vietnamese word, meaning or source cannot be checked by a jurist."
    )


def test_the_glossary_names_no_model_that_is_gone() -> None:
    models = {label.partition(".")[2] for label in our_models()}
    found = [name for name in glossary() if re.fullmatch(r"([A-Z][a-z]+){2,}", name) and name not in models]
    assert not found, house.told(found, "These terms look like models, but there is none of this name.")


def test_every_fact_is_in_the_past_and_has_two_sentences() -> None:
    found = []
    for kind, fact in KINDS.items():
        sentences = {"vi": fact.sentence.vi, "en": fact.sentence.en}
        if not re.fullmatch(r"[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*", kind):
            found.append(f"{kind}: a kind is written room.past_tense")
        if not house.VIETNAMESE.search(sentences["vi"]) or house.VIETNAMESE.search(strip_names(sentences["en"])):
            found.append(f"{kind}: needs a Vietnamese and an English sentence, found {sentences}")
        for language, sentence in sentences.items():
            for name in {part for _, part, _, _ in Formatter().parse(sentence) if part}:
                if name not in {field.name for field in dataclasses.fields(fact)}:
                    found.append(f"{kind}: the {language} sentence names {{{name}}}, which is no field")
    assert not found, house.told(found, "A fact is read by people long after its code is gone.")


def test_facts_stand_in_the_facts_of_their_room() -> None:
    found = [
        f"{kind} in {fact.__module__}"
        for kind, fact in KINDS.items()
        if ".tests." not in fact.__module__ and not re.fullmatch(r"toantrinh\.[a-z]+\.facts(\..*)?", fact.__module__)
    ]
    assert not found, house.told(found, "What a room can state is listed in its facts.py.")


# --- Pairs ---


def strip_names(text: str) -> str:
    """Text without the Vietnamese names that stay as they are in English, and without numbers of acts."""
    return re.sub(r"Toàn Trình|Việt Nam|Hà Nội|Tiếng Việt|đồng|BẢN MẪU|\S+/\S*Đ\S*", "", text)


def is_pair(first: ast.expr, second: ast.expr) -> bool:
    """Whether two neighbours are the same words, in Vietnamese and in English."""
    values = [part.value if isinstance(part, ast.Constant) else None for part in (first, second)]
    return all(isinstance(value, str) and value for value in values) and not house.VIETNAMESE.search(
        strip_names(str(values[1]))
    )


def in_pairs(node: ast.AST) -> Iterator[ast.expr]:
    """Constants of a call, a tuple or a dictionary whose English stands right beside them."""
    if isinstance(node, ast.Dict):
        if {"vi", "en"} <= {key.value for key in node.keys if isinstance(key, ast.Constant)}:
            yield from node.values
        yield from (key for key, value in zip(node.keys, node.values, strict=True) if key and is_pair(key, value))
        return
    parts = node.args if isinstance(node, ast.Call) else node.elts if isinstance(node, ast.Tuple) else []
    yield from (first for first, second in pairwise(parts) if is_pair(first, second))


def spoken_constants(path: Path) -> Iterator[ast.Constant]:
    """String constants with Vietnamese letters that no pair holds and that are no docstring."""
    tree = house.tree_of(path)
    quiet: set[int] = set()
    for node in ast.walk(tree):
        quiet.update(id(part) for pair in in_pairs(node) for part in ast.walk(pair))
        if isinstance(node, ast.Call) and house.called(node) in PAIR_MAKERS:
            quiet.update(id(part) for part in ast.walk(node))
        if isinstance(node, ast.Call) and house.called(node) in {"Field", "add_argument"}:  # read by authors, operators
            quiet.update(id(part) for part in ast.walk(node))
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "vi":  # its English is called en
            quiet.update(id(part) for part in ast.walk(node))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            quiet.add(id(node.value))
    lines = path.read_text(encoding="utf-8").splitlines()
    for statement in ast.walk(tree):
        if isinstance(statement, ast.stmt) and ONE_LANGUAGE in lines[statement.lineno - 1]:
            quiet.update(id(part) for part in ast.walk(statement))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in quiet:
            continue
        if " / " in node.value or len(node.value) == 1:  # a command's help says both at once; a letter says nothing
            continue
        if house.VIETNAMESE.search(strip_names(node.value)) and ONE_LANGUAGE not in lines[node.lineno - 1]:
            yield node


def test_no_words_for_people_stand_in_one_language() -> None:
    found = [
        f"{house.name_of(path)}:{constant.lineno} {constant.value!r:.80}"
        for path in house.modules()
        if PRETEND_PEOPLE not in path.parents
        for constant in spoken_constants(path)
    ]
    rule = 'Write t("tiếng Việt", "English"). Where the words are the same for every reader, end the line with'
    assert not found, house.told(found, f"{rule} {ONE_LANGUAGE!r}.")


def unpaired(template: str) -> list[str]:
    """Words of a template that no `{% say %}` says, tags and marks taken away."""
    template = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}|<!--.*?-->", " ", template, flags=re.DOTALL)
    template = re.sub(r"<(script|style|code|kbd|svg)\b.*?</\1>", " ", template, flags=re.DOTALL)
    template = re.sub(r"<(\w+)\b[^<>]*\blang=\"(?:vi|en)\"[^<>]*>[^<]*</\1>", " ", template)  # says its own language
    template = re.sub(r"{% block \w*(size|class|colour)\w* %}[^{<]*{% endblock", "{% endblock", template)
    template = re.sub(r"{%.*?%}|{{.*?}}", " ", template, flags=re.DOTALL)
    spoken = re.findall(r"\b(?:title|alt|placeholder|aria-label|aria-description)=[\"']([^\"']*)[\"']", template)
    spoken.append(re.sub(r"<[^>]*>", " ", template))
    words = re.findall(r"&[a-z]+;|[^\W\d_]{2,}", " ".join(spoken))
    return [word for word in words if not word.startswith("&") and word not in WORDS_OF_BOTH]


def test_templates_say_everything_in_both_languages() -> None:
    found = [
        f"{house.name_of(path)}: {' '.join(words)[:80]}"
        for path in house.templates()
        if (words := unpaired(path.read_text(encoding="utf-8")))
    ]
    assert not found, house.told(found, 'Write {% say "tiếng Việt" "English" %}.')


# --- Manner ---


def spoken_files() -> list[Path]:
    """Every file that holds words for people, tests aside."""
    kinds = {".py", ".html", ".yaml", ".typ", ".md", ".txt"}
    return [
        path
        for path in house.tracked()
        if path.suffix in kinds and not house.is_test(path) and any(top in path.parents for top in SPOKEN)
    ]


@pytest.mark.parametrize("words", FORBIDDEN)
def test_nobody_is_begged_or_blamed(words: str) -> None:
    found = [
        f"{house.name_of(path)}:{number} {line.strip()[:90]}"
        for path in spoken_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if words in line.casefold()
    ]
    assert not found, house.told(found, f"Do not write “{words}”: {FORBIDDEN[words]}.")


def test_the_guard_sees_words_outside_pairs() -> None:
    assert unpaired('<p title="Xin chào">{% say "a" "b" %} Hello</p>') == ["Xin", "chào", "Hello"]
    assert unpaired('<a href="/x">{{ name }}</a> {# ghi chú #}&nbsp;·') == []
