"""The known mails as a phone shows them: nothing runs out of the page, hours stay together, everything can be read."""

import re
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

GOLDEN = Path(__file__).parent.parent / "spaces" / "delivery" / "golden"
CONTRAST = {"runOnly": ["color-contrast", "link-in-text-block", "html-has-lang", "valid-lang"]}
LINES = "spans => spans.map(span => new Set([...span.getClientRects()].map(box => Math.round(box.top))).size)"
LINK, LONG_LINK = "https://meet.world.example/plenum", f"https://meet.world.example/j/{'8' * 120}"


def html_of(file):
    return message_from_bytes(file.read_bytes(), policy=policy.default).get_body(("html",)).get_content()


@pytest.fixture
def shown(browser):
    """shown(width, scheme): a page that shows mails."""
    contexts = []

    def show(width, scheme="light"):
        contexts.append(browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme))
        return contexts[-1].new_page()

    yield show
    for context in contexts:
        context.close()


@pytest.mark.parametrize("width", [320, 390])
def test_every_mail_fits_a_phone(shown, width):
    page, too_wide, cut = shown(width), [], []
    for file in sorted(GOLDEN.glob("*.eml")):
        page.set_content(html_of(file).replace(LINK, LONG_LINK))
        if page.evaluate("document.documentElement.scrollWidth") > width:
            too_wide.append(file.stem)
        if set(page.locator('span[style*="nowrap"]').evaluate_all(LINES)) - {1}:
            cut.append(file.stem)
    assert (too_wide, cut) == ([], [])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_mail_can_be_read_in_either_scheme(shown, scheme):
    page, faults = shown(390, scheme), {}
    for file in sorted(GOLDEN.glob("*.he.eml")):  # colours are the same in each language
        page.set_content(html_of(file))
        found = Axe().run(page, options=CONTRAST).response["violations"]
        if found:
            faults[file.stem] = [(one["id"], [node["target"] for node in one["nodes"]]) for one in found]
    assert faults == {}


def test_the_hours_of_every_meeting_are_kept_together():
    with_hours = {file.stem for file in GOLDEN.glob("*.eml") if re.search(r"\d\d:\d\d–\d\d:\d\d", html_of(file))}
    kept = {file.stem for file in GOLDEN.glob("*.eml") if "nowrap" in html_of(file)}
    assert with_hours == kept
    assert len(kept) == 15
