"""Three roles on PostgreSQL, so that the application cannot change the record even by mistake.

The owner makes the tables and runs migrations. The application reads everything, and may only insert where the record
is insert-only. The erasure role may besides destroy a person's key, which the application may not.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

from toantrinh.record.triggers import INSERT_ONLY

OWNER, APPLICATION, ERASURE = "toantrinh_owner", "toantrinh_application", "toantrinh_erasure"


def role_statements(connection: BaseDatabaseWrapper) -> list[str]:
    """SQL that makes the roles and gives each its rights on the tables that exist now; it may be run again."""
    tables, quote = connection.introspection.table_names(), connection.ops.quote_name
    insert_only = [f"record_{table}" for table in INSERT_ONLY]
    closed = [name for name in tables if name in insert_only]
    growing, keys = "record_tile", "record_personkey"
    open_tables = [name for name in tables if name not in (*insert_only, growing, keys)]
    both = f"{APPLICATION}, {ERASURE}"
    statements = [
        f"DO $$ BEGIN CREATE ROLE {role} NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$"
        for role in (OWNER, APPLICATION, ERASURE)
    ]
    statements += [f"GRANT USAGE ON SCHEMA public TO {both}", f"GRANT USAGE, CREATE ON SCHEMA public TO {OWNER}"]
    statements += [f"ALTER TABLE {quote(name)} OWNER TO {OWNER}" for name in tables]
    statements += [f"REVOKE ALL ON {quote(name)} FROM {both}" for name in tables]
    statements += [f"GRANT SELECT, INSERT ON {quote(name)} TO {both}" for name in (*closed, keys)]
    statements += [f"GRANT SELECT, INSERT, UPDATE ON {growing} TO {both}"]
    statements += [f"GRANT SELECT, INSERT, UPDATE, DELETE ON {quote(name)} TO {both}" for name in open_tables]
    statements += [
        f"GRANT UPDATE (wrapped) ON {keys} TO {ERASURE}",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {both}",
    ]
    return statements
