"""Notices that waited and become due together for one person are told in one mail, the digest.

They waited for the digest that a person chose, for the end of quiet days, or for room in a week. What was just written
is not gathered; and a single one goes out as itself.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Count, F, Q
from django.db.models.functions import Least
from django.utils import timezone

from impact_spaces.lib.calendar import next_calm_moment
from members.models import Digest, Person
from spaces.actions.digest_time import next_digest
from spaces.actions.habits import habits_of
from spaces.actions.message import nudge
from spaces.actions.moving import advance
from spaces.actions.objection import key_of, keys_of
from spaces.manners import IN_DIGESTS
from spaces.models import Decision, Message
from spaces.models.message import MailKind
from spaces.states import MailingState, MessageState, Stage

AHEAD = timedelta(minutes=10)  # before it is due, so that no worker takes one of them by itself
WAITED = timedelta(hours=1)
FAR = timedelta(days=4)  # farther than the next morning is, however long the rest before it
MOST_LINES = 50
REST_WITH_THEIR_SPACE = (MailKind.PULSE, MailKind.SUMMARY)


def gather_due(now=None):
    """Write the digests that are due. Returns how many."""
    now = now or timezone.now()
    let_go(now)
    several = Q(several__gt=1) | Q(promised__gt=0)
    people = ready(now).values("membership__person").annotate(several=Count("pk"), promised=Count("person"))
    keys = people.filter(several).order_by("membership__person").values_list("membership__person", flat=True)
    return sum(gather(key, now) for key in list(keys))


def let_go(now):
    """What waits for the digest of somebody who chose otherwise meanwhile comes as they want it now: at the next calm
    moment, or in the next morning's mail.
    """
    changed = Q(person__digest=Digest.EACH) | Q(person__digest=Digest.DAILY, due_at__gt=now + FAR)
    waiting = Message.objects.filter(changed, state=MessageState.QUEUED, kind__in=IN_DIGESTS)
    waiting = waiting.exclude(pk__in=too_early(waiting.filter(kind=MailKind.DECISION), now))
    for person in Person.objects.filter(pk__in=waiting.values("person")).order_by("pk"):
        its_own = waiting.filter(person=person)
        if person.digest == Digest.EACH:
            calm = next_calm_moment(now, **habits_of(person).calm_in("")) or now
            its_own.update(due_at=Least("due_at", calm), person=None)
        elif morning := next_digest(person, now):
            its_own.update(due_at=Least("due_at", morning))


def too_early(asking, now):
    """The keys of those that ask for an answer while there is still time for questions: they come after it."""
    asking = list(asking.only("occasion"))
    later = Decision.objects.filter(pk__in=keys_of(asking), questions_until__gt=now)
    later = set(later.values_list("pk", flat=True)) if asking else set()
    return [message.pk for message in asking if key_of(message) in later]


def ready(now):
    """What waited and is due, of mailings that go."""
    waited = Q(due_at__lte=now + AHEAD, due_at__gte=F("created_at") + WAITED)
    goes = Q(mailing=None) | Q(mailing__state=MailingState.GOING)
    found = Message.objects.filter(waited, goes, state=MessageState.QUEUED, kind__in=IN_DIGESTS)
    rests = Q(space__stage=Stage.PAUSED, kind__in=REST_WITH_THEIR_SPACE)
    return found.filter(membership__isnull=False).exclude(rests)


def gather(person_id, now):
    """Tell in one mail what is due for somebody. Returns how many digests were written; none for a single notice."""
    with transaction.atomic():
        person = Person.objects.select_for_update(skip_locked=True, no_key=True).filter(pk=person_id).first()
        if person is None:  # another worker has them
            return 0
        due = ready(now).filter(membership__person=person).order_by("due_at", "id")
        rows = list(due.select_for_update(skip_locked=True, of=["self"])[:MOST_LINES])
        if len(rows) < 2:
            Message.objects.filter(pk__in=[row.pk for row in rows]).update(person=None)
            return 0
        digest = digest_for(person, max(row.due_at for row in rows))
        told = Message.objects.filter(pk__in=[row.pk for row in rows])
        advance(told, MessageState.GATHERED, gathered_in=digest)
        transaction.on_commit(nudge)
    return 1


def digest_for(person, due_at):
    """A new digest of somebody whose row the caller holds. Its occasion counts those of a day."""
    day = f"person:{person.pk}:digest:{due_at:%Y%m%d}"
    number = Message.objects.filter(occasion__startswith=f"{day}:").count() + 1
    return Message.objects.create(
        person=person,
        kind=MailKind.DIGEST,
        occasion=f"{day}:{number}",
        address=person.email,
        language=person.language,
        due_at=due_at,
    )
