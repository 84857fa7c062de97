"""Names the room to Django."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    """The room of the same name."""

    name = "toantrinh.tasks"
    label = "tasks"
    default_auto_field = "django.db.models.BigAutoField"
