"""Words on screens: pairs of Vietnamese and English, said in the language that the reader has chosen."""

from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from toantrinh.kernel.text import Text

Words = Text | str


def language() -> str:
    """`vi` or `en`: the language of the page being written."""
    return "en" if (get_language() or "vi").startswith("en") else "vi"


def say(words: Words, **values: Any) -> str:
    """Plain words in the reader's language; `{name}` marks take the values."""
    text = words if isinstance(words, Text) else Text(words, words)
    return text.say(language(), **{name: _said(value) for name, value in values.items()})


def say_html(words: Words, **values: Any) -> SafeString:
    """The same for a page: words that are not marked safe are escaped, and so is every value."""
    template = str(conditional_escape(words.say(language()) if isinstance(words, Text) else words))
    escaped = {name: conditional_escape(_said(value)) for name, value in values.items()}
    return mark_safe(template.format(**escaped) if escaped else template)


def _said(value: Any) -> Any:
    return value.say(language()) if isinstance(value, Text) else value
