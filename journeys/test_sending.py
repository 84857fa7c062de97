"""Sending: without JavaScript, on small phones, in English, twice at once, and with the back button after it."""

from typing import Any

import pytest
from journeys.world import CODE, MOTHER, Axe, NewPage, SignIn, World, fill_birth, follow, heading, send
from playwright.sync_api import Page, expect

from toantrinh.cases.models import Case
from toantrinh.kernel.urn import key_of

pytestmark = pytest.mark.browser


def sent_cases() -> int:
    """How many dossiers were sent."""
    return Case.objects.exclude(number="").count()


@pytest.mark.parametrize("width", [320, 375])
def test_the_same_birth_without_javascript_on_a_phone(
    live: Any, browser_page: NewPage, sign_in: SignIn, axe: Axe, width: int
) -> None:
    World()
    page = browser_page(width=width, script=False)
    sign_in(page, MOTHER)
    fill_birth(page, script=False, axe=fits)
    number = send(page)
    fits(page)
    assert Case.objects.get(number=number).about_name
    page.goto(f"/ho-so/{number}/")
    fits(page)


def fits(page: Page) -> None:
    """Nothing is wider than the screen."""
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0, f"{page.url} is {wider} px wider than the screen"


def test_the_same_birth_in_english(live: Any, browser_page: NewPage, sign_in: SignIn, axe: Axe) -> None:
    World()
    page = browser_page()
    sign_in(page, MOTHER)
    follow(page, page.get_by_role("button", name="English"))
    fill_birth(page, axe=axe)
    heading(page, "Check, then send")
    number = send(page)
    heading(page, "Your dossier has arrived")
    axe(page)
    page.goto(f"/ho-so/{number}/")
    heading(page, "Register a birth")
    axe(page)


@pytest.mark.parametrize("script", [True, False])
def test_a_double_click_on_send_gives_one_dossier(
    live: Any, browser_page: NewPage, sign_in: SignIn, script: bool
) -> None:
    key = key_of(World().filled().urn)
    page = browser_page(script=script)
    sign_in(page, MOTHER)
    page.goto(f"/ho-so/{key}/kiem-tra")
    page.locator("form.tt-form button[data-size=lg]").dblclick()
    heading(page, "Đã nhận hồ sơ của bạn")
    assert sent_cases() == 1


def test_two_windows_send_one_dossier(live: Any, browser_page: NewPage, sign_in: SignIn, axe: Axe) -> None:
    key = key_of(World().filled().urn)
    first = browser_page()
    sign_in(first, MOTHER)
    second = first.context.new_page()
    for page in (first, second):
        page.goto(f"/ho-so/{key}/kiem-tra")
    number = send(first)
    follow(second, second.locator("form.tt-form button[data-size=lg]"))
    heading(second, "Bạn đã nộp hồ sơ này")
    expect(second.locator("main")).to_contain_text(number)
    axe(second)
    assert sent_cases() == 1


def test_the_back_button_after_sending_shows_that_it_was_sent(
    live: Any, browser_page: NewPage, sign_in: SignIn, axe: Axe
) -> None:
    key = key_of(World().filled().urn)
    page = browser_page()
    sign_in(page, MOTHER)
    page.goto(f"/ho-so/{key}/tiep/tre")
    page.goto(f"/ho-so/{key}/kiem-tra")
    number = send(page)
    for _ in range(2):
        page.go_back()
        heading(page, "Bạn đã nộp hồ sơ này")
        expect(page.locator("main")).to_contain_text(number)
        assert not page.locator("form.tt-form").count()
    axe(page)
    page.goto(f"/thu-tuc/{CODE}/")
    expect(page.locator(".tt-start")).to_be_visible()
    assert sent_cases() == 1
