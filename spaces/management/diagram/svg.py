"""The picture itself: boxes, arrows, the door."""

import re
from textwrap import wrap
from xml.sax.saxutils import escape

from spaces.management.diagram.plan import PLANS

WIDTH, HEIGHT = 156, 54  # of a box
COLUMN, ROW = 214, 116  # from one to the next
EDGE, HEAD = 40, 74  # free space at the sides, and above for the title
PAGE = round(EDGE * 2 + COLUMN * 4.2 + WIDTH)
FILLS = {"plain": "#f3f0ea", "good": "#e5f3ea", "wait": "#fbf0df", "stop": "#fbe9e7", "info": "#eaecf8"}
INKS = {"plain": "#5a606a", "good": "#11693a", "wait": "#864808", "stop": "#a5281f", "info": "#3f4fb0"}
DOOR = "#0d5f5b"
STYLE = f"""
  text {{ font: 15px Rubik, "Segoe UI", "Helvetica Neue", sans-serif; fill: #1e2329 }}
  .title {{ font-size: 21px; font-weight: 600 }} .soft {{ font-size: 13px; fill: #5a606a }}
  .arrow {{ fill: none; stroke: #8a857b; stroke-width: 1.6; marker-end: url(#head) }}
  .through {{ stroke: {DOOR}; stroke-width: 2.6; marker-end: url(#head-door) }}
  .door {{ font-size: 13px; font-weight: 600; fill: {DOOR} }} .wall {{ stroke: {DOOR}; stroke-dasharray: 3 6 }}
"""
HEADS = "".join(
    f'<marker id="{name}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" markerHeight="9" '
    f'markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0 8 4 0 8z" fill="{colour}"/></marker>'
    for name, colour in (("head", "#8a857b"), ("head-door", DOOR))
)
OUTWARD = {"left": (-1, 0), "right": (1, 0), "top": (0, -1), "bottom": (0, 1)}


def draw():
    """The whole picture as the text of an SVG file."""
    parts, top = [], 20
    for plan in PLANS:
        parts += [f'<g transform="translate(0 {top})">', *machine(plan), "</g>"]
        top += HEAD + plan.rows * ROW
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {PAGE} {top}" role="img" aria-labelledby="t">'
    ground = f'<rect width="{PAGE}" height="{top}" fill="#faf8f4"/>'
    title = '<title id="t">The states of a space, of an invitation and of a mail, and where each may go next</title>'
    return "\n".join([head, title, f"<style>{STYLE}</style>", f"<defs>{HEADS}</defs>", ground, *parts, "</svg>", ""])


def machine(plan):
    yield f'<text class="title" x="{EDGE}" y="22">{escape(plan.title)}</text>'
    yield f'<text class="soft" x="{EDGE}" y="44">{escape(plan.note)}</text>'
    if plan.door:
        yield from wall(plan)
    for state, meaning in plan.table.items():
        for following in meaning.next:
            yield arrow(plan, state, following)
    for state, meaning in plan.table.items():
        yield from box(plan, state, meaning.tone)


def frame(plan, state):
    """x, y, width and height of a state's box."""
    column, row, *last = plan.places[state]
    width = WIDTH + COLUMN * (last[0] - column) if last else WIDTH
    return EDGE + column * COLUMN, HEAD + row * ROW, width, HEIGHT


def box(plan, state, tone):
    x, y, width, height = frame(plan, state)
    lines = wrap(str(state.label), 20 if width == WIDTH else 80)
    place = f'x="{x}" y="{y}" width="{width}" height="{height}"'
    yield f'<rect {place} rx="12" fill="{FILLS[tone]}" stroke="{INKS[tone]}"/>'
    for number, line in enumerate(lines):
        below = y + height / 2 + 5 + (number - (len(lines) - 1) / 2) * 18
        yield f'<text x="{x + width / 2:g}" y="{below:g}" text-anchor="middle">{escape(line)}</text>'


def wall(plan):
    """The door: a dashed wall with the way through it, between two states that stand side by side."""
    x = EDGE + plan.places[plan.door[1]][0] * COLUMN - (COLUMN - WIDTH) / 2
    _x, y, _width, height = frame(plan, plan.door[0])
    for start, end in ((y - 50, y - 6), (y + height + 6, y + height + 50)):
        yield f'<line class="wall" x1="{x:g}" y1="{start:g}" x2="{x:g}" y2="{end:g}"/>'
    yield f'<text class="door" x="{x - 6:g}" y="{y - 26:g}" text-anchor="end">the door</text>'


def arrow(plan, state, following):
    start, end = plan.sides.get((state, following)) or usual_sides(plan, state, following)
    here, there = frame(plan, state), frame(plan, following)
    x1, y1, dx1, dy1 = anchor(here, start, there)
    x2, y2, dx2, dy2 = anchor(there, end, here)
    far = bend(abs(x2 - x1), abs(y2 - y1))
    way = f"C{x1 + dx1 * far:g} {y1 + dy1 * far:g} {x2 + dx2 * far:g} {y2 + dy2 * far:g} {x2:g} {y2:g}"
    through = " through" if plan.door == (state, following) else ""
    return f'<path class="arrow{through}" d="M{x1:g} {y1:g}{way}"><title>{state} to {following}</title></path>'


def bend(across, down):
    """How far an arrow goes straight out of a box before it turns."""
    if down == 0:
        return 16 if across < COLUMN else 90
    return min(90, (across + down) * 0.3, down * 0.6)


def usual_sides(plan, state, following):
    """The sides that face each other; where there is a way back too, each keeps to one side of the line."""
    x1, y1, width1, _ = frame(plan, state)
    x2, y2, width2, _ = frame(plan, following)
    shift = 10 if state in plan.table[following].next else 0
    if y1 == y2:
        return (f"right{-shift:+}", f"left{-shift:+}") if x1 < x2 else (f"left{shift:+}", f"right{shift:+}")
    aslant = 30 * ((x2 > x1) - (x2 < x1)) if width1 == width2 else 0
    if y1 < y2:
        return f"bottom{aslant - shift:+}", f"top{-aslant - shift:+}"
    return f"top{aslant + shift:+}", f"bottom{shift - aslant:+}"


def anchor(box, side, other):
    """The point where an arrow touches a box and its direction outward; a bar is touched where the other box stands."""
    name, shift = re.fullmatch(r"([a-z]+)([+-]\d+)?", side).groups()
    x, y, width, height = box
    dx, dy = OUTWARD[name]
    middle = x + width / 2
    if width > WIDTH and dy and other[2] <= width:
        middle = min(max(other[0] + other[2] / 2, x), x + width)
    shift = int(shift or 0)
    if dx:
        return (x if dx < 0 else x + width), y + height / 2 + shift, dx, dy
    return middle + shift, (y if dy < 0 else y + height), dx, dy
