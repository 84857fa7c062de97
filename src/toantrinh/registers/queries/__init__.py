"""Every read of this room: each asks for the right, and leaves a look with each person whose data it shows."""

from toantrinh.registers.queries.comparing import compare_with_record
from toantrinh.registers.queries.entries import (
    Found,
    HistoryLine,
    Opened,
    Shown,
    extract,
    find_entries,
    list_entries_of,
    list_history,
    list_reports,
    open_entry,
)
from toantrinh.registers.queries.registers import describe_look, find_register, list_registers
from toantrinh.registers.queries.relations import relatives_of

__all__ = [
    "Found",
    "HistoryLine",
    "Opened",
    "Shown",
    "compare_with_record",
    "describe_look",
    "extract",
    "find_entries",
    "find_register",
    "list_entries_of",
    "list_history",
    "list_registers",
    "list_reports",
    "open_entry",
    "relatives_of",
]
