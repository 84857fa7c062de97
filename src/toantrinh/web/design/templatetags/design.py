"""Tags for every template: words in two languages, values said one way, and the pieces of a page."""

from collections.abc import Sequence
from datetime import date as Day
from datetime import datetime
from decimal import Decimal
from typing import Any, cast

from django import template
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from toantrinh.kernel.moment import local
from toantrinh.kernel.problem import Problem
from toantrinh.kernel.text import say_date, say_moment, say_money, say_number, t
from toantrinh.web.design import assets, icons
from toantrinh.web.design.fields import Field
from toantrinh.web.design.parts import (
    REFUSED_LOOK,
    STATUS_LOOKS,
    TASK_WORDS,
    Clock,
    Column,
    Milestone,
    Pages,
    Row,
    Task,
)
from toantrinh.web.design.say import Words, language, say_html

register = template.Library()

NOT_GIVEN = t("Không cung cấp", "Not given")
NOTHING_HERE = t("Chưa có gì ở đây", "Nothing here yet")
FEE_UNKNOWN = t("Chưa xác định: cơ quan báo trước khi bạn trả", "Not set yet: the agency tells you before you pay")
FREE = t("Miễn", "Free")


@register.simple_tag
def say(vi: Words, en: str | None = None, **values: Any) -> SafeString:
    """`{% say "Còn {n} ngày" "{n} days left" n=days %}`, or a `Text` from code: `{% say row.key %}`."""
    if en is None:
        return say_html(vi, **values)
    # Words written in a template come marked safe; a variable does not, and is escaped.
    return say_html(conditional_escape(en if language() == "en" else cast(str, vi)), **values)


# ---- values, each said one way on all faces


@register.simple_tag
def date(day: Day | datetime | str | None, weekday: bool = False) -> SafeString:
    """A day; `weekday=True` where it binds someone. An ISO string may lack day or month."""
    if not day:
        return mark_safe("–")
    if isinstance(day, str):
        if len(day) < 10:
            year, _, month = day.partition("-")
            return format_html('<time datetime="{}">{}{}</time>', day, f"{int(month)}/" if month else "", year)
        day = Day.fromisoformat(day)
    if isinstance(day, datetime):
        day = local(day).date()  # a legal day is that of Hà Nội, whatever the server's clock
    return format_html(
        '<time datetime="{}">{}</time>', day.isoformat()[:10], say_date(day, language(), weekday=weekday)
    )


@register.simple_tag
def moment(at: datetime | None, weekday: bool = False) -> SafeString:
    """A moment as a clock in Hà Nội shows it."""
    if at is None:
        return mark_safe("–")
    words = say_moment(at, language(), weekday=weekday)
    return format_html('<time datetime="{}">{}</time>', at.isoformat(timespec="seconds"), words)


@register.simple_tag
def number(value: int | Decimal | None, places: int | None = None, percent: bool = False) -> SafeString:
    """A number with the separators of the language; percentages stand beside their counts."""
    words = "–" if value is None else say_number(value, language(), places=places)
    return format_html('<span class="tt-number">{}{}</span>', words, " %" if percent and value is not None else "")


@register.simple_tag
def money(dong: int | None, free_because: Words = "") -> SafeString:
    """An amount; 0 says why it is free, and an unknown one says that it is unknown."""
    if dong is None:
        return say_html(FEE_UNKNOWN)
    if dong == 0:
        because = say_html(free_because)
        return format_html("{}{}{}", say_html(FREE), ": " if because else "", because)
    return format_html('<span class="tt-number">{}</span>', say_money(dong, language()))


@register.simple_tag
def personal_number(digits: str, masked: bool = True) -> SafeString:
    """A personal number in groups of three; masked in lists, whole where it was opened with a look."""
    shown = "•" * (len(digits) - 3) + digits[-3:] if masked else digits
    groups = " ".join(shown[at : at + 3] for at in range(0, len(shown), 3))
    spoken = say_html(
        t("số định danh, ba số cuối {last}", "personal number ending in {last}"), last=" ".join(digits[-3:])
    )
    if not masked:
        return format_html('<span class="tt-number">{}</span>', groups)
    return format_html(
        '<span class="tt-number" aria-hidden="true">{}</span><span class="ds-sr-only">{}</span>', groups, spoken
    )


@register.simple_tag
def size(count: int) -> SafeString:
    """The size of a file."""
    kilobytes = max(1, round(count / 1024))
    words = (
        f"{kilobytes} KB" if kilobytes < 1024 else f"{say_number(Decimal(count) / 1048576, language(), places=1)} MB"
    )
    return format_html("{}", words)


