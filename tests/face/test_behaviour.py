"""What the few scripts do, and that the pages work without them."""

import pytest

from tests.face import gallery

pytestmark = pytest.mark.browser


@pytest.fixture
def space(window):
    page = window(1280)
    gallery.serve(page, gallery.sketch("space", "en"))
    return page


def ticked(page):
    return page.locator("input[name=invitation]:checked").count()


def test_one_box_ticks_all_of_a_page_and_clears_them(space):
    all_of_them = space.get_by_label("all on this page")
    all_of_them.check()
    assert ticked(space) == 4
    all_of_them.uncheck()
    assert ticked(space) == 0


def test_one_tick_less_is_no_longer_all(space):
    all_of_them = space.get_by_label("all on this page")
    all_of_them.check()
    space.locator("input[name=invitation]").first.uncheck()
    assert not all_of_them.is_checked()
    assert all_of_them.evaluate("box => box.indeterminate")


def test_a_slash_goes_to_the_search_field_unless_somebody_writes(space):
    space.keyboard.press("/")
    search = space.get_by_role("searchbox")
    assert search.evaluate("field => field === document.activeElement")
    space.keyboard.type("a/b")
    assert search.input_value() == "a/b"


def test_the_menu_closes_on_escape_and_keeps_the_focus(space):
    menu = space.locator("details.menu")
    menu.locator("summary").click()
    assert menu.get_by_role("button", name="Sign out").is_visible()
    space.keyboard.press("Escape")
    assert not menu.get_by_role("button", name="Sign out").is_visible()
    assert menu.locator("summary").evaluate("summary => summary === document.activeElement")


def test_the_first_key_leads_past_the_navigation(space):
    space.keyboard.press("Tab")
    space.keyboard.press("Enter")
    assert space.evaluate("document.activeElement.id") == "content"


def test_a_space_can_be_worked_without_scripts(window):
    page = window(1280, java_script_enabled=False)
    gallery.serve(page, gallery.sketch("space", "en"))
    assert page.get_by_label("all on this page").is_hidden()
    page.locator("input[name=invitation]").first.check()
    assert ticked(page) == 1
    page.locator("details.menu summary").click()
    assert page.get_by_role("button", name="Sign out").is_visible()


def test_an_invitee_reaches_each_answer_without_scripts(window):
    page = window(360, java_script_enabled=False)
    gallery.serve(page, gallery.sketch("invitation", "en"))
    page.get_by_text("Not now, ask me on a date").click()
    assert page.get_by_role("button", name="Ask me then").is_visible()


def test_a_form_that_is_pressed_twice_goes_out_once(space):
    went = space.evaluate(
        """() => {
            let went = 0;
            window.addEventListener("submit", (event) => {
                went += event.defaultPrevented ? 0 : 1;
                event.preventDefault();
            });
            const form = document.querySelector("details.menu form");
            form.requestSubmit();
            form.requestSubmit();
            return went;
        }"""
    )
    assert went == 1
