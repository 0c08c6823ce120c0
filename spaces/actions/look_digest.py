"""The look at digests: is a line of it still to be told, and is its reader still here?"""

from collections import defaultdict

from django.db import DatabaseError
from django.utils.translation import gettext as _

from spaces.actions.objection import Objection, some
from spaces.models import Message
from spaces.models.message import MailKind
from spaces.states import MessageState


class Digests:
    """The mails that were gathered in the digests of a batch."""

    def __init__(self, messages):
        digests = some(messages, MailKind.DIGEST)
        told = Message.objects.filter(gathered_in__in=digests, state=MessageState.GATHERED)
        rows = told if digests else Message.objects.none()
        self.lines = list(rows.select_related("space", "membership__person").order_by("due_at", "id"))
        self.by_digest = defaultdict(list)
        for line in self.lines:
            line.is_unwanted = False  # whether this address is written to at all is asked of the digest
            self.by_digest[line.gathered_in_id].append(line)

    def against(self, message, against_line):
        """What is not wanted any more is left out of `message.lines`; what only waits is told with the rest. One with
        a fault of ours in it is left out as well: it goes to `message.faulty`, and holds nothing else up.
        """
        message.lines, message.faulty = self.lines_of(message, against_line)
        if message.is_unwanted:
            return Objection(_("This address is not written to."), MessageState.SUPPRESSED)
        if not message.person.is_active:
            return Objection(_("This person is not here any more."))
        return None if message.lines else Objection(_("Nothing of it is still to be told."))

    def lines_of(self, message, against_line):
        lines, faulty = [], []
        for line in self.by_digest[message.pk]:
            try:
                objection = against_line(line)
            except DatabaseError:  # everybody's trouble
                raise
            except Exception as error:
                faulty.append((line, error))
            else:
                lines += [line] if objection is None or objection.until else []
        return lines, faulty
