"""Names the room to Django."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The room of the same name."""

    name = "toantrinh.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"
