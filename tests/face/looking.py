"""What a page must hold to in a real browser: accessible, nothing beyond the window, nothing too small to press."""

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

from tests.face import gallery

OUTPUT = Path(__file__).parent.parent / "output" / "face"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], "preload": False}

BEYOND_THE_WINDOW = """() => {
  const limit = document.documentElement.clientWidth;
  const scrolls = (element) => element.closest(".scroll, .tabs ul, .top nav, .unseen, .skip, svg");
  return [...document.querySelectorAll("body *")]
    .filter((element) => !scrolls(element))
    .filter((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 1 && (box.right > limit + 1 || box.left < -1);
    })
    .map((element) => element.outerHTML.slice(0, 120))
    .concat(document.documentElement.scrollWidth > limit ? ["the page scrolls sideways"] : []);
}"""

TOO_SMALL = """() => [...document.querySelectorAll(
    "button, .button, input, select, textarea, summary, nav a, label.tick-target"
  )]
  .map((element) => [element, (element.closest("label") ?? element).getBoundingClientRect()])
  .filter(([element, box]) => box.width && (box.height < 24 || box.width < 24))
  .map(([element]) => element.outerHTML.slice(0, 120))"""


def look_at(page, html, name):
    gallery.serve(page, html)
    OUTPUT.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=OUTPUT / f"{name}.png", full_page=True)
    assert broken_rules(page) == []
    assert page.evaluate(BEYOND_THE_WINDOW) == []
    assert page.evaluate(TOO_SMALL) == []
    assert page.complaints == []


def broken_rules(page):
    violations = Axe().run(page, options=RULES).response["violations"]
    return [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in violations]
