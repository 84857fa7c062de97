"""What the database itself refuses of a version: to change, to go, and to overlap another of its entry in both times.

A version may be superseded once (`known_to` is set), and nothing else about it ever changes.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

FIXED = (
    "id", "urn", "entry_id", "valid_from", "valid_to", "known_from", "data",
    "sealed", "sealed_for", "search", "reason", "ground",
)  # fmt: skip
"""Columns of a version that never change."""


def install(connection: BaseDatabaseWrapper) -> None:
    """Lay the locks, where this database has the table."""
    if "registers_version" not in connection.introspection.table_names():
        return
    statements = _postgresql() if connection.vendor == "postgresql" else _sqlite()
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take away the triggers that would refuse to empty the tables, for tests."""
    if "registers_version" not in connection.introspection.table_names():
        return
    names = ("change", "gone") if connection.vendor == "postgresql" else ("change", "gone", "apart", "apart_again")
    on = " ON registers_version" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"DROP TRIGGER IF EXISTS registers_version_{name}{on}")


def _sqlite() -> list[str]:
    changed = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in FIXED)
    overlaps = (
        "EXISTS (SELECT 1 FROM registers_version other WHERE other.entry_id = NEW.entry_id AND other.id <> NEW.id "
        "AND (other.valid_to IS NULL OR NEW.valid_from < other.valid_to) "
        "AND (NEW.valid_to IS NULL OR other.valid_from < NEW.valid_to) "
        "AND (other.known_to IS NULL OR NEW.known_from < other.known_to) "
        "AND (NEW.known_to IS NULL OR other.known_from < NEW.known_to))"
    )
    apart = f"WHEN {overlaps} BEGIN SELECT RAISE(ABORT, 'Two versions of one entry overlap.'); END"
    return [
        "CREATE TRIGGER IF NOT EXISTS registers_version_change BEFORE UPDATE ON registers_version "
        f"WHEN OLD.known_to IS NOT NULL OR NEW.known_to IS NULL OR {changed} "
        "BEGIN SELECT RAISE(ABORT, 'A version never changes.'); END",
        "CREATE TRIGGER IF NOT EXISTS registers_version_gone BEFORE DELETE ON registers_version "
        "BEGIN SELECT RAISE(ABORT, 'A version is never deleted.'); END",
        f"CREATE TRIGGER IF NOT EXISTS registers_version_apart AFTER INSERT ON registers_version {apart}",
        f"CREATE TRIGGER IF NOT EXISTS registers_version_apart_again AFTER UPDATE ON registers_version {apart}",
    ]


def _postgresql() -> list[str]:
    changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in FIXED)
    return [
        "CREATE EXTENSION IF NOT EXISTS btree_gist",
        "CREATE OR REPLACE FUNCTION registers_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION 'A version never changes and is never deleted.'; END $$",
        "CREATE OR REPLACE TRIGGER registers_version_change BEFORE UPDATE ON registers_version FOR EACH ROW "
        f"WHEN (OLD.known_to IS NOT NULL OR NEW.known_to IS NULL OR {changed}) EXECUTE FUNCTION registers_refuse()",
        "CREATE OR REPLACE TRIGGER registers_version_gone BEFORE DELETE ON registers_version FOR EACH ROW "
        "EXECUTE FUNCTION registers_refuse()",
        "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_constraint WHERE conname = 'registers_version_apart') THEN "
        "ALTER TABLE registers_version ADD CONSTRAINT registers_version_apart EXCLUDE USING gist (entry_id WITH =, "
        "daterange(valid_from, valid_to) WITH &&, tstzrange(known_from, known_to) WITH &&); END IF; END $$",
    ]
