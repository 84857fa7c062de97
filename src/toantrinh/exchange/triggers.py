"""What the database itself refuses: a message or an answer, once written, stays as it is."""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("exchange_message", "exchange_answer")


def install(connection: BaseDatabaseWrapper) -> None:
    """Lay the triggers on those tables that this database has."""
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE OR REPLACE FUNCTION exchange_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
                "BEGIN RAISE EXCEPTION '% is insert-only.', TG_TABLE_NAME; END $$"
            )
        for table in present.intersection(TABLES):
            for verb in ("UPDATE", "DELETE"):
                if connection.vendor == "postgresql":
                    cursor.execute(
                        f"CREATE OR REPLACE TRIGGER {table}_{verb.lower()} BEFORE {verb} ON {table} "
                        "FOR EACH ROW EXECUTE FUNCTION exchange_refuse()"
                    )
                else:
                    cursor.execute(
                        f"CREATE TRIGGER IF NOT EXISTS {table}_{verb.lower()} BEFORE {verb} ON {table} "
                        f"BEGIN SELECT RAISE(ABORT, '{table} is insert-only.'); END"
                    )


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away, for tests that empty the tables."""
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in present.intersection(TABLES):
            for verb in ("update", "delete"):
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_{verb}{on}")
