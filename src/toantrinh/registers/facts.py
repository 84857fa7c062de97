"""What this room can state.

`history` is a digest over every version of the entry after the act, by which tables are compared with the record.
"""

from toantrinh.kernel.text import t
from toantrinh.record.facts import Fact, exact, private, published


class RegisterInstalled(Fact):
    """An edition of a register's definition holds from now on."""

    kind = "register.installed"
    sentence = t("Cài ấn bản {number} của sổ {register}.", "Edition {number} of the register {register} was installed.")

    register: str = published()
    number: int = published()
    digest: str = published()


class EntryMade(Fact):
    """Something new is held to be true."""

    kind = "register.entered"
    sentence = t("Đã ghi một mục vào sổ {register}.", "An entry was made in the register {register}.")

    register: str = published()
    sort: str = published()
    agency: str = published(subject=True)
    entry: str = exact(subject=True)
    history: str = exact()
    ground: str = private(subject=True)
    number: str = private()


class EntryCorrected(Fact):
    """Something else is held to be true from now on; what was believed before stays readable."""

    kind = "register.corrected"
    sentence = t("Đã cải chính một mục của sổ {register}.", "An entry of the register {register} was corrected.")

    register: str = published()
    sort: str = published()
    agency: str = published(subject=True)
    entry: str = exact(subject=True)
    history: str = exact()
    ground: str = private(subject=True)
    reason: str = private()
    fields: str = private()


class EntryEnded(Fact):
    """Something is no longer true from a day on."""

    kind = "register.ended"
    sentence = t("Một mục của sổ {register} chấm dứt.", "An entry of the register {register} ended.")

    register: str = published()
    sort: str = published()
    agency: str = published(subject=True)
    entry: str = exact(subject=True)
    history: str = exact()
    ground: str = private(subject=True)
    reason: str = private()


class WrongValueReported(Fact):
    """Somebody said that a register is wrong about them."""

    kind = "register.wrong_value_reported"
    sentence = t("Người dân báo sổ {register} ghi sai.", "A person reported a wrong value in the register {register}.")

    register: str = published()
    agency: str = published(subject=True)
    entry: str = exact(subject=True)
    report: str = exact(subject=True)
    field: str = private()


class WrongValueAnswered(Fact):
    """The keeper answered such a report."""

    kind = "register.wrong_value_answered"
    sentence = t("Cơ quan giữ sổ {register} đã trả lời báo sai.", "The keeper of {register} answered a reported value.")

    register: str = published()
    agency: str = published(subject=True)
    is_mended: bool = published()
    entry: str = exact(subject=True)
    report: str = exact(subject=True)
