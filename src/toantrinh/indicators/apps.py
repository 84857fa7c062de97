"""Names the room to Django."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """The room of the same name."""

    name = "toantrinh.indicators"
    label = "indicators"
    default_auto_field = "django.db.models.BigAutoField"
