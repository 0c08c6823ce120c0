"""The calendar files, byte for byte, and as another program understands them."""

import os
from pathlib import Path

import pytest
import vobject
from icalendar import Calendar

from spaces.actions.calendar_feed import make_feed
from spaces.insights.calendar_feed import feed_of
from tests import world as w
from tests.spaces.meetings.invites import AFTER, BEFORE, PLACES, TITLES, UID, calendar_of, story, unfolded

pytestmark = pytest.mark.django_db
GOLDEN = Path(__file__).parent / "golden"
STEPS = {"planned": ("REQUEST", "0", BEFORE), "moved": ("REQUEST", "1", AFTER), "off": ("CANCEL", "2", AFTER)}


@pytest.fixture(autouse=True)
def with_an_inbox(settings):
    settings.CALENDAR_INBOX_SECRET = "s" * 32
    settings.CALENDAR_ADDRESS = "calendar@impact.example"
    settings.BASE_URL = "https://impact.example"


@pytest.fixture(params=["he", "ar", "en"])
def told(request, monkeypatch):
    return request.param, *story(monkeypatch, request.param)


def test_each_file_is_the_one_that_was_looked_at(told):
    """After a change that was meant: WRITE_GOLDEN=1 bin/test tests/spaces/meetings/test_calendar_files.py, and look."""
    language, _avi, _meeting, mails = told
    for step in STEPS:
        golden = GOLDEN / f"{language}-{step}.ics"
        if os.environ.get("WRITE_GOLDEN"):
            golden.write_bytes(calendar_of(mails[step]))
        assert calendar_of(mails[step]) == golden.read_bytes(), golden.name


def test_lines_are_no_longer_than_calendars_read(told):
    _language, _avi, _meeting, mails = told
    lines = [line for step in STEPS for line in calendar_of(mails[step]).split(b"\r\n")]
    assert max(map(len, lines)) <= 75


def test_another_program_reads_the_right_moment_words_and_guest(told):
    language, avi, _meeting, mails = told
    for step, (method, sequence, begins) in STEPS.items():
        read = vobject.readOne(calendar_of(mails[step]).decode())
        event = read.vevent
        assert (read.method.value, event.sequence.value, event.uid.value) == (method, sequence, str(UID))
        assert event.dtstart.value == begins
        assert f"{event.dtstart.value:%H:%M}" == "16:00"
        assert event.summary.value == f"{TITLES[language]} · Mental health in the community"
        assert event.location.value == PLACES[language]
        assert event.summary.params["LANGUAGE"] == [language]
        assert [one.value for one in event.attendee_list] == [f"mailto:{avi.email}"]
        assert event.organizer.value == "mailto:calendar@impact.example"
        assert event.status.value == ("CANCELLED" if step == "off" else "CONFIRMED")


def test_the_zone_in_the_file_turns_at_the_right_hour(told):
    """Summer time begins in Israel on 26 March 2027 at two in the night."""
    _language, _avi, _meeting, mails = told
    zone = Calendar.from_ical(calendar_of(mails["planned"])).walk("VTIMEZONE")[0]
    (summer,) = zone.walk("DAYLIGHT")
    assert (summer["DTSTART"].to_ical(), summer["TZOFFSETFROM"].to_ical()) == (b"20270326T020000", "+0200")


def test_the_mail_carries_the_file_to_act_on_and_to_save(told):
    _language, _avi, _meeting, mails = told
    for step, (method, *_rest) in STEPS.items():
        kinds = [part.get_content_type() for part in mails[step].walk() if not part.is_multipart()]
        assert kinds == ["text/plain", "text/html", "text/calendar", "application/ics"]
        (part,) = [one for one in mails[step].walk() if one.get_content_type() == "text/calendar"]
        assert (part.get_param("method"), part.get_content_charset()) == (method, "utf-8")
        (attached,) = mails[step].iter_attachments()
        assert attached.get_filename() == "meeting.ics"
        assert attached.get_payload(decode=True) == calendar_of(mails[step])


def test_a_file_names_nobody_else_and_holds_no_word_of_the_agenda(told):
    _language, _avi, _meeting, mails = told
    for step in STEPS:
        file = calendar_of(mails[step]).decode()
        assert [name for name in ("dana@", "michal@", "noa@", "Noa", "Dana", "canary") if name in file] == []


def test_without_an_inbox_calendars_are_not_asked_to_answer(monkeypatch, settings):
    settings.CALENDAR_INBOX_SECRET = ""
    _avi, _meeting, mails = story(monkeypatch, "en")
    assert b"RSVP=FALSE" in unfolded(calendar_of(mails["planned"]))


def test_the_feed_reads_the_same_way(told):
    language, avi, _meeting, _mails = told
    make_feed(avi)
    read = vobject.readOne(feed_of(avi))
    assert (read.method.value, read.vevent.status.value, read.vevent.dtstart.value) == ("PUBLISH", "CANCELLED", AFTER)
    assert not hasattr(read.vevent, "attendee")
    assert w.noa().email not in feed_of(avi)