# ---- pieces


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """One of our drawings; words stand beside it."""
    return icons.draw(name, css)


@register.simple_tag
def asset(name: str) -> str:
    """Address of a built file."""
    return assets.address_of(name)


@register.simple_tag
def tag(colour: str, words: Words, icon_name: str = "") -> SafeString:
    """A coloured tag, always with words."""
    drawing = icons.draw(icon_name) if icon_name else ""
    return format_html('<span class="ds-tag" data-color="{}">{}{}</span>', colour, drawing, say_html(words))


@register.simple_tag
def status(code: int, words: Words, refused: bool = False) -> SafeString:
    """The status of a dossier by its national code (0 is a draft), in the words that its citizen reads."""
    look = REFUSED_LOOK if refused and code in (9, 10) else STATUS_LOOKS[code]
    return tag(look.colour, words, look.icon)


@register.simple_tag
def overdue(days: int) -> SafeString:
    """The tag that lies over a status: by how many working days a promise was broken."""
    return tag("danger", t("Quá hẹn {n} ngày", "{n} days overdue").fill(n=days), "clock") if days > 0 else mark_safe("")


@register.simple_tag
def clock(face: Clock) -> SafeString:
    """The clock as citizens read it: the promise, the time left, who holds the dossier, what stops it."""
    return _piece("clock", clock=face)


@register.simple_tag
def clock_tag(face: Clock) -> SafeString:
    """The clock as officers read it: one tag; the exact moment is said when one asks."""
    colour, words = face.tag()
    at = say_moment(face.due_at, language(), weekday=True) if face.due_at else ""
    return format_html(
        '<span class="ds-tag" data-color="{}" title="{}">{}{}</span>',
        colour,
        at,
        icons.draw("pause" if face.stopped_since else "clock"),
        say_html(words),
    )


@register.simple_tag
def timeline(milestones: Sequence[Milestone]) -> SafeString:
    """What happened, what happens now, what will."""
    return _piece("timeline", milestones=milestones)


@register.simple_tag
def summary_list(rows: Sequence[Row], dense: bool = False) -> SafeString:
    """Questions and answers, each with its own link to change it."""
    return _piece("summary_list", rows=[(row, _value(row)) for row in rows], dense=dense)


@register.simple_tag
def table(
    caption: Words, columns: Sequence[Column], rows: Sequence[Sequence[Any]], empty: Words = NOTHING_HERE
) -> SafeString:
    """At most a page of rows, each a list of cells; on a phone a row becomes a block of labels and values."""
    cells = [[(_said(cell), column) for cell, column in zip(row, columns, strict=True)] for row in rows]
    return _piece("table", caption=caption, columns=columns, rows=cells, empty=empty)


@register.simple_tag
def task_list(tasks: Sequence[Task]) -> SafeString:
    """What is done and what is left."""
    return _piece("task_list", tasks=[(task, *TASK_WORDS[task.state]) for task in tasks])


@register.simple_tag
def field(drawn: Field) -> SafeString:
    """The input of one question."""
    return mark_safe(render_to_string(drawn.template, {"field": drawn}))


@register.simple_tag
def error_summary(problems: Sequence[Problem]) -> SafeString:
    """All that needs mending, each a link to its place; focus goes there when the page opens."""
    return _piece("error_summary", problems=problems, count=len(problems)) if problems else mark_safe("")


@register.simple_tag
def pager(pages: Pages) -> SafeString:
    """The pages of a long list."""
    shown = [(page, pages.address(page) if page else "") for page in pages.shown]
    before = pages.address(pages.number - 1) if pages.number > 1 else ""
    after = pages.address(pages.number + 1) if pages.number < pages.total else ""
    if pages.total == 1:
        return mark_safe("")
    return _piece("pager", pages=pages, shown=shown, before=before, after=after)


def _piece(name: str, **values: Any) -> SafeString:
    return mark_safe(render_to_string(f"design/piece/{name}.html", values))


def _value(row: Row) -> SafeString:
    """The value of a row; an empty one was not given."""
    if row.value in ("", None):
        return format_html('<span class="tt-quiet">{}</span>', say_html(NOT_GIVEN))
    return _said(row.value)


def _said(value: Any) -> SafeString:
    """A value said as its kind is said."""
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, Day):
        return date(value)
    if isinstance(value, bool):
        return say_html(t("Có", "Yes") if value else t("Không", "No"))
    if isinstance(value, int | Decimal):
        return number(value)
    return say_html("–" if value is None else value)
