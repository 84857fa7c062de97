"""`toantrinh clock`: when a limit ends, and the reason of each day on the way."""

from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from toantrinh.kernel.calendar import load_calendar
from toantrinh.kernel.clock import Due, Pause, due, read_limit
from toantrinh.kernel.moment import HANOI
from toantrinh.kernel.problem import Problem
from toantrinh.kernel.text import say_date, say_moment

T = TypeVar("T")


class Command(BaseCommand):
    """Reckon one due moment by the same clock that cases use."""

    help = "When a limit ends, and the reason of each day on the way (docs/reference/clock.md)."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The dossier's receipt and limit; calendar, suspensions and cut-off where they matter."""
        parser.add_argument(
            "--received", required=True, metavar="2026-02-13T14:00", help="moment of receipt, Hà Nội time"
        )
        parser.add_argument("--limit", required=True, help='"3 working days", "3 ngày làm việc", "10 days", "1 month"')
        parser.add_argument("--calendar", metavar="FILE", help="another calendar file")
        parser.add_argument("--agency", default="", metavar="CODE", help="an agency with its own hours")
        parser.add_argument("--known-on", metavar="DAY", help="the calendar as it was known on that day")
        parser.add_argument(
            "--pause", action="append", default=[], metavar="FROM/TO", help="a suspension; may be repeated"
        )
        parser.add_argument("--cut-off", metavar="15:00", help="the day of receipt counts until this hour")
        parser.add_argument("--language", choices=("vi", "en"), default="vi")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the due moment and the days; a mistake in the input is named in words."""
        language = options["language"]
        try:
            found = _reckon(options)
        except Problem as problem:
            raise CommandError(problem.message.say(language)) from None
        except OverflowError:
            raise CommandError("--received, --pause: năm quá xa / the year is too far away") from None
        self.stdout.write(say_moment(found.moment, language, weekday=True))
        for day in found.days:
            self.stdout.write(f"  {say_date(day.date, language, weekday=True):<30} {day.reason.say(language)}")
        if not found.is_settled:
            self.stdout.write(_NOT_SETTLED[language])


_NOT_SETTLED = {
    "vi": "Lịch nghỉ của một năm trong khoảng này chưa được công bố: hạn có thể thay đổi.",
    "en": "The holidays of a year in this span have not been announced yet: the moment may still move.",
}


def _reckon(options: dict[str, Any]) -> Due:
    calendar_file = Path(options["calendar"] or settings.PACKAGES_DIR / "reference" / "calendar" / "vietnam.yaml")
    calendar = load_calendar(calendar_file).of(options["agency"])
    if options["known_on"]:
        calendar = calendar.at(_read("--known-on", options["known_on"], date.fromisoformat))
    cut_off = _read("--cut-off", options["cut_off"], time.fromisoformat) if options["cut_off"] else None
    limit = read_limit(options["limit"], same_day_cut_off=cut_off)
    pauses = [_read("--pause", typed, _pause) for typed in options["pause"]]
    return due(_read("--received", options["received"], _moment), limit, calendar, pauses)


def _moment(typed: str) -> datetime:
    moment = datetime.fromisoformat(typed)
    return moment if moment.tzinfo else moment.replace(tzinfo=HANOI)


def _pause(typed: str) -> Pause:
    start, end = typed.split("/")
    return Pause(_moment(start), _moment(end))


def _read(option: str, typed: str, read: Callable[[str], T]) -> T:
    try:
        return read(typed)
    except ValueError:
        example = _EXAMPLES[option]
        raise CommandError(f"{option}: “{typed}” – cần như / needs to look like {example}") from None


_EXAMPLES = {
    "--received": "2026-02-13T14:00",
    "--pause": "2026-02-13T14:00/2026-02-24T09:00",
    "--cut-off": "15:00",
    "--known-on": "2025-12-01",
}
