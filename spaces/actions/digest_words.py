"""What a digest says: a line for each mail that was gathered in it, which is that mail's subject and its link.

A subject names the space, at most a meeting by its neutral title, and nothing that was said: no question, no name.
"""

from django.db import DatabaseError

from spaces.actions.details import Contact, Shared, details_of
from spaces.actions.endpoint_words import details_of_endpoint
from spaces.actions.mail_links import settings_link
from spaces.actions.spelling import shown_name
from spaces.actions.words import subject_of
from spaces.models.message import MailKind


def described(message, facts):
    """What any mail shares with others, and its reader's own values."""
    if message.kind == MailKind.ENDPOINT_OFF:
        return details_of_endpoint(message, facts)
    return details_of_digest(message, facts) if message.kind == MailKind.DIGEST else details_of(message, facts)


def details_of_digest(message, facts):
    shared = {
        "space": "",
        "facilitator": "",
        "is_digest": True,
        "lines": tuple(lines_of(message, facts)),
        "link": "",
        "stop_link": "",
        "settings_link": settings_link(),
    }
    own = {"name": shown_name(message.person.name)}
    given = tuple(name for name, value in own.items() if value)
    contact = Contact(None, None)  # it is about several spaces, so no facilitator reads the answer
    return Shared(message.kind, message.kind, message.language, contact, tuple(shared.items()), given), own


def lines_of(message, facts):
    """Those that cannot be written by a fault of ours go to `message.faulty`. If none is left, raises that fault."""
    written, faulty = [], []
    for one in message.lines:
        try:
            written.append(line_of(one, message.language, facts))
        except DatabaseError:  # everybody's trouble
            raise
        except Exception as error:
            faulty.append((one, error))
    message.faulty = [*message.faulty, *faulty]
    if faulty and not written:
        raise faulty[0][1]
    return written


def line_of(message, language, facts):
    """What one mail is about, in the digest's language, and where it leads."""
    message.language = language
    message.contact_name = message.contact_address = None
    shared, own = details_of(message, facts)
    return subject_of(shared, own), dict(shared.details)["link"]
