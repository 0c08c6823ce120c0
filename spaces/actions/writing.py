"""Messages as the mails that go out. What is the same for many is made once; each is then filled in by itself."""

from dataclasses import dataclass
from email.utils import formatdate

from django.db import Error as DatabaseTrouble

from impact_spaces.lib.headers import mail_address
from impact_spaces.lib.mail import Mail, Refused
from impact_spaces.lib.skeleton import Words
from spaces.actions.details import Shared
from spaces.actions.digest_words import described
from spaces.actions.ledger import letters_for
from spaces.actions.mail_facts import Facts
from spaces.actions.mail_form import form_of
from spaces.actions.mail_links import secrets_of
from spaces.actions.meeting_mail import calendar_part
from spaces.actions.message_ids import bounce_address_of, digest_of, id_of, trace_of
from spaces.actions.words import words_of
from spaces.models import Message
from spaces.models.message import LEFT_OUT

MOST_FORMS = 256  # kept at a time; one takes some 20 KB


@dataclass(frozen=True)
class Draft:
    """What is known of one mail before it is written."""

    message: Message
    to: str
    shared: Shared
    own: dict
    calendar: str
    method: str

    @property
    def sort(self):
        """What all mails of one form have in common."""
        return self.shared, self.method


class Writer:
    """Writes the mails of one run. The messages carry what `loading.load` puts into them."""

    def __init__(self):
        self.forms = {}  # (form, key of its letter) by sort; what was used last stands last

    def write(self, messages):
        """The Mail of each message, in order; where none can be made, the exception in its place.

        It is Refused where the fault lies in the address; anything else is a fault of ours. A letter that is new is put
        into the ledger, so whoever calls this in a transaction commits it.
        """
        facts, date = Facts(messages), formatdate()
        drafts = [attempt(draft_of, message, facts) for message in messages]
        forms = self.forms_for({draft.sort: draft for draft in drafts if isinstance(draft, Draft)})
        return [attempt(mail_of, draft, forms, facts, date) for draft in drafts]

    def forms_for(self, sorts):
        found = {sort: self.forms.pop(sort) for sort in sorts if sort in self.forms}
        found |= made([sort for sort in sorts if sort not in found])
        self.forms |= found
        for sort in list(self.forms)[:-MOST_FORMS]:
            del self.forms[sort]
        return found


def attempt(write, *about):
    """One mail that cannot be written is no other's fault. A database that is away is everybody's."""
    try:
        return write(*about)
    except DatabaseTrouble:
        raise
    except Exception as error:
        return error


def known(found):
    if isinstance(found, Exception):
        raise found
    return found


def draft_of(message, facts):
    shared, own = described(message, facts)
    calendar, method = calendar_part(message, facts) or ("", "")
    return Draft(message, recipient(message), shared, own, calendar.replace("\r\n", "\n"), method)


def recipient(message):
    try:
        return mail_address(message.address)
    except ValueError as error:
        raise Refused(str(error)) from None


def made(sorts):
    """New forms, and the keys of their letters."""
    words = {sort: attempt(words_of, sort[0]) for sort in sorts}
    letters = letters_for([one for one in words.values() if isinstance(one, Words)])
    return {sort: attempt(form_and_letter, sort, words[sort], letters) for sort in sorts}


def form_and_letter(sort, words, letters):
    return form_of(sort[0], known(words), sort[1]), letters[words.digest]


def mail_of(draft, forms, facts, date):
    form, letter = known(forms[known(draft).sort])
    message, first = draft.message, facts.first_of(draft.message)
    values = draft.own | secrets_of(message) | {
        "to": draft.to,
        "date": date,
        "number": id_of(message),
        "trace": trace_of(message),
        "references": f"In-Reply-To: {id_of(first)}\r\nReferences: {id_of(first)}\r\n" if first else "",
        "calendar": draft.calendar,
        "boundary": digest_of(message),
    }  # fmt: skip
    kept = {"letter_id": letter, "filled": {name: value for name, value in draft.own.items() if value}}
    return Mail(draft.to, form.filled(values), bounce_address_of(message), kept)


def reading(message, contact):
    """The words of one mail as they would go out now, without the secrets of its links."""
    message.contact_name, message.contact_address = contact.name, contact.address
    shared, own = described(message, Facts([message]))
    return words_of(shared).filled(own | LEFT_OUT)
