"""`toantrinh import-procedures`: records of the national catalogue become procedures on offer."""

import json
import sys
from argparse import ArgumentTypeError
from collections import Counter
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from toantrinh.cases.actions import ImportedRecord, import_record
from toantrinh.cases.records.lines import Line, in_order, read_lines
from toantrinh.cases.records.reading import Oddity
from toantrinh.kernel.actor import SYSTEM
from toantrinh.kernel.problem import Problem
from toantrinh.kernel.text import t
from toantrinh.site.cli import spoken

TWICE = t("mã này có nhiều bản ghi trong tệp", "this code has several records in the file")
NEWEST = t("giữ tất cả; bản cập nhật sau cùng đang áp dụng", "all are held; the one updated last is in force")
BEHIND = t("đã có thủ tục viết tay cùng mã", "a procedure written by hand has this code")
KEPT = t("giữ bản ghi, không cung cấp thay", "the record is kept, and not offered in its place")


class Command(BaseCommand):
    """Each record becomes an edition; the same again changes nothing; what is odd is told by record and field."""

    help = "Import procedure records of the national catalogue: .jsonl, .jsonl.gz, or - for the input."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the file, the day and the report."""
        parser.add_argument("file", help="the records; - reads the input")
        parser.add_argument("--from", dest="from_on", type=_day, help="first day in force (today)")
        parser.add_argument("--report", help="write the oddities and refusals to this file, one JSON object a line")
        parser.add_argument("--quiet", action="store_true", help="print the counts alone")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import what is good, name what is not; ends with an error where a line was refused."""
        counts: Counter[str] = Counter()
        with ExitStack() as opened:
            lines = list(read_lines(self._open(options["file"], opened)))
            report = self._report(options["report"], opened)

            def tell(row: dict[str, Any], words: str) -> None:
                if report:
                    report.write(json.dumps(row, ensure_ascii=False) + "\n")
                if not options["quiet"]:
                    self.stdout.write(words)

            for line in lines:
                if line.wrong is not None:
                    self._refuse(line.number, line.wrong.vi, line.wrong.en, tell, counts)
            for line, is_twice in in_order(lines):
                self._import(line, is_twice, options["from_on"], tell, counts)
        self._sum_up(len(lines), counts)

    def _open(self, name: str, opened: ExitStack) -> BinaryIO:
        if name == "-":
            return sys.stdin.buffer
        try:
            return opened.enter_context(Path(name).open("rb"))
        except OSError as error:
            raise CommandError(f"{name}: {error.strerror}") from error

    def _report(self, name: str | None, opened: ExitStack) -> TextIO | None:
        return opened.enter_context(Path(name).open("w", encoding="utf-8")) if name else None

    def _import(self, line: Line, is_twice: bool, from_on: date | None, tell: Any, counts: Counter[str]) -> None:
        assert line.record is not None
        try:
            found = import_record(line.record, from_on=from_on, again=is_twice, by=SYSTEM)
        except Problem as problem:
            self._refuse(line.number, problem.message.vi, problem.message.en, tell, counts)
            return
        counts[found.state] += 1
        oddities = [*found.oddities, *_of_file(found, is_twice)]
        counts["oddities"] += len(oddities)
        for oddity in oddities:
            row = {"line": line.number, "code": found.code, "edition": found.number, "state": found.state}
            said = f"{spoken(oddity.what)} ({oddity.given or '∅'}) → {spoken(oddity.held)}"
            tell(row | oddity.as_json(), f"{found.code:<12} {oddity.field:<44} {said}")

    def _refuse(self, number: int, vi: str, en: str, tell: Any, counts: Counter[str]) -> None:
        counts["refused"] += 1
        row = {"line": number, "state": "refused", "what": {"vi": vi, "en": en}}
        tell(row, "")
        self.stderr.write(spoken(t("Dòng {n} bị từ chối: {why}", "Line {n} was refused: {why}").fill(n=number, why=en)))

    def _sum_up(self, read: int, counts: Counter[str]) -> None:
        names = ("new", "changed", "unchanged", "refused")
        words = ", ".join(f"{counts[name]} {name}" for name in names)
        self.stdout.write(f"{read} records read: {words}; {counts['oddities']} oddities.")
        if counts["refused"]:
            raise CommandError(f"{counts['refused']} of {read} lines were refused; the others are installed.")


def _of_file(found: ImportedRecord, is_twice: bool) -> list[Oddity]:
    """What is odd about a record beside others, rather than in itself."""
    told = []
    if is_twice:
        told.append(Oddity(field="code", what=TWICE, given=found.code, held=NEWEST))
    if not found.is_offered:
        told.append(Oddity(field="code", what=BEHIND, given=found.code, held=KEPT))
    return told


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise ArgumentTypeError("write the day like 2026-12-31") from None
