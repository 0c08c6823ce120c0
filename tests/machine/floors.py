"""What may be known of the pulse, held against the true answers that the ledger kept."""

from itertools import combinations

from spaces.models import Candidacy, Pulse, PulseReading

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


def figure_faults(play):
    """How many depend on a candidate's body is said of five and more, where five could be without it, and only once."""
    told = Candidacy.objects.filter(invitation__space__in=play.keys.values()).exclude(figure="")
    found = []
    for pk, figure, space, body in told.values_list(
        "pk", "figure", "invitation__space", "invitation__organisation__name_he"
    ):
        if pk in play.ledger.figures:
            found += [f"the figure of candidate {pk} changed"] if play.ledger.figures[pk][0] != figure else []
        elif figure != "none":
            found += figure_of_few(play, space, body)
        play.ledger.figures.setdefault(pk, (figure, space, body))
    return found


def figure_of_few(play, key, body):
    """Said for the first time: is it true, and of enough? What was said of the same body before is said again."""
    space = next(name for name, pk in play.keys.items() if pk == key)
    peers = set(play.ledger.peers(space))
    n = len(play.ledger.depending.get((space, body), set()) & peers)
    if (key, body) in {(at, of) for figure, at, of in play.ledger.figures.values() if figure != "none"}:
        return []
    return (
        []
        if n >= FEWEST and len(peers) - FEWEST >= FEWEST
        else [f"{n} of {len(peers)} depend on a body, and it is told"]
    )
