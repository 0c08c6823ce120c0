"""Where the marks of a small chart stand: waves from the start of the line on, three bands one above the other."""

STEP, LANE, EDGE = 36, 20, 12
LANES = 3


def chart(cells):
    """The marks of one line of the picture, and the strokes between neighbours that are both shown."""
    marks = [mark(place, cell) for place, cell in enumerate(cells)]
    return {
        "width": 2 * EDGE + STEP * (len(cells) - 1),
        "height": 2 * EDGE + LANE * (LANES - 1),
        "lanes": [EDGE + LANE * lane for lane in range(LANES)],
        "marks": [one for one in marks if one],
        "strokes": strokes(marks),
    }


def mark(place, cell):
    if cell is None:
        return None
    lane = 1 if cell.rank is None else LANES - 1 - cell.rank
    return {"x": EDGE + STEP * place, "y": EDGE + LANE * lane, "cell": cell}


def strokes(marks):
    pairs = zip(marks, marks[1:], strict=False)
    return [(one, next_) for one, next_ in pairs if is_shown(one) and is_shown(next_)]


def is_shown(one):
    return one is not None and one["cell"].rank is not None
