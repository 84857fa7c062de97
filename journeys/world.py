"""What the journeys share: the house settled, births led to where a story begins, and hands that drive the pages."""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from playwright.sync_api import FilePayload, Locator, Page, expect

from toantrinh.cases.models import Case
from toantrinh.kernel.moment import today
from toantrinh.site.sample.papers import birth_notification
from toantrinh.site.tests.world import CHILD, CODE, World, work

__all__ = ["CHILD", "CODE", "DESK", "Axe", "NewPage", "SignIn", "World", "work"]

NewPage = Callable[..., Page]
SignIn = Callable[[Page, str], None]
Axe = Callable[[Page], None]
DESK = 1280
MOTHER, LAN, TUAN, DUC = "Nguyễn Thị Ngọc Ánh", "Lê Thị Lan", "Phạm Văn Tuấn", "Hoàng Minh Đức"


def picture(name: str = "giay-chung-sinh.png") -> FilePayload:
    """A photo of the birth notification, as a phone sends it."""
    return {"name": name, "mimeType": "image/png", "buffer": birth_notification(1)}


def follow(page: Page, target: Locator) -> None:
    """Press what leads to another page, and wait until that page is whole."""
    with page.expect_event("load"):
        target.click()


def press(page: Page, name: str, *, exact: bool = True) -> None:
    """Press the button of this name, the visible one, and wait for what follows."""
    follow(page, page.get_by_role("button", name=name, exact=exact).last)


def choose(page: Page, name: str, value: str) -> None:
    """Choose an answer, by what it sends: its words may change."""
    page.locator(f"[name='{name}'][value='{value}']").check()


def heading(page: Page, words: str) -> None:
    """The page is the one with this heading."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def looked_at(page: Page, axe: Axe | None) -> None:
    """Whoever cannot see or use a mouse can use this page too."""
    if axe is not None:
        axe(page)


# ---- the parent


def born(days: int = 5) -> date:
    """A birthday some days ago."""
    return today() - timedelta(days=days)


def fill_birth(page: Page, *, axe: Axe | None = None, child: str = CHILD, script: bool = True) -> None:
    """From the home page to the page on which everything is checked; the mother is signed in. In either language:
    questions are found by what they send."""
    page.goto("/")
    page.locator("[role=search] input[name=q]").fill("khai sinh")
    follow(page, page.locator("[role=search] button"))
    looked_at(page, axe)
    follow(page, page.locator(f"a[href='/thu-tuc/{CODE}/']").first)
    looked_at(page, axe)
    follow(page, page.locator(".tt-start button"))
    for number, answer in enumerate((_relation, _parents, _child, _place, _origin, _papers, _copies), start=1):
        expect(page.locator(".tt-step")).to_contain_text(str(number))
        answer(page, child, script)
        looked_at(page, axe)
        go_on(page)
    looked_at(page, axe)


def fill_birth_pages(page: Page, *, axe: Axe | None = None, then: Sequence[Callable[[Page], None]] = ()) -> None:
    """The questions about a birth and then those of `then`, up to the papers, where another procedure asks them too."""
    for answer in (_relation, _parents, _child, _place, _origin):
        answer(page, CHILD, True)
        looked_at(page, axe)
        go_on(page)
    for own in then:
        own(page)
        looked_at(page, axe)
        go_on(page)
    _papers(page, CHILD, True)
    looked_at(page, axe)
    go_on(page)


def go_on(page: Page) -> None:
    """The first button under the form."""
    follow(page, page.locator("form.tt-form > .tt-buttons button[name=lam][value='']"))


def _relation(page: Page, child: str, script: bool) -> None:
    choose(page, "relation", "mother")


def _parents(page: Page, child: str, script: bool) -> None:
    expect(page.locator("main")).to_contain_text("Trần Quốc Khánh")
    assert page.locator("form.tt-form input:visible").count() == 0, "what the State knows is not asked"


def _child(page: Page, child: str, script: bool) -> None:
    page.locator("[name='child.full_name']").fill(child)
    fill_date(page, "child.birth_date", born())
    choose(page, "child.sex", "female")


def _place(page: Page, child: str, script: bool) -> None:
    """The communes come by themselves, or by a button where nothing runs in the browser."""
    page.locator("[name='birth.facility']").fill("Bệnh viện Từ Dũ")
    page.locator("[name='birth.place.province']").select_option("79")
    if not script:
        follow(page, page.locator("button[value='choose:birth.place']"))
    page.locator("[name='birth.place.unit']").select_option("27301")
    choose(page, "birth.notified", "true")


def _origin(page: Page, child: str, script: bool) -> None:
    choose(page, "child.origin_of", "father")


def _papers(page: Page, child: str, script: bool) -> None:
    page.locator("[name='paper:giay-chung-sinh']").set_input_files([picture()])
    follow(page, page.locator("button[value='upload:papers']"))
    expect(page.locator(".tt-files")).to_contain_text("giay-chung-sinh.png")


def _copies(page: Page, child: str, script: bool) -> None:
    expect(page.locator("[name=copies]")).to_have_value("0")


def fill_date(page: Page, name: str, day: date) -> None:
    """Day, month and year in their three inputs."""
    for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
        page.locator(f"[name='{name}.{part}']").fill(str(value))


def send(page: Page) -> str:
    """Send what was checked; answers the dossier number."""
    follow(page, page.locator("form.tt-form button[data-size=lg]"))
    expect(page.locator(".tt-panel")).to_be_visible()
    return page.locator(".tt-code").inner_text().strip()


# ---- the desk


def open_dossier(page: Page, number: str) -> None:
    """The dossier as an officer finds it in the queue."""
    page.goto("/mot-cua/")
    follow(page, page.get_by_role("row", name=re.compile(re.escape(number))).get_by_role("link").first)


def act(page: Page, number: str, words: str) -> None:
    """Open a dossier and one of the acts that it offers."""
    open_dossier(page, number)
    follow(page, page.locator(".desk-acts").get_by_role("link", name=words))


def case_of(number: str) -> Case:
    """The case as the tables have it now."""
    return Case.objects.get(number=number)


def as_officer(browser_page: NewPage, sign_in: SignIn, name: str) -> Page:
    """A browser at a desk, in which an officer has signed in."""
    page = browser_page(width=DESK)
    sign_in(page, name)
    return page
