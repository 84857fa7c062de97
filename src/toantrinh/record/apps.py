"""Names the room to Django."""

from django.apps import AppConfig


class RecordConfig(AppConfig):
    """The room of the same name."""

    name = "toantrinh.record"
    label = "record"
    default_auto_field = "django.db.models.BigAutoField"
