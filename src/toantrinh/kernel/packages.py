"""Packages: folders of YAML read into typed definitions; each mistake is named by file, line and what would be right.

YAML is read more strictly than it allows: no tags, anchors or aliases, no key twice. A plain `3`, `2.50`, `true` or
empty value is a number, a decimal, a truth or nothing; all else is text as written, so that `15:00`, `no`, `2026-01-02`
and `001` mean what they show. A definition then asks for the type it wants; its texts keep `1.001193` to the letter.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Generic, NamedTuple, NoReturn, TypeVar, get_args

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from toantrinh.kernel.problem import Problem
from toantrinh.kernel.text import Text, t

LOCK = "editions.yaml"
"""Name of the file, within a package, that remembers the content of each of its editions."""
_LARGEST, _DEEPEST = 4_000_000, 40
_PLAIN = {"true": True, "false": False, "null": None, "~": None, "": None}
_INTEGER, _DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,27})"), re.compile(r"-?(0|[1-9][0-9]{0,20})\.[0-9]{1,6}")
Where = tuple[str | int, ...]
_NOTHING = t("", "")


class Definition(BaseModel):
    """Base of every model that is read from a package: closed to unknown keys, never changed once read.

    Give a union of definitions a discriminator (`Field(discriminator="kind")`), so that a mistake is named once.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True, use_attribute_docstrings=True)


D = TypeVar("D", bound=Definition)


@dataclass(frozen=True, slots=True)
class PackageMistake:
    """One thing wrong in a package file."""

    file: str
    line: int
    what: Text
    right: Text = _NOTHING
    """What would be right; empty where `what` says it."""

    def say(self, language: str = "vi") -> str:
        """One line: `packages/x/procedure.yaml:12: … → …`."""
        right = self.right.say(language)
        return f"{self.file}:{self.line}: {self.what.say(language)}" + (f" → {right}" if right else "")


class PackageMistakes(Problem):
    """A package cannot be used; carries everything that is wrong with it."""

    status = 422

    def __init__(self, mistakes: Sequence[PackageMistake]) -> None:
        self.mistakes = tuple(mistakes)
        lines = ("\n".join(mistake.say(language) for mistake in mistakes) for language in ("vi", "en"))
        super().__init__(Text(*lines), code="package")


class Finding(NamedTuple):
    """What a definition's own check found wrong, for `refuse`."""

    what: Text
    right: Text = _NOTHING
    at: Where = ()
    """Path from the definition that checks to the culprit: `("fields", 3, "type")`."""


def refuse(*findings: Finding) -> PydanticCustomError:
    """The error to raise in a validator of a definition; names all that it found: `raise refuse(*findings)`."""
    return PydanticCustomError("refused", "{words}", {"words": findings[0].what.en, "findings": findings})


def nearest(word: str, options: Iterable[str]) -> Text:
    """“Did you mean …”, or the list of what there is."""
    known = sorted(options)
    if close := get_close_matches(word, known, 1, 0.6):
        return t(f"ý bạn là “{close[0]}”?", f"did you mean “{close[0]}”?")
    names = ", ".join(known[:12]) + (" …" if len(known) > 12 else "")
    return t(f"có thể dùng: {names}", f"may be: {names}") if names else t("", "")


@dataclass(frozen=True, slots=True)
class Loaded(Generic[D]):
    """A definition with where it came from and the digest of all its files."""

    value: D
    digest: str
    source: Path


def load(model: type[D], path: Path) -> Loaded[D]:
    """Read the file, or all `*.yaml` files of the folder, at `path` as one `model`.

    The files of a folder are one definition cut where the author likes: each brings its own top-level keys. Raises
    `PackageMistakes` with everything that is wrong.
    """
    reader = _Reader()
    content = reader.read(path)
    if reader.mistakes:
        raise PackageMistakes(reader.mistakes)
    try:
        value = model.model_validate(content)
    except ValidationError as error:
        raise PackageMistakes(_mistakes(error, model, reader, content)) from None
    return Loaded(value, digest(path), path)


