"""The mails that lie in the outbox, as they would go out: none carries what is said in a room."""

from django.db import connection

from spaces.models import Message
from tests.machine.cast import EVERYBODY, FACILITATORS, PEERS
from tests.machine.ledger import WHOLE
from tests.mails import all_of, written


class Post:
    """Reads the outbox as it fills. Of each kind to each side the first few are read, then some."""

    def __init__(self):
        self.last, self.read = latest(), {}

    def faults(self, play):
        last, found = latest(), []
        if last == self.last:
            return found
        fresh = Message.objects.filter(pk__gt=self.last).order_by("pk")
        for message in fresh.select_related("space", "invitation__inviter", "membership__person"):
            if self.is_worth_reading(message):
                found += faults_of(message, play)
        self.last = last
        return found

    def is_worth_reading(self, message):
        sort = message.kind, message.membership and message.membership.role
        self.read[sort] = self.read.get(sort, 0) + 1
        return self.read[sort] <= 2 or self.read[sort] % 25 == 0


def latest():
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM spaces_message")
        return cursor.fetchone()[0]


def faults_of(message, play):
    """What has a word and may not stand in this mail."""
    text = all_of(written(message))
    reader = next(name for name in EVERYBODY if play.people[name].email == message.address)
    return [
        f"a mail of the kind {message.kind} to {reader} says {item.kind} {item.word}"
        for item in play.ledger.items_in(text)
        if not may_be_mailed(item, reader)
    ]


def may_be_mailed(item, reader):
    """An invitee's own name and that of who passed it on; the name of a meeting, to those who were called to it."""
    if item.kind == "meeting":
        return item.room == WHOLE or reader in (*PEERS, *FACILITATORS)
    return item.kind == "invitation" and reader in item.also_for
