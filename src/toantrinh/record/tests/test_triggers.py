"""What the database refuses by itself."""

import pytest
from django.db import DatabaseError, connection, connections, transaction

from toantrinh.record.models import Event, Tile
from toantrinh.record.roles import APPLICATION, ERASURE, role_statements
from toantrinh.record.triggers import INSERT_ONLY


def refused(sql: str, alias: str = "default", words: str = "insert-only") -> None:
    with (
        pytest.raises(DatabaseError, match=words),
        transaction.atomic(using=alias),
        connections[alias].cursor() as cursor,
    ):
        cursor.execute(sql)


@pytest.mark.parametrize("table", INSERT_ONLY)
def test_a_row_of_the_record_can_be_neither_changed_nor_removed(table: str, lived_in: list[Event]) -> None:
    alias = "looks" if table == "look" else "default"
    with connections[alias].cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        column = connections[alias].introspection.get_table_description(cursor, f"record_{table}")[-1].name
    refused(f'UPDATE record_{table} SET "{column}" = "{column}"', alias)
    refused(f"DELETE FROM record_{table}", alias)
    if connection.vendor == "postgresql":
        refused(f"TRUNCATE record_{table} CASCADE", alias)


def test_a_tile_only_grows(lived_in: list[Event]) -> None:
    tile = Tile.objects.get(level=0, number=1)
    refused("DELETE FROM record_tile")
    refused("UPDATE record_tile SET width = width - 1")
    refused(f"UPDATE record_tile SET number = 7, width = 200 WHERE level = 0 AND number = {tile.number}")
    with pytest.raises(DatabaseError, match="insert-only"), transaction.atomic():
        Tile.objects.filter(level=0, number=1).update(width=256, content=b"x" * 8192)
    Tile.objects.filter(level=0, number=1).update(width=256, content=bytes(tile.content) + b"x" * 32)


def test_the_application_lacks_the_rights_too(founded: None) -> None:
    if connection.vendor == "sqlite":
        return  # it has no roles
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for statement in role_statements(connection):
            cursor.execute(statement)
        for role in (APPLICATION, ERASURE):
            for table in INSERT_ONLY:
                cursor.execute(f"SELECT has_table_privilege('{role}', 'record_{table}', 'UPDATE, DELETE, TRUNCATE')")
                assert cursor.fetchone() == (False,)
                cursor.execute(f"SELECT has_table_privilege('{role}', 'record_{table}', 'INSERT')")
                assert cursor.fetchone() == (True,)
        cursor.execute(f"SET LOCAL ROLE {APPLICATION}")
        refused("DELETE FROM record_event", words="permission denied")
        refused("UPDATE record_personkey SET wrapped = ''", words="permission denied")
        cursor.execute(f"SET LOCAL ROLE {ERASURE}")
        cursor.execute("UPDATE record_personkey SET wrapped = ''")
        transaction.set_rollback(True)
