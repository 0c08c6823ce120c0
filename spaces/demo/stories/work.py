"""Inclusive employment: the group agreed, the door is open, and people of other sectors come in."""

from spaces.demo import meetings
from spaces.demo.story import ANNEX, FOUNDATION, TODAY
from spaces.models.decision import Topic
from spaces.models.invitation import Kind
from spaces.models.meeting_agenda import Axis
from spaces.models.room import Room
from spaces.states import Stage

GROUP = "yael faris benny tziona malka dawit nurit rami lena"
CANDIDATES = "uri sigal khaled tomer shaul gil hanan dorit ayala"


def tell(s):
    yield 1, "09:51"
    s.open(Stage.CONSOLIDATED)
    yield 1, "10:22"
    s.publish(FOUNDATION)
    yield 1, "10:40"
    s.invite(GROUP, s.words["note"], is_confirmation=True)
    yield from s.come_in("yael nurit faris benny rami", 1, "11:12", gap=44)
    yield from s.come_in("tziona malka lena dawit", 2, "09:09", gap=36)
    yield from prepare(s)
    yield from decide(s)
    yield from open_the_door(s)
    yield from come_in_from_outside(s)
    yield from go_on(s)


def prepare(s):
    yield 2, "13:15"
    s.lead("yael", "faris nurit malka")
    yield 2, "14:31"
    s.ask_pulse()
    yield 2, "15:02"
    s.write_need("yael", s.words["need"])
    yield from s.each(s.answer_pulse, "yael rami malka", 2, "15:20", gap=19)
    yield 3, "09:26"
    for key in CANDIDATES.split():
        s.put_forward(key, by="yael")
    s.ask_dependencies()
    yield 3, "10:11"
    s.publish(ANNEX)
    s.ask("faris", "_1", topic=Topic.OPEN_DOOR)


def decide(s):
    """One objects; the next day the proposal says what was missing, and all consent."""
    yield from s.each(s.consent, "nurit yael rami lena faris benny tziona dawit", 3, "10:50", gap=31)
    yield 3, "16:18"
    s.object("malka", s.words["objection"])
    yield from s.each(s.answer_pulse, "lena faris nurit dawit benny", 4, "09:14", gap=21)
    yield 4, "11:20"
    s.words[ANNEX] = s.words["annex_2"]
    s.publish(ANNEX)
    s.ask("faris", "_2", topic=Topic.OPEN_DOOR)
    yield from s.each(s.sign_annex, "malka faris yael nurit rami", 4, "12:05", gap=42)
    yield from s.each(s.consent, "malka faris yael nurit rami", 4, "15:40", gap=9)
    yield from s.each(s.sign_annex, "benny tziona dawit lena", 5, "09:10", gap=35)
    yield from s.each(s.consent, "benny tziona dawit lena", 5, "12:15", gap=26)


def open_the_door(s):
    yield 5, "14:40"
    s.count_pulse()
    yield 6, "09:02"
    s.ask_group(CANDIDATES)
    yield from s.each(s.consent, GROUP, 6, "09:08", gap=5)
    yield 6, "09:56"
    s.move(Stage.CROSS_SECTOR, s.words["opened"])
    yield 6, "10:03"
    s.approve(CANDIDATES)
    yield 6, "10:25"
    s.send("uri sigal khaled tomer shaul gil", s.words["invitation_note"])


def come_in_from_outside(s):
    yield 6, "14:47"
    s.accept("sigal")
    yield 7, "09:33"
    s.sign_annex("sigal")
    s.declare("sigal")
    yield 7, "11:52"
    s.decline("gil", "topic", s.words["declined"])
    yield 7, "15:20"
    s.accept("uri")
    yield 8, "10:44"
    s.sign_annex("uri")
    s.declare("uri", ("regulates", None), ("funds", "avoda"))
    yield 8, "13:08"
    s.accept("khaled")
    s.sign_annex("khaled")
    yield 9, "16:05"
    s.accept("tomer")


def go_on(s):
    """The peers' own side goes on; more candidates wait, and one invitation leaves today."""
    yield 8, "09:05"
    s.ask("nurit", "_3")
    yield 8, "09:50"
    s.say("nurit", "said_learned")
    yield 8, "11:20"
    s.release("nurit", "said_learned")
    s.say("yael", "said_among_us")
    yield 8, "11:44"
    s.say("malka", "said_answer", to="said_among_us")
    yield 8, "13:20"
    s.say("sigal", "said_employer", Room.WHOLE)
    yield 8, "13:50"
    s.say("faris", "said_to_employer", Room.WHOLE, to="said_employer")
    yield from s.each(s.consent, GROUP, 8, "14:05", gap=13)
    yield 9, "11:35"
    s.put_forward("naomi", by="benny")
    s.draft("galit", Kind.STAKEHOLDER, by="tziona")
    yield from plan_together(s)
    yield TODAY
    s.send("hanan", s.words["invitation_note"])


def plan_together(s):
    """The first meeting of all; half an hour of it is the peers' own."""
    yield 10, "10:20"
    plenum = meetings.plan(s, "plenum", after=6, hour=14, room=Room.WHOLE)
    meetings.put_on(s, plenum, "plenum_item_1", 40, room=Room.WHOLE, prepares="yael")
    meetings.put_on(s, plenum, "plenum_item_2", 30, room=Room.PEERS, axis=Axis.PROCESS)
    meetings.put_on(s, plenum, "plenum_item_3", 30, room=Room.WHOLE, prepares="uri")
    yield 10, "12:05"
    meetings.answer(s, plenum, "yael faris nurit sigal uri")
    meetings.answer(s, plenum, "benny", "no")
