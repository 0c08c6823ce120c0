"""Mental health in the community: a consolidated group that asks itself, for the second time, whether to open."""

from spaces.demo import meetings
from spaces.demo.story import ANNEX, FOUNDATION
from spaces.models.decision import Topic
from spaces.models.grant import Share
from spaces.models.meeting_agenda import Axis
from spaces.models.membership import Circle
from spaces.states import Stage

GROUP = "dana avinoam michal samira zvika almaz nadav ruhama wael irena hadas eyal"


def tell(s):
    yield 1, "09:32"
    s.open(Stage.GATHERING)
    yield 1, "10:14"
    s.publish(FOUNDATION)
    yield 1, "10:31"
    s.invite(GROUP, s.words["note"], is_confirmation=True)
    s.invite("gidi orly")
    yield from s.come_in("dana avinoam wael samira michal zvika", 1, "11:05", gap=41)
    yield from s.come_in("almaz nadav ruhama irena hadas eyal", 2, "09:20", gap=52)
    yield from consolidate(s)
    yield from first_round(s)
    yield from lead_team_meets(s)
    yield from second_round(s)
    yield from sum_up_and_plan(s)
    yield from let_a_system_in(s)


def consolidate(s):
    yield 3, "09:40"
    s.ask_pulse()
    yield from s.each(s.answer_pulse, "dana wael", 3, "09:52", gap=7)
    yield 3, "10:10"
    s.lead("dana", "wael samira eyal zvika")
    yield 3, "12:26"
    s.decline("gidi", "time", s.words["declined"])
    yield 3, "15:48"
    s.delegate("orly", to="matan")
    yield 4, "09:15"
    s.move(Stage.CONSOLIDATED, s.words["consolidated"])
    yield 4, "11:03"
    s.write_need("dana", s.words["need_1"])
    yield 4, "13:37"
    s.put_forward("ronit", by="dana")
    s.put_forward("salah", by="samira")
    yield 4, "14:20"
    s.ask_dependencies()
    yield 5, "09:41"
    s.put_forward("liat", by="ruhama")
    s.put_forward("galia", by="nadav", with_name=False)
    yield from say_in_private(s)


def say_in_private(s):
    """On whom they depend, each for themselves; and one asks to wait with the foundation that funds them."""
    yield 6, "09:03"
    for key in ["dana", "wael", "samira", "zvika", "michal", "nadav"]:
        s.depends(key, ("regulates", "health-office"), ("funds", "health-office"))
    s.depends("almaz", ("funds", "adva-fund"))
    s.depends("ruhama")
    s.hold_back("galia", by="wael")


def first_round(s):
    """Everybody answers, one objects without a name: the door stays closed, and the proposal gets better."""
    yield 5, "10:20"
    s.publish(ANNEX)
    s.ask("dana", "_1", topic=Topic.OPEN_DOOR)
    yield from s.each(s.answer_pulse, "irena avinoam samira almaz zvika ruhama", 5, "10:31", gap=4)
    yield from s.each(s.consent, "samira ruhama avinoam dana irena", 5, "11:02", gap=47)
    yield from s.each(s.consent, "zvika nadav michal hadas almaz eyal", 6, "09:12", gap=38)
    yield 6, "15:29"
    s.confide("wael", s.words["confided"], s.words["objection"])


def lead_team_meets(s):
    """On the next working day, to work the objection in."""
    yield 7, "09:14"
    s.met = meetings.plan(s, "lead_meeting", after=1, hour=14, circle=Circle.LEAD)
    meetings.put_on(s, s.met, "lead_item_1", 60, prepares="dana")
    meetings.put_on(s, s.met, "lead_item_2", 40, axis=Axis.PROCESS)
    yield 7, "10:20"
    meetings.answer(s, s.met, "dana wael samira")
    meetings.answer(s, s.met, "zvika", "no")


def sum_up_and_plan(s):
    yield 10, "13:20"
    meetings.note(s, s.met, came="dana wael samira", substitute="eyal", absent="zvika")
    meetings.sum_up(s, s.met, "lead", "samira")
    yield 10, "13:45"
    plenum = meetings.plan(s, "plenum", after=8, hour=16)
    meetings.put_on(s, plenum, "plenum_item_1", 45, axis=Axis.PROCESS)
    meetings.put_on(s, plenum, "plenum_item_2", 50, prepares="wael")
    yield 10, "14:30"
    meetings.answer(s, plenum, "dana wael irena eyal michal")
    meetings.answer(s, plenum, "hadas", "maybe")
    meetings.answer(s, plenum, "nadav", "substitute", s.words["plenum_substitute"])


def let_a_system_in(s):
    yield 10, "14:50"
    s.let_in()
    yield 10, "15:10"
    s.share("michal", Share.NAME, Share.ORGANISATION, Share.MEETINGS)
    s.share("dana", Share.NAME, Share.ORGANISATION, Share.EMAIL, Share.MEETINGS)


def second_round(s):
    """The objection is worked into the need, the annex and the proposal. Not everybody has answered yet."""
    yield 7, "10:05"
    s.say("samira", "said_after")
    yield 7, "10:40"
    s.say("zvika", "said_answer", to="said_after")
    yield from s.each(s.answer_pulse, "hadas michal", 7, "11:05", gap=95)
    yield 7, "15:10"
    s.count_pulse()
    yield 8, "09:35"
    s.write_need("wael", s.words["need_2"])
    s.words[ANNEX] = s.words["annex_2"]
    yield 8, "10:05"
    s.publish(ANNEX)
    s.amend("dana", "_2", s.words["taken_up"], closes=s.ahead(4))
    yield 8, "10:40"
    s.inquire("hadas", s.words["inquiry"], s.words["reply"])
    yield from s.each(s.sign_annex, "wael dana samira zvika", 8, "11:10", gap=29)
    yield from s.each(s.consent, "wael dana samira", 9, "09:18", gap=33)
    yield from s.each(s.sign_annex, "avinoam eyal irena almaz", 9, "11:24", gap=45)
    yield from s.each(s.consent, "avinoam irena eyal zvika", 10, "09:40", gap=51)
