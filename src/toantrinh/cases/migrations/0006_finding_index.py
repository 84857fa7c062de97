"""Lay the engine's full-text index on what is found."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from toantrinh.cases.search.engine import install


def lay(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    """It follows the table by itself from here on."""
    install(editor.connection)


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_finding")]
    operations = [migrations.RunPython(lay, migrations.RunPython.noop)]
