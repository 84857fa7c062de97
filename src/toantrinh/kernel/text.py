"""Words for people, always in Vietnamese and in English."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Text:
    """One message in both languages; `{name}` marks stand for values given to `say`."""

    vi: str
    en: str

    def say(self, language: str = "vi", **values: Any) -> str:
        """The message in `language` (anything but English reads Vietnamese)."""
        words = self.en if language.startswith("en") else self.vi
        return words.format(**values) if values else words

    def fill(self, **values: Any) -> "Text":
        """The message with its marks filled; a value that is itself a `Text` is put in its own language."""
        vi = {name: value.vi if isinstance(value, Text) else value for name, value in values.items()}
        en = {name: value.en if isinstance(value, Text) else value for name, value in values.items()}
        return Text(self.vi.format(**vi), self.en.format(**en))

    def __str__(self) -> str:
        return self.vi


def t(vi: str, en: str) -> Text:
    """A `Text`, short to write where messages stand in code."""
    return Text(vi, en)
