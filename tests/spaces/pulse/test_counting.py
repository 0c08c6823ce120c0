"""What a picture tells of one person: by arithmetic, for every group and every answer."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spaces.actions.pulse_counting import WITHHELD, Reading, drawn, left_out, reading, readings
from tests.spaces.pulse.likelihood import ANSWERS, OUTCOMES, SCORES, at_least, likelihood

SHOWN = [outcome for outcome in OUTCOMES if outcome != WITHHELD]
others = st.lists(st.sampled_from(ANSWERS), min_size=4, max_size=13)


class NoCoins(Random):
    """A planted bug: the coins never fall heads, so that the borders are sharp."""

    def getrandbits(self, bits):
        return 0


@pytest.mark.parametrize(
    "answers",
    [[4, 4, 4, 4, 3], [5] * 12, [1, 2, 4, 4, 4, 5, 5, 3, 3], [4, 4, 4, 4, 5, None], [2, 2, 5, 5, 5, 5, 4, 4, None, 3]],
)
def test_the_arithmetic_of_these_tests_is_that_of_the_product(answers):
    chance, times = Random(11), 20_000
    seen = Counter(reading(answers, chance) for _time in range(times))
    for outcome in OUTCOMES:
        assert seen[outcome] / times == pytest.approx(float(likelihood(outcome, answers)), abs=0.015)


def test_all_outcomes_together_are_certain():
    assert sum(likelihood(outcome, [4, 4, 2, 3, 5, 1, None]) for outcome in OUTCOMES) == 1
    assert at_least(-1000) + at_least(1001) == 1


@given(others)
def test_no_answer_of_anybody_is_ever_excluded(known):
    """Whoever knows all other answers still holds all five possible, whatever the picture shows."""
    for outcome in OUTCOMES:
        possible = [likelihood(outcome, [*known, mine]) > 0 for mine in SCORES]
        assert len(set(possible)) == 1


@given(others)
def test_a_dont_know_is_never_certain(known):
    for outcome in OUTCOMES:
        if likelihood(outcome, [*known, None]):
            assert likelihood(outcome, [*known, 3])


@given(others, st.sampled_from(SCORES), st.sampled_from(SCORES))
def test_nobody_becomes_surer_than_is_promised(known, one, another):
    promised = 2 ** abs(one - another) * (8 if (one <= 2) != (another <= 2) else 1)
    for outcome in OUTCOMES:
        assert likelihood(outcome, [*known, one]) <= promised * likelihood(outcome, [*known, another])


@given(others)
def test_withholding_tells_of_a_dont_know_as_little_as_is_promised(known):
    assert likelihood(WITHHELD, [*known, None]) <= 8 * likelihood(WITHHELD, [*known, 3])


def test_without_coins_a_picture_would_name_an_answer():
    """The planted bug is caught: others gave 15 points, and only a five lifts the group to 4.0."""
    known = [4, 4, 4, 3]
    seen = {mine: reading([*known, mine], NoCoins()).band for mine in SCORES}
    assert [mine for mine in SCORES if seen[mine] == "high"] == [5]


@given(st.lists(st.sampled_from(ANSWERS), max_size=20), st.integers())
def test_fewer_than_five_answers_are_never_shown(answers, seed):
    if sum(answer is not None for answer in answers) < 5:
        assert reading(answers, Random(seed)) == WITHHELD


@given(st.integers(0, 20), st.integers(0, 4), st.integers())
def test_a_wave_of_fewer_than_five_is_withheld_as_a_whole(count, leave_out, seed):
    kept = drawn([[4, 4]] * count, leave_out, Random(seed))
    assert len(kept) == (count - leave_out if count - leave_out >= 5 else 0)
    if not kept:
        assert readings(kept, ["a", "b"], Random(seed)) == {"a": WITHHELD, "b": WITHHELD}


def test_one_person_alone_is_hardly_ever_left_behind():
    for size in range(5, 13):
        content, alone, two = ([1] * low + [5] * (size - low) for low in (0, 1, 2))
        chances = [sum(likelihood(Reading(band, True), answers) for band in ("low", "middle", "high"))
                   for answers in (content, alone, two)]  # fmt: skip
        assert chances[0] < 0.011
        assert chances[1] < 0.09
        if size <= 8:
            assert chances[2] > 0.4


def test_a_clear_picture_is_shown_as_it_is():
    """The lot decides near a border, not elsewhere."""
    for answers, band in (([5] * 10, "high"), ([1] * 10, "low"), ([3, 4] * 5, "middle")):
        assert sum(likelihood(Reading(band, left), answers) for left in (True, False)) > 0.95


people = st.frozensets(st.integers(1, 14), max_size=14)


@given(people, st.lists(people, max_size=4))
@settings(max_examples=300)
def test_two_pictures_never_differ_by_one_to_four_people(answered, earlier):
    """Those who answered only one of two waves, and those whom the lot hid among them, are five at least, or none."""
    lot = left_out(answered, earlier)
    for others_then in earlier:
        different = len(answered ^ others_then)
        assert different == 0 or different + lot >= 5
    assert 0 <= lot <= 4
