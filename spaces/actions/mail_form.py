"""The bytes that mails of one kind have in common: headers and parts, with places for what is one mail's own.

The headers, and those that are not there:
- `From` is the space by way of this site, at our own address, so that SPF and DKIM are those of one domain (DMARC).
- `Auto-Submitted` (RFC 3834) tells programs not to answer; Exchange listens to `X-Auto-Response-Suppress` instead. Its
  value names no reports of failure: those we want. `Precedence: bulk` says the same in no standard's words, and has
  some servers put a personal invitation with the newsletters.
- `Feedback-ID` is for Gmail's postmaster pages, where complaints are counted by kind of mail. It tells no person.
- `List-Unsubscribe` (RFC 8058) stands in the mails that may be stopped without leaving a space. `List-Id` would make a
  list of what is written to one person at a time.
- Providers that report here get our number in a header of their own (`provider_headers.py`).
"""

import re
from base64 import encodebytes

from django.utils import translation
from django.utils.translation import gettext as _

from impact_spaces.lib import provider_headers
from impact_spaces.lib.headers import header, mailbox_header, one_line
from impact_spaces.lib.mime import Form, Part, wrapped
from impact_spaces.lib.skeleton import as_html, place
from spaces.actions.mail_links import secret_link
from spaces.actions.message_ids import our_address

CALENDAR = place("calendar")


def form_of(shared, words, method):
    """The form of all mails that share this. `method` is what the calendar file in them asks for, if there is one."""
    parts = [
        Part('text/plain; charset="utf-8"', words.text),
        Part('text/html; charset="utf-8"', wrapped(words.html), as_html),
    ]
    files = []
    if method:
        parts.append(Part(f'text/calendar; charset="utf-8"; method={method}', CALENDAR))
        files.append(Part("application/ics", CALENDAR, in_base64, encoding="base64", name="meeting.ics"))
    return Form(headers_of(shared, words), parts, files)


def headers_of(shared, words):
    details = dict(shared.details)
    found = [mailbox_header("From", sender_name(shared.language, details["space"]), our_address())]
    if shared.contact.address:
        found.append(mailbox_header("Reply-To", shared.contact.name or "", shared.contact.address))
    found += [
        f"To: {place('to')}",
        header("Subject", words.subject),
        f"Date: {place('date')}",
        f"Message-ID: {place('number')}",
        f"{place('references')}Auto-Submitted: auto-generated",
        "X-Auto-Response-Suppress: OOF, AutoReply",
        f"Feedback-ID: {shared.kind}:impactspaces",
        f"Content-Language: {shared.language}",
        *provider_headers.lines(place("trace")),
    ]
    if details.get("stop_link"):
        found.append(f"List-Unsubscribe: <{secret_link('spaces:stop')}>")
        found.append("List-Unsubscribe-Post: List-Unsubscribe=One-Click")
    return found


def sender_name(language, space):
    """The space, by way of this site: without the signs that mail filters take for a forged address."""
    with translation.override(language):
        name = _("{space} via Impact Spaces").format(space=space[:60]) if space else _("Impact Spaces")
    return one_line(re.sub(r'[@:;,"<>()\\]', " ", name))


def in_base64(text):
    return encodebytes(text.replace("\n", "\r\n").encode()).decode()
