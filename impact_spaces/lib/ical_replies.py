"""The mail with which a calendar program answers (iMIP, RFC 6047): who says what to which meeting."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.utils import getaddresses

from icalendar import Calendar


class Unreadable(Exception):
    """This is no calendar's reply."""


@dataclass(frozen=True)
class CalendarReply:
    """One person's answer, as their program wrote it. Nothing of it is proven."""

    sender: str
    attendee: str
    uid: str
    sequence: int
    stamp: datetime
    answer: str
    delegate: str


def read(raw):
    """The reply in a mail. Raises Unreadable for whatever else it is, be it broken in the oddest way."""
    try:
        mail = message_from_bytes(raw)
        return reply_in(calendar_in(mail), the_sender(mail))
    except Unreadable:
        raise
    except Exception as error:  # two parsers read what strangers wrote: every fault of theirs is the mail's
        raise Unreadable(type(error).__name__) from None


def calendar_in(mail):
    for part in mail.walk():
        if part.get_content_type() == "text/calendar":
            return Calendar.from_ical(part.get_payload(decode=True))
    raise Unreadable("no calendar in it")


def the_sender(mail):
    found = getaddresses(mail.get_all("From", []))
    if len(found) != 1:
        raise Unreadable("not one sender")
    return found[0][1]


def reply_in(calendar, sender):
    events = calendar.walk("VEVENT")
    if str(calendar.get("METHOD", "")).upper() != "REPLY" or not events:
        raise Unreadable("not a reply")
    event = events[0]
    attendees = event.get("ATTENDEE", [])
    if isinstance(attendees, list):
        raise Unreadable("not one attendee")
    return CalendarReply(
        sender=sender,
        attendee=address_in(attendees),
        uid=str(event["UID"]),
        sequence=int(event.get("SEQUENCE", 0)),
        stamp=in_utc(event["DTSTAMP"].dt),
        answer=str(attendees.params.get("PARTSTAT", "")).upper(),
        delegate=delegate_of(attendees),
    )


def address_in(attendee):
    scheme, _colon, address = str(attendee).partition(":")
    if scheme.lower() != "mailto" or not address:
        raise Unreadable("no address")
    return address


def delegate_of(attendee):
    """Whom somebody sends instead, as far as their program says it."""
    found = attendee.params.get("DELEGATED-TO", "")
    first = found[0] if isinstance(found, list) and found else found
    return str(first).partition(":")[2] if ":" in str(first) else str(first)


def in_utc(moment):
    if not isinstance(moment, datetime):
        raise Unreadable("no moment")
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