def json_schema(model: type[BaseModel]) -> dict[str, Any]:
    """JSON Schema 2020-12 of what a package file for `model` may hold."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema"} | model.model_json_schema()


class _Stop(Exception):
    """The file cannot be read any further."""


class _Reader:
    """Turns YAML into plain values and remembers where each stands."""

    def __init__(self) -> None:
        self.mistakes: list[PackageMistake] = []
        self.places: dict[Where, tuple[str, int]] = {}
        self._file = ""

    def read(self, path: Path) -> dict[str, Any]:
        """The values of one file, or of all in a folder."""
        files = sorted(file for file in path.glob("*.yaml") if file.name != LOCK) if path.is_dir() else [path]
        content: dict[str, Any] = {}
        self._file = str(path)
        if not files:
            self._note(0, t("thư mục không có tệp .yaml nào", "the folder holds no .yaml file"))
        for file in files:
            self._file = str(file)
            self.places.setdefault((), (self._file, 1))
            before = dict(self.places)
            try:
                found = self._read_file(file)
            except _Stop:
                continue
            for key in found.keys() & content.keys():
                other = f"{before[(key,)][0]}:{before[(key,)][1]}"
                self._note(self.places[(key,)][1], t(f"“{key}” đã có ở {other}", f"“{key}” stands in {other} already"))
            content |= found
        return content

    def _read_file(self, file: Path) -> dict[str, Any]:
        try:
            text = file.read_bytes().decode("utf-8")
            if len(text) > _LARGEST:
                self._stop(0, t(f"tệp quá {_LARGEST} ký tự", f"the file has more than {_LARGEST} characters"))
            content = self._document(iter(yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))))
        except OSError as error:
            self._stop(0, t(f"không mở được tệp: {error.strerror}", f"the file cannot be opened: {error.strerror}"))
        except UnicodeDecodeError:
            self._stop(0, t("tệp không phải chữ UTF-8", "the file is not UTF-8 text"))
        except yaml.MarkedYAMLError as error:
            mark, words = error.problem_mark or error.context_mark, error.problem or error.context
            self._stop(mark.line + 1 if mark else 0, t(f"không phải YAML: {words}", f"not YAML: {words}"))
        except yaml.YAMLError as error:
            self._stop(0, t(f"không phải YAML: {error}", f"not YAML: {error}"))
        if not isinstance(content, dict):
            self._stop(1, t("tệp phải gồm các dòng “khoá: giá trị”", "the file must consist of “key: value” lines"))
        return content

    def _document(self, events: Iterator[yaml.Event]) -> Any:
        next(events)  # start of the stream
        if isinstance(next(events), yaml.StreamEndEvent):
            return {}
        content = self._value(events, next(events), ())
        next(events)  # end of the document
        if not isinstance(event := next(events), yaml.StreamEndEvent):
            self._stop(_line(event), t("tệp có hai tài liệu: bỏ “---”", "the file holds two documents: remove “---”"))
        return content

    def _value(self, events: Iterator[yaml.Event], event: yaml.Event, where: Where) -> Any:
        line = _line(event)
        self.places[where] = (self._file, line)
        if len(where) > _DEEPEST:
            self._stop(line, t(f"lồng quá {_DEEPEST} bậc", f"nested more than {_DEEPEST} deep"))
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) or getattr(event, "tag", None):
            self._stop(
                line, t("không dùng !thẻ, &neo, *bí danh: viết đủ", "no !tags, &anchors, *aliases: write it out")
            )
        if isinstance(event, yaml.ScalarEvent):
            return event.value if event.style else _plain(event.value)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Any] = []
            while not isinstance(event := next(events), yaml.SequenceEndEvent):
                items.append(self._value(events, event, (*where, len(items))))
            return items
        return self._mapping(events, where)

    def _mapping(self, events: Iterator[yaml.Event], where: Where) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            line = _line(event)
            if not isinstance(event, yaml.ScalarEvent):
                self._stop(line, t("khoá phải là một từ", "a key must be a word"))
            if (key := event.value) in found:
                first = self.places[(*where, key)][1]
                self._note(line, t(f"“{key}” đã có ở dòng {first}", f"“{key}” stands on line {first} already"))
            found[key] = self._value(events, next(events), (*where, key))
            self.places[(*where, key)] = (self._file, line)
        return found

    def _note(self, line: int, what: Text) -> None:
        self.mistakes.append(PackageMistake(self._file, line, what))

    def _stop(self, line: int, what: Text) -> NoReturn:
        self._note(line, what)
        raise _Stop


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0


def _plain(written: str) -> Any:
    if written in _PLAIN:
        return _PLAIN[written]
    if _INTEGER.fullmatch(written) and written != "-0":
        return int(written)
    return Decimal(written) if _DECIMAL.fullmatch(written) else written


# ---- from what pydantic says to what an author can act upon

_RIGHT: Mapping[str, Text] = {
    "string_type": t("cần chữ; số hay true/false thì đặt trong ngoặc kép", "needs text; quote a number or true/false"),
    "string_pattern_mismatch": t("cần dạng {pattern}", "needs the form {pattern}"),
    **dict.fromkeys(("string_too_short", "too_short"), t("cần ít nhất {min_length}", "needs at least {min_length}")),
    **dict.fromkeys(("string_too_long", "too_long"), t("không quá {max_length}", "at most {max_length}")),
    "greater_than_equal": t("phải từ {ge} trở lên", "must be at least {ge}"),
    "less_than_equal": t("không quá {le}", "must be at most {le}"),
    "int": t("cần số nguyên, như 3", "needs a whole number, like 3"),
    "decimal": t("cần số, như 2.50", "needs a number, like 2.50"),
    "bool": t("cần true hoặc false", "needs true or false"),
    "date": t("cần ngày có thật, như 2026-07-01", "needs a date that exists, like 2026-07-01"),
    "time": t("cần giờ, như 15:00", "needs a time of day, like 15:00"),
    **dict.fromkeys(("list", "tuple"), t("cần danh sách: mỗi dòng một “- …”", "needs a list: lines of “- …”")),
    **dict.fromkeys(("dict", "mapping", "model"), t("cần các dòng “khoá: giá trị”", "needs “key: value” lines")),
}
"""What would be right, by pydantic's type of error, or by the first word of it."""


