"""Every part, on sketch pages: accessible and whole in both directions, both schemes, two widths."""

import pytest

from tests.face import gallery
from tests.face.looking import look_at
from tests.face.sketches import PAGES

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [("he", "light", 360), ("he", "dark", 1280), ("en", "dark", 360), ("en", "light", 1280)],
)
@pytest.mark.parametrize("name", PAGES)
def test_a_sketch_page_is_accessible_and_whole(window, name, language, scheme, width):
    look_at(window(width, scheme), gallery.sketch(name, language), f"{name}-{language}-{scheme}-{width}")


def test_a_page_looks_the_same_in_arabic(window):
    look_at(window(360), gallery.sketch("invitation", "ar"), "invitation-ar-light-360")
