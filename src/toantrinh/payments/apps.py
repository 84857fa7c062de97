"""Names the room to Django."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """The room of the same name."""

    name = "toantrinh.payments"
    label = "payments"
    default_auto_field = "django.db.models.BigAutoField"