def _mistakes(error: ValidationError, model: type[Definition], reader: _Reader, content: Any) -> list[PackageMistake]:
    mistakes = set()
    for found in error.errors(include_url=False):
        where = _place(found["loc"], content)
        for what, right, at in found.get("ctx", {}).get("findings") or [_finding(found, model)]:
            file, line = reader.places[_place((*where, *at), content)]
            mistakes.add(PackageMistake(file, line, what, right))
    return sorted(mistakes, key=lambda mistake: (mistake.file, mistake.line, mistake.what.en))


def _place(loc: Where, content: Any) -> Where:
    """The part of `loc` that stands in the files; pydantic adds names of union members, which do not."""
    where: Where = ()
    for step in loc:
        if isinstance(content, dict) and str(step) in content:
            content, where = content[str(step)], (*where, str(step))
        elif isinstance(content, list) and isinstance(step, int) and step < len(content):
            content, where = content[step], (*where, step)
    return where


def _finding(found: ErrorDetails, model: type[Definition]) -> Finding:
    kind, loc, given, context = found["type"], found["loc"], found["input"], found.get("ctx", {})
    key = f"#{loc[-1] + 1}" if loc and isinstance(loc[-1], int) else str(loc[-1]) if loc else ""
    if kind == "extra_forbidden":
        return Finding(t(f"“{key}” không có ở đây", f"“{key}” has no place here"), nearest(key, _keys(model, loc[:-1])))
    if kind.startswith("union_tag"):
        key = context["discriminator"].strip("'")
        given = context.get("tag", "")
    if kind in ("missing", "union_tag_not_found"):
        return Finding(t(f"thiếu “{key}”", f"“{key}” is missing"))
    at = (key,) if kind == "union_tag_invalid" else ()
    options = re.findall(r"'([^']*)'", context.get("expected_tags", "") or str(context.get("expected", "")))
    cause = [*getattr(context.get("error"), "args", ()), found["msg"]][0]
    right = _RIGHT.get(kind) or _RIGHT.get(kind.split("_")[0])
    if options and kind in ("literal_error", "enum", "union_tag_invalid"):
        right = nearest(str(given), options)
    elif right:
        right = right.fill(**context)
    return Finding(
        _unfit(key, given), right or (cause if isinstance(cause, Text) else Text(str(cause), str(cause))), at
    )


def _unfit(key: str, given: Any) -> Text:
    words = f"{given}"[:60] if isinstance(given, str | int | Decimal) else "{…}" if isinstance(given, dict) else "[…]"
    words = "" if given is None else words.lower() if isinstance(given, bool) else words
    return t(f"“{key}”: “{words}” không dùng được", f"“{key}”: “{words}” cannot be used")


def _keys(model: type[BaseModel], loc: Where) -> set[str]:
    """The keys that a definition found at `loc` may have."""
    found = {model}
    for step in loc:
        fields = [one.model_fields[str(step)] for one in found if step in one.model_fields]
        found = {part for field in fields for part in _models(field.annotation)} or found
    return {name for one in found for name in one.model_fields}


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)


# ---- editions


def digest(path: Path) -> str:
    """`sha256:…` over the names and contents of all files of a package, its lock file and hidden files aside."""
    root = path if path.is_dir() else path.parent
    total = hashlib.sha256()
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        name = file.relative_to(root).as_posix()
        if file.is_file() and name != LOCK and not re.search(r"(^|/)(\.|__pycache__)", name):
            total.update(f"{name}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return f"sha256:{total.hexdigest()}"


class _Locked(Definition):
    editions: dict[int, str]


def read_lock(folder: Path) -> dict[int, str]:
    """The digest of every edition that the package remembers, by number."""
    return load(_Locked, folder / LOCK).value.editions if (folder / LOCK).exists() else {}


def check_edition(folder: Path, number: int) -> list[PackageMistake]:
    """What is wrong with the package's number: its content changed under it, or it is not recorded yet."""
    locked, now = read_lock(folder), digest(folder)
    if locked.get(number) == now:
        return []
    what = t(f"số {number} chưa được ghi", f"number {number} is not recorded")
    right = t(f"thêm dòng “{number}: {now}”", f"add the line “{number}: {now}”")
    if number in locked:
        new = max(locked) + 1
        what = t(f"nội dung đã đổi dưới số {number}", f"the content changed under number {number}")
        right = t(f"đặt số {new}, hoặc trả lại nội dung cũ", f"number it {new}, or restore the content")
    return [PackageMistake(str(folder / LOCK), 0, what, right)]


def record_edition(folder: Path, number: int) -> None:
    """Write the present content down as edition `number`; refuses (`PackageMistakes`) to change a recorded one."""
    locked = read_lock(folder)
    if number in locked and (mistakes := check_edition(folder, number)):
        raise PackageMistakes(mistakes)
    lines = [f"  {known}: {content}" for known, content in sorted((locked | {number: digest(folder)}).items())]
    (folder / LOCK).write_text("\n".join(["editions:", *lines]) + "\n", encoding="utf-8")
