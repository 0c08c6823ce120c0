"""One sheet for both reading directions: logical properties, colours from tokens, nothing inline."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SHEETS = sorted(ROOT.glob("static/css/**/*.css"))
PAGES = sorted(path for path in ROOT.glob("templates/**/*.html") if not {"mail", "email"} & set(path.parts))
PHYSICAL = re.compile(
    r"(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right|top|bottom)\b"
    r"|(?:^|[;{\s])(?:left|right|top|bottom)\s*:"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)\b"
    r"|(?:^|[;{\s])(?:min-|max-)?(?:width|height)\s*:"
)
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch|light-dark)a?\(")
INLINE = re.compile(r"\sstyle=|<style\b|\son[a-z]+=\"|<script(?![^>]*\bsrc=)", re.IGNORECASE)


def lines_with(pattern, path):
    text = re.sub(r"/\*.*?\*/", lambda found: "\n" * found[0].count("\n"), path.read_text(), flags=re.DOTALL)
    return [
        f"{path.relative_to(ROOT)}:{number} {line.strip()}"
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_a_sheet_knows_no_left_and_no_right(sheet):
    assert lines_with(PHYSICAL, sheet) == []


@pytest.mark.parametrize("sheet", [path for path in SHEETS if path.name != "tokens.css"], ids=lambda path: path.name)
def test_colours_come_from_tokens(sheet):
    assert lines_with(COLOUR, sheet) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_page_holds_no_style_and_no_script(page):
    assert lines_with(INLINE, page) == []


def test_every_class_of_a_page_has_a_rule():
    """A class is for the sheets; what a script looks for is a data- attribute."""
    rules = set(re.findall(r"\.([a-z][\w-]*)", "".join(sheet.read_text() for sheet in SHEETS)))
    unknown = {(str(page.relative_to(ROOT)), name) for page in PAGES for name in classes(page) if name not in rules}
    assert unknown == set()


def classes(page):
    """The class names written out in a template; those that come from a variable are left out."""
    text = re.sub(r"[\w-]*(?:\{\{.*?\}\}|\{%.*?%\})[\w-]*", pieces, page.read_text(), flags=re.DOTALL)
    return [name for found in re.findall(r'class="([^"]*)"', text) for name in found.split()]


def pieces(tag):
    """What stands around a template tag: whole words beside {% if %}, nothing of a name made with {{ }}."""
    before, after = re.split(r"\{.*\}", tag[0], maxsplit=1, flags=re.DOTALL)
    return " " if "{{" in tag[0] else f"{before} {after}"


@pytest.mark.parametrize(
    "wrong", ["margin-left: 1px;", "a { left: 0 }", "text-align: right", "inset-top: 0", "width: 3rem"]
)
def test_the_rule_finds_what_is_physical(wrong):
    assert PHYSICAL.search(wrong)
