"""What may be known of the pulse, held against the true answers that the ledger kept."""

from itertools import combinations

from spaces.models import Pulse, PulseReading

FEWEST = 5


def floor_faults(play):
    """Figures of fewer than five, of a wave, of a line, or by comparing two waves: a list of sentences."""
    shown = list(Pulse.objects.filter(pk__in=play.ledger.waves).exclude(counted=None).order_by("pk"))
    found = [f"wave {one.pk} shows {one.counted}" for one in shown if not FEWEST <= one.counted <= len(said(play, one))]
    for earlier, later in combinations(shown, 2):
        found += compared(play, earlier, later)
    return found + lines_of_few(play, {one.pk for one in shown})


def compared(play, earlier, later):
    """Those who answered only one of the two are hidden among answers that a lot left out."""
    if earlier.space_id != later.space_id:
        return []
    differ = len(said(play, earlier).keys() ^ said(play, later).keys())
    left_out = later.answered - later.counted
    if differ == 0 or differ + left_out >= FEWEST:
        return []
    return [f"waves {earlier.pk} and {later.pk} differ by {differ}, and {left_out} were left out"]


def lines_of_few(play, shown):
    readings = PulseReading.objects.filter(pulse__in=play.ledger.waves).exclude(band="withheld")
    found = []
    for pulse, line in readings.values_list("pulse", "item"):
        answers = [one[line] for one in play.ledger.waves[pulse].answers.values() if one[line] is not None]
        if pulse not in shown or len(answers) < FEWEST:
            found.append(f"wave {pulse} shows “{line}”, answered by {len(answers)}")
    return found


def said(play, wave):
    return play.ledger.waves[wave.pk].answers
