"""An import contract of our own: a room is entered by its doors, and the machinery behind them is private to it."""

from collections.abc import Iterator
from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

_HOUSE = "toantrinh"


class DoorsContract(Contract):
    """Every import from one room into another ends at a door of that room.

    `doors` are modules (or folders) open in each room, `more_doors` those open in one room (`record.vault`),
    `open_rooms` need no door, and `open_to` are rooms that know every other from inside.
    Tests may look behind the doors of the rooms below them: they set up and take apart what nobody else should touch.
    """

    type_name = "doors"

    doors: Any = fields.ListField(subfield=fields.StringField())
    more_doors: Any = fields.ListField(subfield=fields.StringField())
    open_rooms: Any = fields.ListField(subfield=fields.StringField())
    open_to: Any = fields.ListField(subfield=fields.StringField())
    broken_contract_guidance: Any = fields.StringField(required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Collect every import that goes around a door."""
        around = [link for link in _links(graph) if not self._is_by_a_door(*link)]
        return ContractCheck(kept=not around, metadata={"around": around, "graph": graph})

    def _is_by_a_door(self, importer: str, imported: str) -> bool:
        here, there = _room(importer), _room(imported)
        if here == there or not there or here in self.open_to or there in self.open_rooms:
            return True
        if ".tests." in f"{importer}.":
            return True
        inside = imported.removeprefix(f"{_HOUSE}.{there}").lstrip(".")
        first = inside.partition(".")[0]
        return not inside or first in self.doors or f"{there}.{first}" in self.more_doors

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Name each import with its line."""
        graph: ImportGraph = check.metadata["graph"]
        for importer, imported in check.metadata["around"]:
            details: Any = graph.get_import_details(importer=importer, imported=imported)
            lines = ", ".join(str(detail["line_number"]) for detail in details)
            output.print_error(f"- {importer} -> {imported} (l.{lines})", bold=False)
        if self.broken_contract_guidance:
            output.new_line()
            output.print_error(self.broken_contract_guidance, bold=False)


def _links(graph: ImportGraph) -> Iterator[tuple[str, str]]:
    for importer in sorted(graph.modules):
        if importer.startswith(_HOUSE):
            for imported in sorted(graph.find_modules_directly_imported_by(importer)):
                if imported.startswith(f"{_HOUSE}."):
                    yield importer, imported


def _room(module: str) -> str:
    """The room of a module: the folder below the house, empty for the house itself."""
    return module.removeprefix(_HOUSE).lstrip(".").partition(".")[0]
