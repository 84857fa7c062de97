"""Why an officer asks for more, turns away or refuses: never without a ground, a sentence and the exact paper."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One ground of a letter."""

    code: str = ""
    """Code of a reason in the package."""
    sentence: str = ""
    """The officer's own words."""
    paper: str = ""
    """Code of the paper at fault; empty where it is not a paper."""
