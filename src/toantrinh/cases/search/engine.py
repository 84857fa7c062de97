"""The full-text index of the engine, FTS5 or a tsvector, which follows the table of what is found by itself.

Both split the folded words at spaces and know nothing of Vietnamese; so both give the same rows.
"""

from collections.abc import Iterable

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import RawSQL

TABLE, WORDS = "cases_searchentry", "cases_searchwords"
COLUMNS = ("names", "official", "said", "about")
_LISTED = ", ".join(COLUMNS)


def install(database: BaseDatabaseWrapper) -> None:
    """Lay the index on the table, where this database has it."""
    if TABLE not in database.introspection.table_names():
        return
    with database.cursor() as cursor:
        for statement in _postgresql() if database.vendor == "postgresql" else _sqlite():
            cursor.execute(statement)


def _postgresql() -> list[str]:
    joined = " || ' ' || ".join(COLUMNS)
    return [
        f"ALTER TABLE {TABLE} ADD COLUMN words tsvector "
        f"GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, {joined})) STORED",
        f"CREATE INDEX cases_searchentry_words ON {TABLE} USING gin (words)",
    ]


def _sqlite() -> list[str]:
    old, new = (", ".join(f"{row}.{name}" for name in COLUMNS) for row in ("OLD", "NEW"))
    gone = f"INSERT INTO {WORDS} ({WORDS}, rowid, {_LISTED}) VALUES ('delete', OLD.id, {old});"
    come = f"INSERT INTO {WORDS} (rowid, {_LISTED}) VALUES (NEW.id, {new});"
    return [
        f"CREATE VIRTUAL TABLE {WORDS} USING fts5({_LISTED}, content='{TABLE}', content_rowid='id', detail='none', "
        "tokenize='unicode61 remove_diacritics 0')",
        f"CREATE TRIGGER {WORDS}_insert AFTER INSERT ON {TABLE} BEGIN {come} END",
        f"CREATE TRIGGER {WORDS}_delete AFTER DELETE ON {TABLE} BEGIN {gone} END",
        f"CREATE TRIGGER {WORDS}_update AFTER UPDATE ON {TABLE} BEGIN {gone} {come} END",
    ]


def holding(words: Iterable[str]) -> models.Q:
    """Rows that hold at least one of these words, which are letters without accents and digits alone."""
    if connection.vendor == "postgresql":
        found = RawSQL(f"SELECT id FROM {TABLE} WHERE words @@ to_tsquery('simple', %s)", [" | ".join(words)])
    else:
        wanted = " OR ".join(f'"{word}"' for word in words)
        found = RawSQL(f"SELECT rowid FROM {WORDS} WHERE {WORDS} MATCH %s", [wanted])
    return models.Q(pk__in=found)
