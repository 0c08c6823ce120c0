"""Ten thousand random steps of everybody in every role, and what holds after each of them.

They are the same at every run. For others, and more: `MACHINE_STEPS=100000 bin/test tests/machine/test_machine.py -s`.
"""

import os
import sys

import pytest

from tests.machine.running import STEPS, run
from tests.machine.watching import unwatched

pytestmark = pytest.mark.django_db

LEAST = 10_000
MORE = int(os.environ.get("MACHINE_STEPS", 0))


@pytest.fixture(scope="module")
def tally(staged):
    """What happened in the run. That it ends at all means that everything held."""
    tally = run(staged, examples=(MORE or LEAST) // STEPS + 2, derandomize=not MORE)
    sys.stdout.write("".join(f"\n{n:7} {what}" for what, n in sorted(tally.items())))
    return tally


def test_the_machine_makes_its_steps_and_finds_nothing(tally):
    assert tally["steps"] >= LEAST


# Happens in at least so many examples: a machine that does nothing finds nothing either.
MARKS = {
    "a stakeholder was in while cross_sector": 40,
    "went to cross_sector": 15,
    "went back": 15,
    "opened again": 5,
    "went to paused": 8,
}


@pytest.mark.parametrize("mark", MARKS)
def test_the_examples_go_deep(tally, mark):
    assert tally[mark] >= MARKS[mark]


def test_every_verb_is_done_and_is_refused(tally):
    verbs = {what.partition(":")[0] for what in tally if ":" in what}
    never = {verb for verb in verbs if not tally[f"{verb}: done"]}
    assert never == set()
    assert sum(tally[f"{verb}: Forbidden"] for verb in verbs) > 500
    assert sum(tally[f"{verb}: NotPossible"] for verb in verbs) > 500


def test_those_who_listen_look_often(tally):
    assert tally["looks"] > 400


# Seen by whoever belongs to the space in whatever way; or of oneself.
SEEN_BY_MANY = {"Space", "Membership", "Reply", "Grant"}
# Seen by whoever answers for a partner system, of whom there is none in the play.
OF_SYSTEMS = {"Partner"}


def test_all_that_somebody_sees_rows_of_is_watched():
    assert unwatched() - SEEN_BY_MANY - OF_SYSTEMS == set()
