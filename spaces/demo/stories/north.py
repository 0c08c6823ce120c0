"""Infrastructure organisations of the north: the work is done, and the group closes its space with thanks."""

from spaces.demo.story import FOUNDATION
from spaces.states import Stage

GROUP = "amit rula kobi iris salman pnina yair tigist"


def tell(s):
    yield 1, "12:04"
    s.open(Stage.CONSOLIDATED)
    yield 1, "12:33"
    s.publish(FOUNDATION)
    yield 1, "12:50"
    s.invite(GROUP, s.words["note"], is_confirmation=True)
    s.invite("hila")
    s.invite("eitan", deadline=s.ahead(-6))
    yield from s.come_in("amit rula salman pnina", 2, "09:15", gap=40)
    yield from s.come_in("iris kobi tigist yair", 3, "09:05", gap=54)
    yield 3, "14:30"
    s.lead("amit", "rula iris")
    yield 6, "09:58"
    s.ask("amit")
    yield from s.each(s.consent, GROUP, 7, "09:31", gap=28)
    yield 9, "14:02"
    s.move(Stage.CLOSED, s.words["closed"])
