"""What calendars answer by mail: counted once, for whom it was asked, and never against a newer answer."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from impact_spaces.lib.ical_replies import Unreadable, read
from spaces.actions import meeting as actions
from spaces.actions import membership
from spaces.models.meeting import Answer, Way
from tests import world as w
from tests.spaces.meetings.invites import calendar_of, delivered_to, place

pytestmark = pytest.mark.django_db
INBOX = "/inbox/calendar/"
SECRET = "a-secret-that-only-the-mail-server-knows"
NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(settings):
    settings.CALENDAR_INBOX_SECRET = SECRET
    with time_machine.travel(NOW, tick=False) as moved:
        yield moved


@pytest.fixture
def meeting():
    return w.a_meeting(w.consolidated())


REPLY = """\
From: Somebody <{FROM}>
To: <calendar@impact.example>
Subject: Accepted
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary=b

--b
Content-Type: text/plain

I come.
--b
Content-Type: text/calendar; charset=utf-8; method=REPLY

BEGIN:VCALENDAR
PRODID:-//Somebody//Calendar//EN
VERSION:2.0
METHOD:{METHOD}
BEGIN:VEVENT
UID:{UID}
SEQUENCE:{SEQUENCE}
DTSTAMP:{DTSTAMP}
ORGANIZER:{ORGANIZER}
ATTENDEE;PARTSTAT={PARTSTAT}{MORE}:mailto:{sender}
SUMMARY:Plenum
END:VEVENT
END:VCALENDAR
--b--
"""


def the_reply(request, answer="ACCEPTED", *, sender=None, **changes):
    """What a calendar program sends back after it was asked: it keeps the file and puts its owner's answer in."""
    event = Calendar.from_ical(request).walk("VEVENT")[0]
    sender = sender or str(event["ATTENDEE"]).removeprefix("mailto:")
    kept = {name: event[name] for name in ("UID", "SEQUENCE", "ORGANIZER")}
    lines = {"METHOD": "REPLY", "PARTSTAT": answer, "MORE": "", "DTSTAMP": "20270104T090100Z", "FROM": sender, **kept}
    return REPLY.format(**lines | changes, sender=sender).replace("\n", "\r\n").encode()


def asked(name="avi"):
    return calendar_of(delivered_to(w.a_person(name)))


def handed_over(raw, secret=SECRET):
    return (
        Client()
        .generic("POST", INBOX, raw, content_type="message/rfc822", headers={"Authorization": f"Bearer {secret}"})
        .status_code
    )


def now(meeting, name="avi"):
    found = place(meeting, w.a_person(name))
    return found.answer, found.way


@pytest.mark.parametrize(
    ("said", "answer"), [("ACCEPTED", Answer.YES), ("TENTATIVE", Answer.MAYBE), ("DECLINED", Answer.NO)]
)
def test_asked_by_mail_and_answered_by_mail_is_counted(meeting, clock, said, answer):
    request = asked()
    clock.shift(timedelta(minutes=2))
    assert handed_over(the_reply(request, said)) == 202
    assert now(meeting) == (answer, Way.CALENDAR)


def test_whoever_sends_somebody_else_is_shown_with_them(meeting, clock):
    request = asked()
    clock.shift(timedelta(minutes=2))
    handed_over(the_reply(request, "DELEGATED", MORE=';DELEGATED-TO="mailto:gal@world.example"'))
    found = place(meeting, w.a_person("avi"))
    assert (found.answer, found.substitute) == (Answer.SUBSTITUTE, "gal@world.example")


def test_the_same_mail_twice_is_once(meeting, clock):
    request = asked()
    clock.shift(timedelta(minutes=2))
    raw = the_reply(request)
    handed_over(raw)
    actions.reply(meeting, by=w.a_person("avi"), answer=Answer.NO)
    clock.shift(timedelta(minutes=2))
    assert handed_over(raw) == 202
    assert now(meeting) == (Answer.NO, Way.PAGE)


def test_a_clock_that_is_ahead_counts_once_and_does_not_outrun_the_page(meeting, clock):
    raw = the_reply(asked(), DTSTAMP="20280101T000000Z")
    handed_over(raw)
    assert now(meeting) == (Answer.YES, Way.CALENDAR)
    clock.shift(timedelta(minutes=2))
    actions.reply(meeting, by=w.a_person("avi"), answer=Answer.NO)
    clock.shift(timedelta(minutes=2))
    handed_over(raw)
    assert now(meeting) == (Answer.NO, Way.PAGE)


def test_the_last_answer_counts_wherever_it_came_from(meeting, clock):
    request = asked()
    actions.reply(meeting, by=w.a_person("avi"), answer=Answer.NO)
    clock.shift(timedelta(minutes=5))
    handed_over(the_reply(request, DTSTAMP="20270104T090400Z"))
    assert now(meeting) == (Answer.YES, Way.CALENDAR)


