"""Names the room to Django."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """The room of the same name."""

    name = "toantrinh.registers"
    label = "registers"
    default_auto_field = "django.db.models.BigAutoField"
