"""Non-formal education in the Negev: a group that is gathering, with every kind of answer an invitation can get."""

from spaces.demo.story import FOUNDATION, TODAY
from spaces.states import Stage

INVITED = "oren sivan jamal efrat mesfin tali moti hiba shlomit boris noam ronen assaf keren vered"


def tell(s):
    yield 1, "09:08"
    s.open()
    yield 1, "09:57"
    s.invite("rim", s.words["first_note"])
    yield 1, "12:42"
    s.accept("rim")
    s.lead("rim")
    yield 2, "09:30"
    s.move(Stage.GATHERING, s.words["gathering"])
    yield 2, "10:15"
    s.publish(FOUNDATION)
    yield 2, "11:21"
    s.sign("rim")
    yield 2, "13:05"
    s.invite(INVITED, s.words["note"])
    s.invite("shimi", s.words["note"], deadline=s.ahead(-4))
    yield from answers(s)
    yield from decide_how(s)
    yield TODAY
    s.invite("suad dvora", s.words["fresh_note"])


def answers(s):
    yield from s.come_in("sivan jamal", 3, "09:12", gap=63)
    yield 3, "14:20"
    s.decline("assaf", "time", s.words["assaf"])
    yield from s.come_in("hiba oren", 4, "09:47", gap=58)
    yield 4, "13:30"
    s.delegate("ronen", to="adi")
    yield from s.come_in("moti efrat", 5, "10:06", gap=71)
    yield 5, "15:15"
    s.defer("keren", days=45)
    yield 6, "10:32"
    s.withdraw("vered", s.words["vered"])
    yield from s.come_in("mesfin shlomit tali", 6, "11:40", gap=49)
    yield from s.each(s.accept, "adi boris", 7, "12:10", gap=80)
    yield 9, "15:33"
    s.accept("noam")


def decide_how(s):
    """Peers propose more peers; a question about the group itself is open, with one objection in it already."""
    yield 7, "10:25"
    s.lead("rim", "sivan jamal hiba")
    yield 8, "09:44"
    s.propose("lubna", by="rim")
    yield 8, "12:18"
    s.propose("gilad", by="oren")
    yield 9, "10:12"
    s.ask("sivan", closes=s.ahead(2))
    yield from s.each(s.consent, "rim hiba jamal", 9, "11:00", gap=55)
    yield 10, "09:36"
    s.invite("yaniv", s.words["note"])
    yield 10, "10:27"
    s.object("shlomit", s.words["objection"])
    yield 10, "13:14"
    s.consent("oren")
