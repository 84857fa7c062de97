"""What a person is told when something cannot be done: never a code alone, always what to do next."""

from collections.abc import Sequence

from toantrinh.kernel.text import Text, t


class Problem(Exception):
    """A refusal that its reader can act upon."""

    status = 400

    def __init__(self, message: Text, *, code: str = "", field: str = "", advice: Text | None = None) -> None:
        super().__init__(message.en)
        self.message = message
        self.code = code
        self.field = field
        """Name of the form field at fault; empty where it is the whole."""
        self.advice = advice


class Missing(Problem):
    """There is no such thing, or not for this viewer: both read the same, so that nobody learns which."""

    status = 404

    def __init__(self, message: Text | None = None, *, code: str = "missing") -> None:
        super().__init__(
            message or t("Không có trang hoặc hồ sơ này.", "There is no such page or dossier."),
            code=code,
            advice=t(
                "Kiểm tra lại địa chỉ hoặc mã số, hoặc tìm từ trang chủ.",
                "Check the address or number, or search from the home page.",
            ),
        )


class Refused(Problem):
    """The thing exists and may be seen, but a rule or its present state says no."""

    status = 409


class Invalid(Problem):
    """What was entered needs mending; carries one problem for each place."""

    status = 422

    def __init__(self, problems: Sequence[Problem]) -> None:
        count = len(problems)
        super().__init__(t(f"Có {count} chỗ cần sửa", f"{count} {'thing' if count == 1 else 'things'} to correct"))
        self.problems = tuple(problems)


class Silent(Problem):
    """A connected system did not answer; what was asked is kept and asked again."""

    status = 503
