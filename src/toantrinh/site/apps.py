"""Start-up: the one place where rooms are introduced to each other, a line each."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Registers handlers, subscriptions and row policies of upper rooms with lower ones."""

    name = "toantrinh.site"
    label = "site_"

    def ready(self) -> None:
        """Runs once in every process, before the first request."""