def test_an_older_mail_changes_nothing(meeting, clock):
    request = asked()
    clock.shift(timedelta(minutes=5))
    actions.reply(meeting, by=w.a_person("avi"), answer=Answer.NO)
    handed_over(the_reply(request, DTSTAMP="20270104T090400Z"))
    assert now(meeting) == (Answer.NO, Way.PAGE)


def test_a_reply_to_the_time_before_the_move_changes_nothing(meeting, clock):
    request = asked()
    later = timedelta(days=1)
    actions.change(meeting, by=w.noa(), starts_at=meeting.starts_at + later, ends_at=meeting.ends_at + later)
    clock.shift(timedelta(minutes=5))
    assert handed_over(the_reply(request)) == 202
    assert now(meeting) == (Answer.NONE, Way.NONE)
    handed_over(the_reply(asked(), DTSTAMP="20270104T090400Z"))
    assert now(meeting) == (Answer.YES, Way.CALENDAR)


def test_a_reply_from_before_a_new_place_counts(meeting, clock):
    request = asked()
    actions.change(meeting, by=w.noa(), where="Herzl 12")
    clock.shift(timedelta(minutes=5))
    handed_over(the_reply(request))
    assert now(meeting) == (Answer.YES, Way.CALENDAR)


FALSE = {
    "somebody else's address below one's own name": {"FROM": "dana@world.example"},
    "an address that was not called": {"sender": "stranger@world.example"},
    "a meeting that is not": {"UID": "00000000-0000-4000-8000-000000000000"},
    "a number that is none": {"UID": "1 OR 1=1"},
    "a revision that never was": {"SEQUENCE": "9"},
    "a time long gone": {"DTSTAMP": "20200101T000000Z", "answered": True},
}


@pytest.mark.parametrize("what", FALSE)
def test_what_does_not_fit_changes_nothing_and_is_told_nothing(meeting, clock, what):
    changes = dict(FALSE[what])
    request = asked()
    if changes.pop("answered", False):
        actions.reply(meeting, by=w.a_person("avi"), answer=Answer.MAYBE)
    before = [now(meeting, name) for name in ("avi", "dana", "michal")]
    clock.shift(timedelta(minutes=2))
    assert handed_over(the_reply(request, **changes)) == 202
    assert [now(meeting, name) for name in ("avi", "dana", "michal")] == before


def test_who_was_taken_out_answers_nothing_any_more(meeting, clock):
    request = asked()
    membership.end(place(meeting, w.a_person("avi")).membership, by=w.noa())
    clock.shift(timedelta(minutes=2))
    assert handed_over(the_reply(request)) == 202
    assert now(meeting)[0] == Answer.NONE


def test_a_meeting_that_is_off_or_has_begun_takes_no_reply(meeting, clock):
    request = asked()
    clock.shift(timedelta(days=9, hours=1))
    assert handed_over(the_reply(request, DTSTAMP="20270113T093000Z")) == 202
    assert now(meeting)[0] == Answer.NONE


HEAD = b"From: a@b.example\r\nContent-Type: text/calendar; method=REPLY\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n"
BOX = b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n"
GARBAGE = {
    "nothing": b"",
    "a letter": b"From: a@b.example\r\n\r\nHello",
    "no calendar at all": b"\x00\xff\xfe" * 50,
    "half a calendar": HEAD,
    "boxes in boxes": b"".join(BOX % (number, number) for number in range(3000)),
    "an encoding that is none": HEAD.replace(b"method", b"charset=klingon; method"),
}


@pytest.mark.parametrize("what", GARBAGE)
def test_garbage_is_refused(what):
    assert handed_over(GARBAGE[what]) == 422


def test_a_request_is_no_reply(meeting):
    assert handed_over(the_reply(asked(), METHOD="REQUEST")) == 422


def test_two_guests_in_one_reply_are_refused(meeting):
    twice = the_reply(asked()).replace(b"SUMMARY:", b"ATTENDEE;PARTSTAT=ACCEPTED:mailto:dana@world.example\r\nSUMMARY:")
    assert handed_over(twice) == 422


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 300))
def test_whatever_stands_in_a_mail_is_read_or_refused(noise, where):
    event = b"BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20270104T090100Z\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.example\r\n"
    raw = bytearray(HEAD + event + b"END:VEVENT\r\nEND:VCALENDAR\r\n")
    raw[where:where] = noise
    with suppress(Unreadable):
        assert read(bytes(raw)).attendee


def test_a_mail_that_is_too_large_is_not_read():
    assert handed_over(b"x" * (256 * 1024 + 1)) == 413


def test_without_the_secret_nothing_is_taken(meeting, clock):
    request = asked()
    clock.shift(timedelta(minutes=2))
    assert [handed_over(the_reply(request), secret) for secret in ("", "wrong", SECRET[:-1], SECRET + "ש")] == [401] * 4
    assert now(meeting)[0] == Answer.NONE


def test_where_no_secret_is_set_there_is_no_inbox(settings):
    settings.CALENDAR_INBOX_SECRET = ""
    assert [handed_over(b"x", ""), handed_over(b"x", "None")] == [404, 404]
