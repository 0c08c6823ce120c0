"""What a story needs: pictures of each step, and the mails that really went out."""

import shutil

import pytest

from tests.browser.acting import Letters
from tests.fixtures.browser import OUTPUT

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
# Right after a change of size a part of the page may not be drawn yet.
PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


@pytest.fixture
def letters(mail_folder):
    return Letters(mail_folder)


@pytest.fixture
def picture(request):
    """picture(page, name): the page as a desk and as a phone show it, numbered, below tests/output/<the test's module>.

    Every page speaks Hebrew from right to left and fits a phone's width.
    """
    folder = OUTPUT / request.module.__name__.rpartition(".test_")[2]
    shutil.rmtree(folder, ignore_errors=True)
    names = []

    def take(page, name):
        names.append(name)
        own = page.viewport_size
        assert page.locator("html").evaluate("html => [html.lang, html.dir]") == ["he", "rtl"]
        for width, size in {"desk": DESK, "phone": PHONE}.items():
            page.set_viewport_size(size)
            page.evaluate(PAINTED)
            page.screenshot(path=folder / f"{len(names):02}-{name}-{width}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], name
        page.set_viewport_size(own)

    return take
