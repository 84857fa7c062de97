"""Names the room to Django."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """The room of the same name."""

    name = "toantrinh.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"
