"""What the database itself refuses: the second lock on an insert-only record.

On PostgreSQL the application's role lacks the rights as well (`toantrinh record roles`). On SQLite whoever can write
the file can drop a trigger; there `toantrinh verify` finds what they did.
"""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

INSERT_ONLY = ("house", "event", "eventsubject", "sealed", "head", "checkpoint", "promise", "look")
QUEUES = (("event", "unsealed", "event_id"), ("look", "unsealedlook", "look_id"))
"""A row in the first table puts its number into the second, whoever inserts it."""

REFUSAL = "The record is insert-only: {table} refuses {verb}."


def install(connection: BaseDatabaseWrapper) -> None:
    """Lay the triggers on those tables of the record that this database has."""
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        lay = _postgresql if connection.vendor == "postgresql" else _sqlite
        lay(cursor, {name.removeprefix("record_") for name in present if name.startswith("record_")})


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away, for tests that empty the tables."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname, tgrelid::regclass FROM pg_trigger WHERE tgname LIKE 'record_%'")
            statements = [f"DROP TRIGGER {name} ON {table}" for name, table in cursor.fetchall()]
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'record_%'")
            statements = [f"DROP TRIGGER {name}" for (name,) in cursor.fetchall()]
        for statement in statements:
            cursor.execute(statement)


def _sqlite(cursor: CursorWrapper, present: set[str]) -> None:
    for table in present.intersection(INSERT_ONLY):
        for verb in ("UPDATE", "DELETE"):
            message = REFUSAL.format(table=f"record_{table}", verb=verb)
            cursor.execute(
                f"CREATE TRIGGER IF NOT EXISTS record_{table}_{verb.lower()} BEFORE {verb} ON record_{table} "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
    for table, queue, column in QUEUES:
        if table in present:
            cursor.execute(
                f"CREATE TRIGGER IF NOT EXISTS record_{table}_queue AFTER INSERT ON record_{table} "
                f"BEGIN INSERT INTO record_{queue} ({column}) VALUES (NEW.id); END"
            )
    if "tile" in present:
        for verb, condition in (("UPDATE", f"WHEN NOT ({GROWS_SQLITE})"), ("DELETE", "")):
            message = REFUSAL.format(table="record_tile", verb=verb)
            cursor.execute(
                f"CREATE TRIGGER IF NOT EXISTS record_tile_{verb.lower()} BEFORE {verb} ON record_tile {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )


GROWS_SQLITE = (
    "NEW.level = OLD.level AND NEW.number = OLD.number AND NEW.width > OLD.width "
    "AND substr(NEW.content, 1, length(OLD.content)) = OLD.content"
)
GROWS_POSTGRESQL = GROWS_SQLITE.replace("substr(NEW.content, 1,", "substring(NEW.content from 1 for").replace(
    "length(", "octet_length("
)
"""The one change a tile may see: more of it."""


def _postgresql(cursor: CursorWrapper, present: set[str]) -> None:
    cursor.execute(
        """
        CREATE OR REPLACE FUNCTION record_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'The record is insert-only: % refuses %.', TG_TABLE_NAME, TG_OP; END $$;
        CREATE OR REPLACE FUNCTION record_queue() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN EXECUTE format('INSERT INTO %I VALUES ($1)', TG_ARGV[0]) USING NEW.id; RETURN NULL; END $$;
        """
    )
    for table in present.intersection((*INSERT_ONLY, "tile")):
        verbs = "DELETE" if table == "tile" else "UPDATE OR DELETE"
        for name, when in (
            ("change", f"{verbs} ON record_{table} FOR EACH ROW"),
            ("truncate", f"TRUNCATE ON record_{table}"),
        ):
            cursor.execute(
                f"CREATE OR REPLACE TRIGGER record_{table}_{name} BEFORE {when} EXECUTE FUNCTION record_refuse()"
            )
    if "tile" in present:
        cursor.execute(
            "CREATE OR REPLACE TRIGGER record_tile_shrink BEFORE UPDATE ON record_tile FOR EACH ROW "
            f"WHEN (NOT ({GROWS_POSTGRESQL})) EXECUTE FUNCTION record_refuse()"
        )
    for table, queue, _ in QUEUES:
        if table in present:
            cursor.execute(
                f"CREATE OR REPLACE TRIGGER record_{table}_queue AFTER INSERT ON record_{table} FOR EACH ROW "
                f"EXECUTE FUNCTION record_queue('record_{queue}')"
            )
