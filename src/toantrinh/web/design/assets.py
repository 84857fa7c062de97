"""Where the built style sheet, script and fonts are: their names carry the digest of what they hold."""

import json
from functools import cache

from django.conf import settings


@cache
def _names() -> dict[str, str]:
    try:
        found: dict[str, str] = json.loads((settings.BUILD_DIR / "assets/names.json").read_text())["names"]
    except OSError:
        return {}
    return found


def address_of(name: str) -> str:
    """The address of a built file; without a build, of our own plain one, so that pages read well even then."""
    return f"{settings.STATIC_URL}{_names().get(name, f'design/{name}')}"
