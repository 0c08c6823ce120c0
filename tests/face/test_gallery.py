"""Every part, on sketch pages, in a real browser: accessible and whole in both directions, both schemes, two widths."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.face import gallery
from tests.face.sketches import PAGES

pytestmark = pytest.mark.browser
OUTPUT = Path(__file__).parent.parent / "output" / "face"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], "preload": False}


def wider_than_the_window(page):
    return page.evaluate(
        """() => {
          const limit = document.documentElement.clientWidth;
          const inside = (element) => element.closest(".scroll, .tabs ul, .top nav, .unseen, .skip, svg");
          return [...document.querySelectorAll("body *")]
            .filter((element) => !inside(element))
            .filter((element) => {
              const box = element.getBoundingClientRect();
              return box.width > 1 && (box.right > limit + 1 || box.left < -1);
            })
            .map((element) => element.outerHTML.slice(0, 120))
            .concat(document.documentElement.scrollWidth > limit ? ["the page scrolls sideways"] : []);
        }"""
    )


def small_targets(page):
    return page.evaluate(
        """() => [...document.querySelectorAll(
                "button, .button, input, select, textarea, summary, nav a, label.tick-target"
            )]
            .map((element) => [element, (element.closest("label") ?? element).getBoundingClientRect()])
            .filter(([element, box]) => box.width)
            .filter(([, box]) => box.height < 24 || box.width < 24)
            .map(([element]) => element.outerHTML.slice(0, 120))"""
    )


def findings(page):
    broken = Axe().run(page, options=RULES).response["violations"]
    return [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in broken]


def look_at(page, html, name):
    gallery.serve(page, html)
    OUTPUT.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=OUTPUT / f"{name}.png", full_page=True)
    assert findings(page) == []
    assert wider_than_the_window(page) == []
    assert small_targets(page) == []
    assert page.complaints == []


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["he", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_a_sketch_page_is_accessible_and_whole(window, name, language, scheme, width):
    look_at(window(width, scheme), gallery.sketch(name, language), f"{name}-{language}-{scheme}-{width}")
