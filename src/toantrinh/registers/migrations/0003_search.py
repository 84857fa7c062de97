"""On PostgreSQL, find words inside the folded column by their three-letter parts."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def index(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """SQLite reads the column through; a house of millions of entries runs on PostgreSQL."""
    if editor.connection.vendor == "postgresql":
        editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        editor.execute(
            "CREATE INDEX IF NOT EXISTS registers_version_search ON registers_version "
            "USING gin (search gin_trgm_ops) WHERE known_to IS NULL"
        )


class Migration(migrations.Migration):
    dependencies = [("registers", "0002_triggers")]
    operations = [migrations.RunPython(index, migrations.RunPython.noop)]
