"""How likely a reading is, from all that somebody may know: the exact arithmetic of `pulse_counting`, done anew.

A coin falls heads k times before tails with probability 2^-(k+1); the difference of two such numbers is z with
probability 2^-|z| / 3.
"""

from collections import Counter
from fractions import Fraction
from functools import cache
from itertools import product
from math import comb, prod

from spaces.actions.pulse_counting import WITHHELD, Reading
from spaces.states import FLOOR

SCORES = (1, 2, 3, 4, 5)
ANSWERS = (*SCORES, None)
OUTCOMES = [WITHHELD, *(Reading(band, left) for band, left in product(("low", "middle", "high"), (True, False)))]


def at_least(z):
    """The chance that the moved points are z or more."""
    return Fraction(2, 3) / 2**z if z > 0 else 1 - at_least(1 - z)


def likelihood(reading, answers):
    """The chance of a reading of one item, given every answer that counts."""
    scores = [answer for answer in answers if answer is not None]
    shown = 1 - Fraction(1, 8 ** (len(scores) - FLOOR + 1)) if len(scores) >= FLOOR else Fraction(0)
    if reading == WITHHELD:
        return 1 - shown
    return shown * of_band(reading.band, scores) * of_left_behind(reading.left_behind, scores)


def of_band(band, scores):
    high, middle_or_high = (at_least(sum(border - score for score in scores)) for border in (4, 3))
    return {"high": high, "middle": middle_or_high - high, "low": 1 - middle_or_high}[band]


def of_left_behind(left_behind, scores):
    missing = 2 * max(len(scores), 8) - 8 * sum(score <= 2 for score in scores)
    chance = at_least(-(-missing // 3))
    return chance if left_behind else 1 - chance


def after_the_lot(reading, answers, leave_out):
    """The same, where a lot left out some of the answers and nobody knows whose."""
    return of_a_pile(reading, tuple(sorted(answers, key=str)), leave_out)


@cache
def of_a_pile(reading, answers, leave_out):
    kept = len(answers) - leave_out
    if kept < FLOOR:
        return float(reading == WITHHELD)
    ways = ((ways, likelihood(reading, hand)) for hand, ways in hands(Counter(answers), kept))
    return sum(number * float(chance) for number, chance in ways) / comb(len(answers), kept)


def hands(counted, kept):
    """Every way to keep so many answers, as (answers, in how many ways it comes about)."""
    kinds = list(counted)
    for numbers in product(*(range(counted[kind] + 1) for kind in kinds)):
        if sum(numbers) == kept:
            ways = prod(comb(counted[kind], number) for kind, number in zip(kinds, numbers, strict=True))
            yield [kind for kind, number in zip(kinds, numbers, strict=True) for _one in range(number)], ways
