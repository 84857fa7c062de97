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
        from toantrinh.documents import actions as documents
        from toantrinh.documents.queries import compare_with_record as compare_documents
        from toantrinh.indicators import actions as indicators
        from toantrinh.indicators.queries import compare_with_record as compare_figures
        from toantrinh.kernel.text import t
        from toantrinh.notices import actions as notices
        from toantrinh.notices.queries import compare_with_record as compare_notices
        from toantrinh.record.outbox import subscribe
        from toantrinh.record.verify import Difference, register_check
        from toantrinh.registers.queries import compare_with_record
        from toantrinh.registers.services import offer_services
        from toantrinh.site.worker import every
        from toantrinh.tasks import actions as tasks
        from toantrinh.tasks.queries import compare_with_record as compare_tasks

        offer_services()
        subscribe(indicators.READER, (), indicators.count_event)
        subscribe("notices.copies", {"notice.sent"}, notices.queue_copy)
        register_check("documents", compare_documents)
        register_check("notices", compare_notices)
        register_check("tasks", compare_tasks)
        register_check("indicators", compare_figures)
        register_check("registers", lambda: (Difference(where, t(what, what)) for where, what in compare_with_record()))
        every(3, "letters", documents.draw_letters)
        every(600, "file store", documents.sweep_store)
        every(3, "copies of notices", notices.send_copies)
        every(30, "overdue tasks", tasks.escalate_tasks)
