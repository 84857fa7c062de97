"""Names the room to Django."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """The room of the same name."""

    name = "toantrinh.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"
