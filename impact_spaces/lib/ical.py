"""Calendar files (RFC 5545) and what is said with them (RFC 5546): come, it changed, it is off; and a feed to read.

A file names nobody but its one reader, and says nothing besides when, where, the title and a link: assistants read
calendars, and programs send them on.
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress

from impact_spaces.lib.vtimezone import vtimezone

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
PRODUCT = "-//Impact Spaces//Meetings//EN"


@dataclass(frozen=True)
class Appointment:
    """What a calendar shows of a meeting, in its reader's language and on the clock of its country."""

    uid: str
    sequence: int
    stamp: datetime
    starts_at: datetime
    ends_at: datetime
    zone: ZoneInfo
    language: str
    summary: str
    location: str
    description: str
    url: str
    organizer: str
    is_cancelled: bool = False


@dataclass(frozen=True)
class Attendee:
    """Whom a file is for, and what they answered."""

    name: str
    address: str
    answer: str = "NEEDS-ACTION"


def written_to(attendee, appointment, method):
    """The file that asks one person to come (REQUEST), or tells them that it is off (CANCEL)."""
    event = event_of(appointment)
    guest = vCalAddress(f"mailto:{attendee.address}")
    guest.params |= {"CN": as_name(attendee.name), "ROLE": "REQ-PARTICIPANT", "PARTSTAT": attendee.answer}
    if method == REQUEST:
        guest.params["RSVP"] = "TRUE" if settings.CALENDAR_INBOX_SECRET else "FALSE"
    event.add("attendee", guest)
    return file_of([appointment], [event], method)


def published(appointments, name):
    """A feed: all of somebody's meetings, to read."""
    events = [event_of(one) for one in appointments]
    return file_of(appointments, events, PUBLISH, {"X-WR-CALNAME": plain(name), "X-PUBLISHED-TTL": "PT1H"})


def file_of(appointments, events, method, more=None):
    made = Calendar()
    for key, value in {"prodid": PRODUCT, "version": "2.0", "calscale": "GREGORIAN", "method": method}.items():
        made.add(key, value)
    for key, value in (more or {}).items():
        made.add(key, value)
    for zone in time_zones(appointments):
        made.add_component(zone)
    for event in events:
        made.add_component(event)
    return made.to_ical().decode()


def time_zones(appointments):
    years = {}
    for one in appointments:
        years.setdefault(one.zone, set()).update((one.starts_at.year, one.ends_at.year))
    found = sorted(years.items(), key=lambda pair: pair[0].key)
    return [vtimezone(zone, min(seen), max(seen)) for zone, seen in found]


def event_of(one):
    event, language = Event(), {"LANGUAGE": one.language}
    event.add("uid", one.uid)
    event.add("sequence", one.sequence)
    event.add("dtstamp", one.stamp)
    event.add("dtstart", one.starts_at.astimezone(one.zone))
    event.add("dtend", one.ends_at.astimezone(one.zone))
    event.add("summary", plain(one.summary), parameters=language)
    if one.location:
        event.add("location", plain(one.location), parameters=language)
    if one.url:
        event.add("description", one.description, parameters=language)
        event.add("url", one.url)
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if one.is_cancelled else "CONFIRMED")
    organizer = vCalAddress(f"mailto:{settings.CALENDAR_ADDRESS}")
    organizer.params["CN"] = as_name(one.organizer)
    event.add("organizer", organizer)
    return event


def plain(text):
    """On one line, without signs that a calendar cannot hold."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def as_name(text):
    """As a parameter: quote marks would end it."""
    return plain(text).replace('"', "'")
