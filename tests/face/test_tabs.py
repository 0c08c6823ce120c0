"""The parts of a space in one row, pushed sideways where it is longer than the screen; no script has a hand in it."""

import pytest
from django.template import engines
from django.utils import translation

from tests.face import gallery

PAGE = engines["django"].from_string(
    '{% extends "base.html" %}{% block content %}{% include "parts/tabs.html" with name="Parts" %}{% endblock %}'
)
WORDS = {
    "he": ["סקירה", "חברות וחברים", "הזמנות", "חדר", "מפגשים", "החלטות", "דופק", "מועמדים", "איפה עומדים", "היסטוריה"],
    "en": [
        "Overview",
        "Members",
        "Invitations",
        "Room",
        "Meetings",
        "Decisions",
        "Pulse",
        "Candidates",
        "Where",
        "All",
    ],
}
# The row, and how far the edges of one of its parts lie inside it.
IS_IN_VIEW = """(link) => {
    const [row, part] = [link.closest("ul").getBoundingClientRect(), link.getBoundingClientRect()];
    return part.left >= row.left - 1 && part.right <= row.right + 1;
}"""
AT_REST = "() => Promise.all(document.getAnimations().map((one) => one.finished)).then(() => true)"


@pytest.fixture(params=["he", "en"])
def row(request, window):
    """row(here): the row as a phone shows it, with the part that one is in."""

    def show(here, width=360, **more):
        page = window(width, **more)
        words = WORDS[request.param]
        tabs = [{"url": f"#{n}", "text": text, "here": n == here} for n, text in enumerate(words)]
        with translation.override(request.param):
            gallery.serve(page, PAGE.render({"tabs": tabs}, gallery.a_request()))
        return page.locator(".tabs ul")

    return show


@pytest.mark.parametrize("here", [0, 5, 9])
def test_it_is_one_row_with_the_current_part_in_view_without_scripts(row, here):
    found = row(here, java_script_enabled=False)
    assert found.evaluate("(row) => row.clientHeight < 60 && row.scrollWidth > row.clientWidth")
    assert found.locator("[aria-current]").evaluate(IS_IN_VIEW)
    assert found.page.evaluate("document.documentElement.scrollWidth") == 360


def test_it_can_be_pushed_freely_and_the_keyboard_brings_each_part_into_view(row):
    found = row(9)
    found.page.evaluate(AT_REST)
    found.evaluate("(row) => row.scrollTo(0, 0)")
    assert found.locator("a").first.evaluate(IS_IN_VIEW)
    for link in found.locator("a").all():
        link.focus()
        assert link.evaluate(IS_IN_VIEW)


def test_all_of_it_is_in_view_where_there_is_room(row):
    found = row(3, width=1280)
    assert [link.evaluate(IS_IN_VIEW) for link in found.locator("a").all()] == [True] * 10
