"""Every write of this room: installing registers, entering, correcting and ending what they hold, reports of errors."""

from toantrinh.registers.actions.correcting import correct_entry, end_entry, link_persons
from toantrinh.registers.actions.entering import enter
from toantrinh.registers.actions.installing import install_register, install_registers
from toantrinh.registers.actions.newborns import register_person
from toantrinh.registers.actions.persons import change_marital_status, mark_dead
from toantrinh.registers.actions.replacing import replace_entry
from toantrinh.registers.actions.reporting import answer_report, report_wrong
from toantrinh.registers.actions.residences import change_residence, end_residence

__all__ = [
    "answer_report",
    "change_marital_status",
    "change_residence",
    "correct_entry",
    "end_entry",
    "end_residence",
    "enter",
    "install_register",
    "install_registers",
    "link_persons",
    "mark_dead",
    "register_person",
    "replace_entry",
    "report_wrong",
]
