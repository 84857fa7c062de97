"""Which database a table of the record lives in."""

from typing import Any

from django.db import connections
from django.db.models import Model

LOOK_MODELS = frozenset({"look", "unsealedlook"})


class LooksApart:
    """Looks are read and written through the alias `looks`.

    On SQLite that is a file of its own, on PostgreSQL a second connection to the same database: there the tables of
    looks are made with all the others, through `default`.
    """

    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        return self._alias(model)

    def db_for_write(self, model: type[Model], **hints: Any) -> str | None:
        return self._alias(model)

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **hints: Any) -> bool | None:
        apart = connections["looks"].vendor == "sqlite"
        if app_label != "record":
            return db != "looks"
        if model_name is None:  # the step that lays the triggers asks for each table itself
            return apart or db != "looks"
        return db == ("looks" if apart and model_name in LOOK_MODELS else "default")

    def _alias(self, model: type[Model]) -> str | None:
        return "looks" if model._meta.app_label == "record" and model._meta.model_name in LOOK_MODELS else None
