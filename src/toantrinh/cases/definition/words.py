"""The shapes of the small words that every part of a definition uses."""

from enum import StrEnum
from typing import Annotated

from pydantic import StringConstraints

Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,59}$")]
Path = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*){0,3}$")]
Condition = Annotated[str, StringConstraints(min_length=1, max_length=1000)]


class Channel(StrEnum):
    """How an application comes in; the national code is beside each (`KenhThucHien`)."""

    COUNTER = "counter"  # 1
    ONLINE = "online"  # 2
    POST = "post"  # 3
