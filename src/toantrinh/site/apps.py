"""Start-up: the one place where rooms are introduced to each other, a line each."""

from importlib import import_module

from django.apps import AppConfig

ROOMS = (
    "record",
    "people",
    "documents",
    "exchange",
    "notices",
    "payments",
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
        offer_services()
        subscribe_rooms()
        register_checks()
        register_jobs()
        furnish_pages()


def furnish_pages() -> None:
    """What one face puts on a page of all."""
    from toantrinh.web.design.pages import furnish_home
    from toantrinh.web.portal.finding import furnish

    furnish_home("portal/home.html", furnish)


def offer_services() -> None:
    """Who answers the calls of the exchange in this process."""
    from toantrinh.cases.services import offer_services as offer_cases
    from toantrinh.people.connectors import eid
    from toantrinh.registers.services import offer_services as offer_registers
    from toantrinh.site.sample.identity import find_claims

    offer_registers()
    offer_cases()
    eid.know_sample(find_claims)


def subscribe_rooms() -> None:
    """Which room is told of which sealed events."""
    from toantrinh.cases import actions as cases
    from toantrinh.cases.queries import petitions
    from toantrinh.indicators import actions as indicators
    from toantrinh.notices import actions as notices
    from toantrinh.record.outbox import subscribe

    subscribe("cases.effects", {"case.decided", "case.effect_mended"}, cases.receive_decided, remote=True)
    subscribe("cases.parts", PART_MOVES, cases.receive_submitted, remote=True)
    subscribe("cases.part_news", ENDINGS, cases.receive_part_news, remote=True)
    subscribe(indicators.READER, (), indicators.count_event)
    subscribe("cases.payments", {"payment.settled"}, cases.receive_settled)
    notices.know_reach("author", petitions.contacts_of_author)
    subscribe("notices.copies", {"notice.sent"}, notices.queue_copy)


ENDINGS = ("case.finished", "case.turned_away", "case.expired", "case.withdrawn")
"""Facts by which a case ends, of which a linked application must hear."""


PART_MOVES = ("case.submitted", "case.part_sent_again", "case.part_ended", "case.part_dropped")
"""Facts after which a linked application may have another part to send, or nothing left to wait for."""


def register_checks() -> None:
    """Which tables `toantrinh verify` compares with the record."""
    from toantrinh.cases.comparing import check_bulk, check_doors, check_parts
    from toantrinh.cases.petitions.verification import check_petitions
    from toantrinh.cases.verification import check_cases, check_catalogue, check_consents, check_editions, check_search
    from toantrinh.documents.queries import compare_with_record as compare_documents
    from toantrinh.exchange.queries import compare_with_record as compare_messages
    from toantrinh.indicators.queries import compare_with_record as compare_figures
    from toantrinh.notices.queries import compare_with_record as compare_notices
    from toantrinh.payments.queries import compare_with_record as compare_payments
    from toantrinh.record.verify import register_check
    from toantrinh.registers.queries import compare_with_record as compare_registers
    from toantrinh.tasks.queries import compare_with_record as compare_tasks

    register_check("cases", check_cases)
    register_check("editions", check_editions)
    register_check("acts on many dossiers", check_bulk)
    register_check("desks, routes and opinions", check_doors)
    register_check("linked cases", check_parts)
    register_check("catalogue", check_catalogue)
    register_check("search", check_search)
    register_check("petitions", check_petitions)
    register_check("consents", check_consents)
    register_check("documents", compare_documents)
    register_check("notices", compare_notices)
    register_check("payments", compare_payments)
    register_check("tasks", compare_tasks)
    register_check("indicators", compare_figures)
    register_check("registers", compare_registers)
    register_check("exchange", compare_messages)


def register_jobs() -> None:
    """What the worker does by itself, and how often (seconds)."""
    from toantrinh.cases import actions as cases
    from toantrinh.cases.actions import petitions
    from toantrinh.documents import actions as documents
    from toantrinh.indicators import actions as indicators
    from toantrinh.notices import actions as notices
    from toantrinh.payments import actions as payments
    from toantrinh.payments.connectors import pretend
    from toantrinh.site.worker import every
    from toantrinh.tasks import actions as tasks

    every(2, "acts on many dossiers", cases.continue_bulks)
    every(3, "letters", documents.draw_letters)
    every(3, "copies of notices", notices.send_copies)
    every(1, "pretend bank", pretend.tell_waiting)
    every(10, "refunds", payments.send_refunds)
    every(30, "overdue tasks", tasks.escalate_tasks)
    every(60, "silent cases", cases.watch)
    every(60, "silent petitions", petitions.watch_petitions)
    every(60, "waiting registers", cases.send_waiting_effects)
    every(60, "parts of linked cases", cases.follow_waiting_parts)
    every(600, "file store", documents.sweep_store)
    every(600, "unanswered consents", cases.lapse_consents)
    every(3600, "monthly figures", indicators.publish_due)
    every(3600, "old drafts", cases.purge_old_drafts)
    every(3600, "old drafts of petitions", petitions.purge_petition_drafts)
