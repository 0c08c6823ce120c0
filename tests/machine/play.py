"""The whole play, and the scenes that examples begin with."""

from spaces.actions.calendar_feed import make_feed
from tests.machine.cast import PEERS
from tests.machine.looking import sign_in
from tests.machine.verbs.asking import Asking
from tests.machine.verbs.candidates import Candidates
from tests.machine.verbs.coming_in import ComingIn
from tests.machine.verbs.door import Door
from tests.machine.verbs.meeting import Meeting
from tests.machine.verbs.papers import Papers
from tests.machine.verbs.saying import Saying
from tests.machine.verbs.stages import Stages

FIRST, SECOND = "first", "second"  # two spaces; who is inside one is an outsider to the other


class Play(ComingIn, Stages, Papers, Saying, Asking, Candidates, Meeting, Door):
    """Noa's space, and Tal's, in which some of the same people are peers."""


def scenes(clock):
    """A play with some spaces of Noa's, each further on, the last one a large one, and one of Tal's."""
    play = Play(clock)
    for name, by in (("new", "noa"), ("group", "noa"), ("open", "noa"), ("large", "noa"), (SECOND, "tal")):
        play.open_space(name, by)
    play.gather("large", PEERS, "noa")
    for name in PEERS[:7]:
        play.depend("large", name, "ruth")
    play.open_door("large", "noa")
    play.gather("group", ("dana", "avi", "michal"), "noa")
    play.gather("open", ("dana", "avi", "michal", "raed", "lior", "maya"), "noa")
    play.open_door("open", "noa")
    play.bring_in("open", "ruth", "noa")
    play.cookies = sign_in(play.people)
    play.feeds = {name: make_feed(person) for name, person in play.people.items()}
    play.gather(SECOND, ("dana", "yael"), "tal")
    return play
