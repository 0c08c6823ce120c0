"""A meeting around Israel's change of the clock in spring 2027, and what each mail carries to a calendar."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from uuid import UUID

import time_machine
from django.core import mail

from spaces.actions import meeting as actions
from spaces.actions.delivery import deliver_due
from spaces.models import Meeting, Message, Reply
from tests import world as w

NOW = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
BEFORE = datetime(2027, 3, 25, 14, 0, tzinfo=UTC)  # a Thursday, 16:00 by winter's clock
AFTER = datetime(2027, 3, 28, 13, 0, tzinfo=UTC)  # the Sunday after, 16:00 by summer's
UID = UUID("5b1f7f64-1f5c-4a55-9f0c-2f6a1c3f9d10")
TITLES = {"he": "מליאת אביב", "ar": "الهيئة العامة، الربيع", "en": "Spring plenum"}
PLACES = {"he": "הרצל 12, באר שבע", "ar": "هرتسل 12، بئر السبع", "en": "Herzl 12, Beer Sheva"}


def story(monkeypatch, language):
    """(avi, the meeting, {step: its mail to Avi as it went out}): planned, moved over the change, called off."""
    monkeypatch.setattr(Meeting._meta.get_field("uid"), "_get_default", lambda: UID)
    with time_machine.travel(NOW, tick=False) as clock:
        space = w.consolidated()
        avi = w.a_person("avi")
        avi.name, avi.language = 'Avi "Gus" Nahum', language
        avi.save()
        deliver_due()
        planned = w.a_meeting(space, BEFORE, title=TITLES[language], where=PLACES[language])
        mails = {"planned": delivered_to(avi)}
        clock.shift(timedelta(days=1))
        moved = actions.change(planned, by=w.noa(), starts_at=AFTER, ends_at=AFTER + timedelta(hours=2))
        mails["moved"] = delivered_to(avi)
        clock.shift(timedelta(days=1))
        actions.cancel(moved, by=w.noa())
        mails["off"] = delivered_to(avi)
    return avi, planned, mails


def delivered_to(person):
    """The last mail to somebody, as it comes over the wire."""
    deliver_due()
    to_them = [one for one in mail.outbox if one.to == [person.email]]
    return message_from_bytes(to_them[-1].message().as_bytes(linesep="\r\n"), policy=policy.default)


def calendar_of(letter):
    """The calendar part of a mail, byte for byte."""
    (part,) = [one for one in letter.walk() if one.get_content_type() == "text/calendar"]
    return part.get_payload(decode=True)


def unfolded(file):
    return file.replace(b"\r\n ", b"")


def place(meeting, person):
    return Reply.objects.get(meeting=meeting, membership__person=person)


def went_out(kind):
    return Message.objects.filter(kind=kind, sent_at__isnull=False).count()
