"""Names the room to Django."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """The room of the same name."""

    name = "toantrinh.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"
