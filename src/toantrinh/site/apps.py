"""Start-up: the one place where rooms are introduced to each other, a line each."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Registers handlers, subscriptions and row policies of upper rooms with lower ones."""

    name = "toantrinh.site"
    label = "site_"

    def ready(self) -> None:
        """Runs once in every process, before the first request."""
        from toantrinh.kernel.text import t
        from toantrinh.record.verify import Difference, register_check
        from toantrinh.registers.queries import compare_with_record
        from toantrinh.registers.services import offer_services

        offer_services()
        register_check("registers", lambda: (Difference(where, t(what, what)) for where, what in compare_with_record()))
