"""Names the room to Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The room of the same name."""

    name = "toantrinh.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"
