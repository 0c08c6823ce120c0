"""Text and what it stands on, in both schemes: WCAG 2.2 asks 4.5:1 of text and 3:1 of what must be made out."""

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).resolve().parent.parent.parent / "static/css/tokens.css").read_text()
PAIRS = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")
COLOURS = {name: {"light": light, "dark": dark} for name, light, dark in PAIRS.findall(TOKENS)}

GROUNDS = ["paper", "surface", "sunk"]
WASHES = ["door", "first", "second", "third", "good", "wait", "stop", "info", "plain"]
TEXTS = [
    *[(text, ground) for text in ["ink", "ink-soft"] for ground in GROUNDS],
    *[(text, ground) for text in ["door", "stop"] for ground in ["paper", "surface"]],
    *[(tone, f"{tone}-wash") for tone in WASHES],
    *[("ink", f"{tone}-wash") for tone in WASHES],
    *[("door", f"{tone}-wash") for tone in ["door", "info", "stop"]],
    ("door-ink", "door"),
    ("door-ink", "door-strong"),
]
SHAPES = [("line-strong", ground) for ground in ["paper", "surface"]] + [
    (tone, "surface") for tone in ["door", "first", "second", "third", "good", "wait", "stop", "info"]
]


def luminance(colour):
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * channel for weight, channel in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def too_faint(pairs, scheme, least):
    found = {pair: contrast(COLOURS[pair[0]][scheme], COLOURS[pair[1]][scheme]) for pair in pairs}
    return {pair: round(ratio, 2) for pair, ratio in found.items() if ratio < least}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read_on_its_ground(scheme):
    assert too_faint(TEXTS, scheme, least=4.5) == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_lines_and_shapes_can_be_made_out(scheme):
    assert too_faint(SHAPES, scheme, least=3) == {}


def test_black_on_white_is_twenty_one_to_one():
    assert round(contrast("#000000", "#ffffff"), 2) == 21
