"""No faster than the mail server of a domain wants it, and no faster than the limits of the settings.

A domain that answers "too many" is given rest: until it is over its messages go back, and it counts no attempt.
What a limit lets through later is spread over the time until then, so that it is claimed about once.
"""

import time
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from impact_spaces.lib.mail import Later
from spaces.models import MailDomain
from spaces.states import MessageState

RESTS = [timedelta(minutes=minutes) for minutes in (2, 5, 10, 20, 30)]  # the first, the second in a row …
A_MOMENT = timedelta(seconds=1)  # mails of this time may go at once
FRESH = 1.0  # seconds until rests that another run began are looked for
ALL = ""


class Pace:
    """The pace of one run."""

    def __init__(self):
        self.read_at, self.rests, self.troubled = -FRESH, {}, {}
        self.free_at = dict(MailDomain.objects.exclude(free_at=None).values_list("name", "free_at"))
        self.is_waiting = False  # for the limit of all
        self.turns = {}  # when the next one of those that are put back has its turn, by domain

    def allowed(self, count):
        """How many of so many messages may be claimed now."""
        if not settings.MAIL_PER_MINUTE:
            return count
        now, interval = timezone.now(), interval_of(settings.MAIL_PER_MINUTE)
        free_at = self.free(ALL, now, interval)
        now_free = int((now - free_at) / interval) + 1 if free_at <= now else 0
        self.is_waiting = now_free == 0
        return min(count, now_free)

    def count(self, claimed):
        """So many were claimed."""
        if settings.MAIL_PER_MINUTE and claimed:
            interval = interval_of(settings.MAIL_PER_MINUTE)
            self.keep(ALL, self.free(ALL, timezone.now(), interval) + claimed * interval)

    def hold_back(self, messages):
        """The columns, by key, of those that have to wait: their domain rests, or its limit is reached."""
        self.look_around()
        now, waiting = timezone.now(), {}
        for message in messages:
            until = self.waits_until(domain_of(message), now)
            if until:
                waiting[message.pk] = {"state": MessageState.QUEUED, "due_at": until}
        return waiting

    def waits_until(self, domain, now):
        if self.rests.get(domain, now) > now:
            return self.rests[domain]
        limit = settings.MAIL_DOMAIN_PER_MINUTE.get(domain)
        if not limit:
            return None
        interval = interval_of(limit)
        free_at = self.free(domain, now, interval)
        if free_at <= now:
            self.keep(domain, free_at + interval)
            return None
        turn = max(self.turns.get(domain, free_at), free_at)
        self.turns[domain] = turn + interval
        return turn

    def free(self, domain, now, interval):
        """When the next mail may go. A clock that was moved neither lets a flood out nor stops everything."""
        longest, free_at = max(A_MOMENT, interval), self.free_at.get(domain, now)
        return now if free_at > now + longest else max(free_at, now - longest)

    def keep(self, domain, free_at):
        self.free_at[domain] = free_at
        MailDomain.objects.update_or_create(name=domain, defaults={"free_at": free_at})

    def look_around(self):
        if time.monotonic() > self.read_at + FRESH:
            now = timezone.now()
            resting = MailDomain.objects.exclude(rests=0).values_list("name", "rests", "rests_until")
            self.troubled = {name: rests for name, rests, _until in resting}
            self.rests = {name: min(until, now + RESTS[-1]) for name, _rests, until in resting}
            self.read_at = time.monotonic()

    def resting(self):
        now = timezone.now()
        return {domain for domain, until in self.rests.items() if until > now}

    def note(self, message, outcome):
        """A mail came back from its domain, or was taken there."""
        if isinstance(outcome, Later) and outcome.wants_rest:
            self.begin_rest(domain_of(message))
        elif outcome is None and self.troubled:
            self.end_trouble(domain_of(message))

    def begin_rest(self, domain):
        """The domain wants no more at the moment. Another such answer within a rest does not make it longer."""
        now = timezone.now()
        if self.rests.get(domain, now) > now:
            return
        rests = self.troubled.get(domain, 0) + 1
        until = now + RESTS[min(rests, len(RESTS)) - 1]
        self.troubled[domain], self.rests[domain] = rests, until
        MailDomain.objects.update_or_create(name=domain, defaults={"rests": rests, "rests_until": until})

    def end_trouble(self, domain):
        """It took a mail again."""
        if domain in self.troubled and self.rests[domain] <= timezone.now():
            del self.troubled[domain], self.rests[domain]
            MailDomain.objects.filter(name=domain).update(rests=0, rests_until=None)


def interval_of(per_minute):
    return timedelta(minutes=1) / per_minute


def domain_of(message):
    return message.address.rpartition("@")[2].lower()
