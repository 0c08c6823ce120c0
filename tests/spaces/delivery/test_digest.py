"""Several things in one mail: for who asked for it, and for what waited and becomes due together."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from members.models import Person
from spaces.actions.delivery import deliver_due
from spaces.actions.gathering import AHEAD, gather_due
from spaces.actions.membership import end
from spaces.actions.message import enqueue, to_member
from spaces.actions.second_look import SOON, objections
from spaces.actions.space import move_space
from spaces.actions.writing import Writer
from spaces.models import Message, Suppression
from spaces.models.message import MailKind
from spaces.states import Stage
from tests import world as w
from tests.spaces.consent.rounds import asked, say
from tests.spaces.delivery.lookworld import loaded

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 12, 7, 9, tzinfo=ZoneInfo("Asia/Jerusalem"))
TUESDAY = datetime(2026, 12, 8, 8, tzinfo=ZoneInfo("Asia/Jerusalem"))
SUNDAY = datetime(2026, 12, 13, 8, tzinfo=ZoneInfo("Asia/Jerusalem"))
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def spaces():
    found = [w.consolidated("Care at home"), w.consolidated("Food for all")]
    Message.objects.filter(state="queued").update(state="cancelled")
    return found


@pytest.fixture
def dana(spaces):
    return asks_for("dana", "daily")


def asks_for(name, digest, **more):
    Person.objects.filter(email__startswith=f"{name}@").update(digest=digest, **more)
    return w.named(name)


def tell(space, kind=MailKind.SPACE_MOVED, occasion="moved:1", name="dana"):
    enqueue([to_member(space.memberships.get(person=w.named(name)), kind, occasion)])


def gathered(clock, at=TUESDAY):
    """What becomes of all mails until then."""
    clock.move_to(at - AHEAD)
    gather_due()
    clock.move_to(at)
    deliver_due()


def to_dana(mailoutbox):
    """The last mail that Dana got."""
    return [mail for mail in mailoutbox if mail.to == ["dana@world.example"]][-1]


def states(**which):
    rows = Message.objects.filter(address__startswith="dana", **which).order_by("id").exclude(state="cancelled")
    return [(one.kind, one.state) for one in rows if one.kind not in ("invitation", "welcome", "signing")]


def test_one_mail_a_day_tells_of_all_spaces_what_it_is_about_and_where(spaces, dana, clock, mailoutbox):
    one, two = spaces
    tell(one)
    tell(two)
    tell(two, MailKind.GLASS, "glass:1")  # somebody opened what was said: that never waits
    deliver_due()
    assert states() == [("space_moved", "queued"), ("space_moved", "queued"), ("glass", "sent")]
    gathered(clock)
    assert states() == [("space_moved", "gathered"), ("space_moved", "gathered"), ("glass", "sent"), ("digest", "sent")]
    mail = to_dana(mailoutbox)
    assert (mail.subject, mail.to) == ("What is new in your impact spaces", ["dana@world.example"])
    for space in spaces:
        assert mail.body.count(space.name) == 1
        assert mail.body.count(f"/my/spaces/{space.pk}/") == 1
        assert mail.alternatives[0][0].count(f"/my/spaces/{space.pk}/") == 1
    assert "/me/mails/" in mail.body


def test_what_rests_with_its_space_is_told_in_no_digest(spaces, dana, clock):
    one, two = spaces
    tell(one)
    tell(two)
    tell(one, MailKind.SUMMARY, "meeting:1:summary:peers")
    move_space(one, Stage.PAUSED, by=w.noa())
    gathered(clock)
    told = Message.objects.filter(state="gathered").values_list("kind", "space__name")
    assert sorted(told) == [("space_moved", "Care at home")] * 2 + [("space_moved", "Food for all")]  # also its pause


def test_it_carries_no_question_of_a_group(spaces, dana, clock, mailoutbox):
    for space in spaces:
        asked(space, title="Shall we sue the ministry?", closes_at=MONDAY + 9 * DAY)
    gathered(clock)
    body = to_dana(mailoutbox).body
    assert body.count("A question waits for you in") == 2
    assert "ministry" not in body


def test_a_single_one_is_sent_as_itself(spaces, dana, clock, mailoutbox):
    tell(spaces[0])
    gathered(clock)
    assert states() == [("space_moved", "sent")]
    assert spaces[0].name in to_dana(mailoutbox).subject


def test_one_mail_a_week_comes_when_the_week_begins(spaces, clock):
    asks_for("dana", "weekly")
    for space in spaces:
        tell(space)
    assert set(Message.objects.filter(kind="space_moved", state="queued").values_list("due_at", flat=True)) == {SUNDAY}
    gathered(clock, SUNDAY)
    assert states(kind="digest") == [("digest", "sent")]


def test_it_moves_off_the_reader_s_quiet_day(spaces, clock):
    asks_for("dana", "weekly", quiet_weekdays=[6])
    tell(spaces[0])
    assert Message.objects.get(kind="space_moved", state="queued").due_at == SUNDAY + DAY


def test_what_closes_before_the_next_digest_comes_at_once(spaces, clock):
    asks_for("dana", "weekly")
    asked(spaces[0], closes_at=MONDAY + 3 * DAY)
    asked(spaces[1], closes_at=MONDAY + 9 * DAY)
    deliver_due()
    assert states(kind="decision") == [("decision", "sent"), ("decision", "queued")]


def test_no_worker_sends_one_that_waits_to_be_told_with_others(spaces, dana, clock):
    for space in spaces:
        tell(space)
    clock.move_to(TUESDAY + HOUR)  # the timetable stood still
    deliver_due()
    assert states() == [("space_moved", "queued")] * 2
    gather_due()
    clock.shift(SOON)
    deliver_due()
    assert states(kind="digest") == [("digest", "sent")]


def test_a_line_that_is_no_longer_wanted_is_left_out(spaces, dana, clock, mailoutbox):
    first = asked(spaces[0], closes_at=MONDAY + 9 * DAY)
    asked(spaces[1], closes_at=MONDAY + 9 * DAY)
    clock.move_to(TUESDAY - AHEAD)
    gather_due()
    say(first, "dana")
    clock.move_to(TUESDAY)
    deliver_due()
    body = to_dana(mailoutbox).body
    assert (body.count("Care at home"), body.count("Food for all")) == (0, 1)


def test_who_left_a_space_reads_no_more_of_it_and_nothing_at_all_goes_when_nothing_is_left(spaces, dana, clock):
    for space in spaces:
        tell(space)
    clock.move_to(TUESDAY - AHEAD)
    gather_due()
    for space in spaces:
        end(space.memberships.get(person=dana), by=dana)
    clock.move_to(TUESDAY)
    deliver_due()
    digest = Message.objects.get(kind="digest")
    assert (digest.state, digest.problem) == ("cancelled", "Nothing of it is still to be told.")


def test_an_address_that_is_not_written_to_gets_no_digest(spaces, dana, clock):
    for space in spaces:
        tell(space)
    clock.move_to(TUESDAY - AHEAD)
    gather_due()
    Suppression.objects.create(email=dana.email, reason=Suppression.Reason.COMPLAINED)
    clock.move_to(TUESDAY)
    deliver_due()
    assert states(kind="digest") == [("digest", "suppressed")]


def test_what_waited_for_a_quiet_day_to_end_is_told_together_unasked(spaces, clock):
    asks_for("dana", "each", quiet_weekdays=[0])
    for space in spaces:
        tell(space)
    deliver_due()
    gathered(clock)
    assert states() == [("space_moved", "gathered"), ("space_moved", "gathered"), ("digest", "sent")]


def test_what_was_just_written_is_not_gathered(spaces, clock):
    for space in spaces:
        tell(space)
    assert gather_due() == 0
    deliver_due()
    assert states() == [("space_moved", "sent")] * 2


def test_a_second_look_of_the_timetable_finds_nothing_more(spaces, dana, clock):
    for space in spaces:
        tell(space)
    clock.move_to(TUESDAY - AHEAD)
    assert [gather_due(), gather_due()] == [1, 0]
    tell(spaces[0], occasion="moved:2")
    Message.objects.filter(occasion__endswith="moved:2").update(due_at=TUESDAY)
    assert gather_due() == 0  # a single one


def test_a_digest_counts_as_one_mail_of_the_week(spaces, dana, clock, settings):
    settings.WEEKLY_CAP = 1
    for number in (1, 2):
        for space in spaces:
            tell(space, occasion=f"moved:{number}")
    gathered(clock)
    assert states(kind="digest") == [("digest", "sent")]
    for space in spaces:
        tell(space, occasion="moved:3")
    gathered(clock, TUESDAY + DAY)
    digest = Message.objects.filter(kind="digest").latest("id")
    assert (digest.state, digest.due_at) == ("queued", TUESDAY + 7 * DAY)


def test_a_digest_with_a_question_that_closes_before_there_is_room_goes_nevertheless(spaces, dana, clock, settings):
    settings.WEEKLY_CAP = 1
    for space in spaces:
        tell(space)
    gathered(clock)
    for space in spaces:
        asked(space, closes_at=TUESDAY + 4 * DAY)
    gathered(clock, TUESDAY + DAY)
    assert states(kind="digest") == [("digest", "sent")] * 2
    assert states(kind="decision") == [("decision", "gathered")] * 2


def test_many_lines_and_many_people_take_as_many_queries_as_few(spaces, clock):
    counts = []
    for names, lines in ((["dana"], 1), (["avi", "michal"], 5)):
        for name in names:
            asks_for(name, "daily")
            for number in range(lines):
                for space in spaces:
                    tell(space, occasion=f"moved:{number}", name=name)
                    tell(space, MailKind.SUMMARY, f"summary:1:peers:{number}", name=name)
        clock.move_to(TUESDAY - AHEAD)
        assert gather_due() == len(names)
        found = loaded(Message.objects.filter(kind="digest", state="queued").values_list("pk", flat=True))
        clock.move_to(TUESDAY)
        with CaptureQueriesContext(connection) as queries:
            assert objections(found, TUESDAY) == [None] * len(names)
            assert [type(mail).__name__ for mail in Writer().write(found)] == ["Mail"] * len(names)
        counts.append(len(queries))
        Message.objects.filter(kind="digest").update(state="cancelled")
        clock.move_to(MONDAY)
    assert counts[0] == counts[1]


def page_of(message):
    return reverse("spaces:message", args=[message.pk])


def test_facilitators_see_no_digest_and_that_a_mail_was_told_in_one(spaces, dana, clock):
    for space in spaces:
        tell(space)
    gathered(clock)
    noa = Client()
    noa.force_login(w.noa())
    digest, told = Message.objects.get(kind="digest"), Message.objects.filter(state="gathered").first()
    assert noa.get(page_of(digest)).status_code == 404
    assert "It was told in one mail with others." in noa.get(page_of(told)).text


def waiting(**which):
    rows = Message.objects.filter(kind=MailKind.SPACE_MOVED, address__startswith="dana", **which).order_by("id")
    rows = rows.exclude(state="cancelled")
    return [(one.state, one.due_at, one.person_id is not None) for one in rows]


def test_who_switches_the_digest_off_gets_what_waited_at_the_next_calm_moment(spaces, dana, clock, mailoutbox):
    one, two = spaces
    tell(one)
    tell(two)
    assert waiting() == [("queued", TUESDAY, True)] * 2
    clock.shift(2 * HOUR)
    asks_for("dana", "each")
    gather_due()
    assert waiting() == [("gathered", MONDAY + 2 * HOUR, False)] * 2  # they waited together, and come as one mail
    deliver_due()
    assert "Care at home" in to_dana(mailoutbox).body


def test_at_night_it_waits_for_the_morning_of_its_reader(spaces, clock):
    asks_for("dana", "weekly")
    tell(spaces[0])
    assert waiting() == [("queued", SUNDAY, True)]
    clock.move_to(MONDAY.replace(hour=23))
    asks_for("dana", "each")
    gather_due()
    assert waiting() == [("queued", TUESDAY, False)]


def test_from_one_mail_a_week_to_one_a_day_it_comes_the_next_morning(spaces, clock):
    asks_for("dana", "weekly")
    tell(spaces[0])
    asks_for("dana", "daily")
    gather_due()
    assert waiting() == [("queued", TUESDAY, True)]
    asks_for("dana", "weekly")
    gather_due()
    assert waiting() == [("queued", TUESDAY, True)]  # what was promised for tomorrow stays


def test_what_comes_after_the_time_for_questions_is_not_let_go_before(spaces, clock):
    asks_for("dana", "daily")
    ends = MONDAY + 3 * DAY
    asked(spaces[0], closes_at=MONDAY + 12 * DAY, questions_until=ends)
    Message.objects.filter(kind=MailKind.QUESTIONS).update(state="cancelled")
    decision = Message.objects.get(kind=MailKind.DECISION, address__startswith="dana")
    asks_for("dana", "each")
    clock.shift(2 * HOUR)
    gather_due()
    decision.refresh_from_db()
    assert (decision.state, decision.due_at > ends) == ("queued", True)
    clock.move_to(ends + HOUR)
    gather_due()
    decision.refresh_from_db()
    assert (decision.state, decision.due_at) == ("queued", ends + HOUR)


def test_letting_go_costs_the_same_for_one_notice_and_for_three(spaces, clock):
    counts = []
    for occasions in (["moved:1"], ["moved:2", "moved:3", "moved:4"]):
        asks_for("dana", "weekly")
        for occasion in occasions:
            tell(spaces[0], occasion=occasion)
        asks_for("dana", "each")
        with CaptureQueriesContext(connection) as asked_for:
            gather_due()
        counts.append(len(asked_for))
    assert counts[0] == counts[1]
