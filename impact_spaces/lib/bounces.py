"""Mails that tell of a mail: not delivered (RFC 3464, and what servers write that follow no standard), delayed,
marked as spam (RFC 5965). Nothing of them is proven but the number of ours that stands in them.
"""

from email import message_from_bytes
from email.utils import parseaddr

from flufl.bounce import all_failures

from impact_spaces.lib.reports import COMPLAINT, DELAYED, DELIVERED, HARD, SOFT, Report
from impact_spaces.lib.status_codes import code_in, passes

LARGEST = 512 * 1024  # bytes that are read of one; what was told stands in front of what is returned
DAEMONS = ("mailer-daemon", "mailerdaemon", "mail-daemon", "postmaster", "mdaemon", "mailsystem")
SENT_TO = ("delivered-to", "x-original-to", "envelope-to", "to")
ABOUT_OURS = ("x-failed-message-id", "in-reply-to", "references")
COMPLAINTS = ("abuse", "fraud", "virus", "other", "opt-out")
# The worst that is told of a recipient counts.
ACTIONS = {"failed": 3, "error": 3, "delayed": 2, "delivered": 1}


class Unreadable(ValueError):
    """No mail can be made of these bytes."""


def read(raw, recipient=""):
    """What is told, or None for a mail that tells nothing: an answer of a person or of an absence.

    `recipient` is the address that it came to, where the mail server says so. Raises Unreadable.
    """
    try:
        mail = message_from_bytes(raw[:LARGEST])
        told = complaint(mail) or status(mail) or in_words(mail)
        return told and Report(told[0], tuple(traces(mail, recipient)), told[1])
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError) as error:
        raise Unreadable(type(error).__name__) from None  # what was made to confuse the parser


def complaint(mail):
    for block in blocks(mail, "message/feedback-report"):
        if plain(block.get("feedback-type")).lower() in COMPLAINTS:
            return COMPLAINT, ""
    return None


def status(mail):
    """The worst of what a delivery report tells about its recipients."""
    told = [(ACTIONS.get(word(one, "action"), 0), one) for one in blocks(mail, "message/delivery-status")]
    rank, worst = max(told, key=lambda each: each[0], default=(0, None))
    if not rank:
        return None
    code = code_in(plain(worst.get("diagnostic-code")), code_in(plain(worst.get("status"))))
    return (failure(code), code) if rank == 3 else ((DELIVERED, DELAYED)[rank - 1], code)


def failure(code):
    return SOFT if passes(code) else HARD


def in_words(mail):
    """What a mail server says in its own words. Answers of people and of absences are no server's."""
    if mail.get_content_type() == "multipart/report" or not is_from_a_server(mail):
        return None
    for_now, for_good = all_failures(mail)
    code = code_in("\n".join(texts(mail)))
    if for_good:
        return failure(code), code
    return (DELAYED, code if code.startswith("4") else "") if for_now else None


def is_from_a_server(mail):
    sender = parseaddr(plain(mail.get("from")))[1].partition("@")[0].lower()
    return sender in DAEMONS or "x-failed-recipients" in mail


def traces(mail, recipient):
    yield recipient
    yield from headers(mail, SENT_TO)
    for part in mail.walk():
        if part is not mail:
            yield plain(part.get("message-id"))
    for block in blocks(mail, "message/delivery-status", "message/feedback-report"):
        yield from headers(block, ("original-envelope-id", "original-mail-from"))
    yield from headers(mail, ABOUT_OURS)
    yield from texts(mail)


def headers(mail, names):
    for name in names:
        yield from map(plain, mail.get_all(name, []))


def blocks(mail, *types):
    """The groups of fields in the parts of these types."""
    for part in mail.walk():
        if part.get_content_type() in types and part.is_multipart():
            yield from part.get_payload()


def texts(mail):
    """The words, and headers that were returned as words."""
    for part in mail.walk():
        if part.get_content_maintype() == "text" and not part.is_multipart():
            yield (part.get_payload(decode=True) or b"").decode("utf-8", "replace")


def word(block, name):
    """The first word of a field; some servers put a comment behind it."""
    return plain(block.get(name)).lower().partition(" ")[0].strip(";,")


def plain(value):
    return "" if value is None else str(value).strip()
