"""Editions: how a package folder becomes one, and how a stored one is read again years later."""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from toantrinh.cases import conditions
from toantrinh.cases.definition import Choice, CodeList, FormField, Procedure
from toantrinh.kernel import packages
from toantrinh.kernel.text import t

if TYPE_CHECKING:
    from toantrinh.cases.models import Edition

PARSED = "procedure.json"
"""Name under which an edition keeps its definition as it was understood when it was installed."""

RECORD, NATIONAL, ODDITIES = "record.json", "national.json", "oddities.json"
"""Names under which an edition made of a record keeps it: as received, under clear keys, and what is odd in it."""


def read_folder(folder: Path) -> tuple[Procedure, dict[str, str], str]:
    """Read a package folder.

    Returns the definition, every file's text by name, and the digest of the content. Raises `PackageMistakes` with all
    that is wrong, conditions included.
    """
    loaded = packages.load(Procedure, folder)
    procedure = self_contained(with_shared_form(loaded.value, folder))
    conditions.check(procedure, folder)
    content = {
        str(file.relative_to(folder)): file.read_text(encoding="utf-8")
        for file in sorted(folder.rglob("*"))
        if file.suffix in (".yaml", ".typ", ".py") and "__pycache__" not in file.parts
    }
    content[PARSED] = procedure.model_dump_json(by_alias=True, exclude={"examples"})
    return procedure, content, loaded.digest


def with_shared_form(procedure: Procedure, folder: Path) -> Procedure:
    """The definition with the questions of the package that it names, which lies beside it.

    Raises `PackageMistakes` where there is none, or where it has moved on to another edition.
    """
    shared = procedure.shares_form
    if shared is None:
        return procedure
    theirs = _beside(folder, shared.procedure)
    if theirs is None or theirs.edition != shared.edition:
        what = t(
            "shares_form: thủ tục {code} phiên bản {edition} không có trong kho gói",
            "shares_form: procedure {code}, edition {edition} is not among the packages",
        ).fill(code=shared.procedure, edition=shared.edition)
        hint = t(
            "đang có phiên bản {edition}: xem chỗ đổi, sửa số ở đây và tăng edition",
            "there is edition {edition}: see what changed, set it here and raise edition",
        ).fill(edition=theirs.edition if theirs else "?")
        raise packages.PackageMistakes([packages.PackageMistake(str(folder / "procedure.yaml"), 1, what, hint)])
    pages = [page for page in theirs.pages if page.code not in shared.without_pages]
    place = next((number for number, page in enumerate(pages) if page.papers), len(pages))
    return procedure.model_copy(
        update={
            "pages": [*pages[:place], *procedure.pages, *pages[place:]],
            **{name: [*getattr(theirs, name), *getattr(procedure, name)] for name in _SHARED},
        }
    )


_SHARED = ("lookups", "papers", "eligibility", "checks")


def _beside(folder: Path, code: str) -> Procedure | None:
    """The package of that national code in a folder beside this one."""
    line = f'code: "{code}"'
    for path in sorted(folder.parent.glob("*/procedure.yaml")):
        if path.parent != folder and line in path.read_text(encoding="utf-8").splitlines():
            return packages.load(Procedure, path.parent).value
    return None


def self_contained(procedure: Procedure) -> Procedure:
    """The definition with what stands elsewhere written out: code lists, and what each service promises to answer.

    So an edition says for ever what could be chosen and relied upon, however lists and services move on.
    """
    pages = [page.model_copy(update={"fields": [_chosen(item) for item in page.fields]}) for page in procedure.pages]
    lookups = [one.model_copy(update={"answers": conditions.promised(one.service)}) for one in procedure.lookups]
    effects = [one.model_copy(update={"answers": conditions.promised(one.service)}) for one in procedure.effects]
    return procedure.model_copy(update={"pages": pages, "lookups": lookups, "effects": effects})


def _chosen(item: FormField) -> FormField:
    inner = [_chosen(one) for one in item.fields]
    if not item.choices_from:
        return item.model_copy(update={"fields": inner})
    values = code_list(item.choices_from).values
    choices = [Choice(value=value, label=label, hint=None, when=None) for value, label in values.items()]
    return item.model_copy(update={"choices": choices, "fields": inner})


@lru_cache(maxsize=64)
def code_list(code: str) -> CodeList:
    """The code list of that name; raises `PackageMistakes` where there is none."""
    return packages.load(CodeList, Path(settings.PACKAGES_DIR) / "reference" / "codes" / f"{code}.yaml").value


def procedure_of(edition: "Edition") -> Procedure:
    """The definition of an edition, as it was understood when it was installed."""
    return _parsed(edition.urn, edition.source[PARSED])


@lru_cache(maxsize=2048)
def _parsed(urn: str, definition: str) -> Procedure:
    return Procedure.model_validate_json(definition)
