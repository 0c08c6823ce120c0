"""Women's leadership: a consolidated group that rests for a while."""

from spaces.demo.story import FOUNDATION
from spaces.states import Stage


def tell(s):
    yield 1, "13:22"
    s.open(Stage.GATHERING)
    yield 1, "14:01"
    s.publish(FOUNDATION)
    yield 1, "14:30"
    s.invite("hagit fatma tehila workit shani nura esti sapir", s.words["note"], is_confirmation=True)
    s.invite("yasmin ora")
    yield from s.come_in("hagit nura tehila fatma", 2, "09:03", gap=49)
    yield 2, "15:36"
    s.invite("rim")
    yield from s.come_in("workit esti rim shani", 3, "09:28", gap=57)
    yield 3, "16:12"
    s.accept("sapir")
    yield from consolidate_and_rest(s)


def consolidate_and_rest(s):
    yield 4, "10:08"
    s.decline("yasmin", "topic", s.words["declined"])
    yield 4, "14:44"
    s.defer("ora", days=90)
    yield 5, "09:50"
    s.lead("hagit", "nura tehila rim")
    s.move(Stage.CONSOLIDATED, s.words["consolidated"])
    yield 5, "11:15"
    s.ask("hagit")
    yield from s.each(s.consent, "hagit fatma tehila workit shani nura esti rim", 6, "09:25", gap=22)
    yield 8, "14:10"
    s.move(Stage.PAUSED, s.words["paused"])
