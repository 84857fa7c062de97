"""`toantrinh procedures`: what is on offer, and everything that is held of one procedure."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from toantrinh.cases.queries import list_offered, record_as_received, show_procedure
from toantrinh.kernel.problem import Missing
from toantrinh.site.cli import spoken


class Command(BaseCommand):
    """Two errands: list them all, or show one in full, so that it can be compared with its record."""

    help = "List the procedures on offer, or show everything that is held of one."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the errands."""
        errands = parser.add_subparsers(dest="errand", required=True)
        listing = errands.add_parser("list", help="every procedure on offer")
        listing.add_argument("--json", action="store_true", help="one JSON object a line")
        showing = errands.add_parser("show", help="one procedure as it is held")
        showing.add_argument("code", help="national code, such as 1.004873")
        showing.add_argument("--json", action="store_true", help="everything, as one JSON object")
        showing.add_argument("--record", action="store_true", help="the catalogue record, though another is offered")
        showing.add_argument("--received", action="store_true", help="the record as it was received")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the errand."""
        try:
            self._list(options["json"]) if options["errand"] == "list" else self._show(options)
        except Missing as missing:
            raise CommandError(spoken(missing.message)) from missing

    def _list(self, as_json: bool) -> None:
        for row in list_offered():
            words = f"{row['code']:<12} {row['origin']:<8} {row['edition']:>2}  {row['name']}"
            where = f"  ({row['issued_by']})" if row["issued_by"] else ""
            self.stdout.write(json.dumps(row, ensure_ascii=False) if as_json else words + where)

    def _show(self, options: dict[str, Any]) -> None:
        if options["received"]:
            self.stdout.write(json.dumps(record_as_received(options["code"]), ensure_ascii=False, indent=2))
            return
        shown = show_procedure(options["code"], of_record=options["record"])
        if options["json"]:
            self.stdout.write(json.dumps(shown, ensure_ascii=False, indent=2))
        else:
            for line in in_words(shown):
                self.stdout.write(line)


def in_words(shown: dict[str, Any]) -> list[str]:
    """A procedure as text that one reads."""
    edition, source = shown["edition"], shown["source"]
    lines = [
        f"{shown['code']}  {shown['names']['short']['vi']}",
        f"  {shown['names']['official']}",
        f"  {shown['origin']}, edition {edition['number']}, in force from {edition['in_force_from']}; {source}",
        f"  offered: {'yes' if shown['is_offered'] else 'no, ' + shown['offered_by']['origin'] + ' is offered'}",
        f"  level {shown['level']}; decided by {_agency(shown['competent'])}",
        f"  who may: {shown['who_may']['vi']}",
        f"  gives: {shown['gives']['vi']}",
    ]
    for name, terms in shown["channels"].items():
        limits = [terms["limit"], *(one["limit"] for one in terms["limits"])]
        lines.append(f"  {name}: {' | '.join(_time(one) for one in limits)}")
        lines += [f"    {fee['name']['vi']}: {_money(fee)}" for fee in terms["fees"]]
    lines.append(f"  papers: {len(shown['papers'])}")
    for paper in shown["papers"]:
        lines.append(f"    {paper['originals']}+{paper['copies']}  {paper['name']['vi']}")
    lines += [f"  law: {law['reference']}  {law['title']['vi'][:100]}" for law in shown["legal_basis"]]
    lines += [f"  odd: {one['field']}: {one['what']['en']} → {one['held']['en']}" for one in shown.get("oddities", [])]
    return lines


def _agency(rule: dict[str, Any]) -> str:
    kinds = [" ".join(one for one in (rule["kind"], rule["branch"], rule["agency"]) if one)]
    return " or ".join([*kinds, *(_agency(one) for one in rule["instead"])])


def _time(limit: dict[str, Any]) -> str:
    return f"{limit['amount']} {limit['unit']}" if limit["is_known"] else f"not known ({limit['said'][:80]})"


def _money(fee: dict[str, Any]) -> str:
    amount = "not known" if fee["amount"] is None else f"{fee['amount']:,} đồng"
    return f"{amount}  {fee['note'][:100]}".rstrip()
