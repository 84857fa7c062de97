"""Start-up: the one place where rooms are introduced to each other, a line each."""

from importlib import import_module

from django.apps import AppConfig

ROOMS = (
    "record",
    "people",
    "documents",
    "exchange",
    "notices",
    "tasks",
    "registers",
    "cases",
    "indicators",
)
"""Every room that states facts; their kinds must be known before anything is read from the record."""


class SiteConfig(AppConfig):
    """Registers handlers, subscriptions and row policies of upper rooms with lower ones."""

    name = "toantrinh.site"
    label = "site_"

    def ready(self) -> None:
        """Runs once in every process, before the first request."""
        for room in ROOMS:
            import_module(f"toantrinh.{room}.facts")
        from toantrinh.indicators import actions as indicators
        from toantrinh.indicators.queries import compare_with_record as compare_figures
        from toantrinh.kernel.text import t
        from toantrinh.record.outbox import subscribe
        from toantrinh.record.verify import Difference, register_check
        from toantrinh.registers.queries import compare_with_record
        from toantrinh.registers.services import offer_services

        offer_services()
        subscribe(indicators.READER, (), indicators.count_event)
        register_check("indicators", compare_figures)
        register_check("registers", lambda: (Difference(where, t(what, what)) for where, what in compare_with_record()))
