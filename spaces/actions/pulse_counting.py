"""From ballots to readings: what may be known of a group, and no more. Pure; the randomness is handed in.

Somebody who knows what everybody else answered, and sees the picture of the group, must not learn what the one
remaining person answered. A border that is sharp would tell: "without you it was 3.9". Therefore

1. nothing is shown of fewer than FLOOR answers, of a wave or of an item;
2. an item is shown as one of three bands, and whether some are left behind: no mean, no counts;
3. near a border a lot decides. The sum is moved by a few points, as many as coins fall heads before the first tails;
   so every picture can come from every answer of any one person, and no answer is ever excluded;
4. where some answered only one of two waves, and they are fewer than FLOOR, so many ballots are left out by lot
   that together with them they are FLOOR. Who was left out nobody knows, and nobody can find out.

What that promises: for each item and wave, whoever knows all other answers becomes at most 2 times surer of one
answer than of its neighbour by the band (16 times for 1 against 5), 8 times by "left behind", and 8 times
surer of "don't know" against an answer. Certain they never get of any answer from 1 to 5, nor of a "don't know".
Waves add up: who answers the same for years is guessed better each time, and still never known.
"""

from dataclasses import dataclass

from spaces.models.pulse import Band
from spaces.states import FLOOR

BORDERS = {Band.HIGH: 4, Band.MIDDLE: 3}
LOW_ANSWERS = (1, 2)
LEFT_BEHIND = 4  # "a quarter or more"
FEWEST_LEFT_BEHIND = 2  # never one person alone


@dataclass(frozen=True)
class Reading:
    band: str
    left_behind: bool | None


WITHHELD = Reading(Band.WITHHELD, None)


def left_out(answered, earlier):
    """How many ballots the lot leaves out: `answered` are those who answered now, `earlier` the sets of those who
    answered each earlier wave whose figures are shown.
    """
    differences = [len(answered ^ others) for others in earlier]
    return max((FLOOR - few for few in differences if 0 < few < FLOOR), default=0)


def drawn(ballots, leave_out, chance):
    """The ballots that count, in an order of chance; none where too few would remain."""
    kept = len(ballots) - leave_out
    return chance.sample(ballots, kept) if kept >= FLOOR else []


def readings(ballots, items, chance):
    """{item: Reading} of the ballots that count."""
    if not ballots:
        return dict.fromkeys(items, WITHHELD)
    return {item: reading([ballot[place] for ballot in ballots], chance) for place, item in enumerate(items)}


def reading(answers, chance):
    """What is shown of one item's answers; None among them is "don't know"."""
    scores = [answer for answer in answers if answer is not None]
    if len(scores) - heads(chance) // 3 < FLOOR:
        return WITHHELD
    return Reading(band(scores, chance), is_left_behind(scores, chance))


def band(scores, chance):
    moved = heads(chance) - heads(chance)
    for found, border in BORDERS.items():
        if sum(scores) - border * len(scores) + moved >= 0:
            return found
    return Band.LOW


def is_left_behind(scores, chance):
    """Whether a quarter or more, and more than one, answered 1 or 2; by lot where one person more or less decides."""
    low = sum(score in LOW_ANSWERS for score in scores)
    moved = heads(chance) - heads(chance)
    # A toss moves it by three eighths of a person: seldom enough that it speaks of nobody where nobody is.
    return 8 * low + 3 * moved >= 8 * max(len(scores) / LEFT_BEHIND, FEWEST_LEFT_BEHIND)


def heads(chance):
    """How often a coin fell heads before the first tails."""
    count = 0
    while chance.getrandbits(1):
        count += 1
    return count
