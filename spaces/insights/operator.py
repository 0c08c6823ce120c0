"""How sending stands over the whole installation, for those who run it: counts, ages, codes.

No address, no name, no space stands here. A mail server's answer is shown as its code alone, since its words may hold
an address, and the domain of an address only where several mails had trouble with it. A fixed number of queries.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import CharField, Count, F, Func, OuterRef, Q, Value
from django.db.models.functions import Coalesce, NullIf, TruncHour, TruncMinute
from django.utils import timezone

from spaces.insights.arrival import code_of, why
from spaces.models import Mailing, Message, PeopleImport, Suppression
from spaces.models.people_import import Step
from spaces.states import TROUBLE, MailingState, MessageState

HOURS, MINUTES = 24, 60
WEEK = timedelta(days=7)
PLAIN = r"^[245]\d\d"
ENHANCED = rf"{PLAIN}[ -]([245]\.\d{{1,3}}\.\d{{1,3}})"
DOMAIN = r"[^@]+$"
MOST_LINES = 12
SEVERAL = 3  # mails in trouble, from which a domain is named


@dataclass(frozen=True)
class Queue:
    """Mails that have not left, by why."""

    due: int  # should have gone by now
    later: int  # their moment is to come
    again: int  # of both: the server did not take them at first
    going: int  # in the hands of a worker
    held: int  # their mailing is paused
    mailings: int  # mailings that they belong to


def queue(now):
    waiting = Message.objects.filter(state=MessageState.QUEUED).aggregate(
        due=Count("pk", filter=Q(due_at__lte=now)),
        later=Count("pk", filter=Q(due_at__gt=now)),
        again=Count("pk", filter=Q(attempts__gt=0)),
        mailings=Count("mailing", distinct=True),
    )
    paused = list(Mailing.objects.filter(state=MailingState.PAUSED).values_list("pk", flat=True))
    held = Message.objects.filter(mailing__in=paused, state=MessageState.HELD).count()
    return Queue(**waiting, held=held, going=Message.objects.filter(state=MessageState.SENDING).count())


@dataclass(frozen=True)
class Column:
    """A bar of a chart: when, how many, and how high in percent of the highest."""

    at: object
    count: int
    height: int


def per_minute(now):
    """Mails that left in each minute of the last hour, the oldest first."""
    return columns(sent_since(now - timedelta(minutes=MINUTES - 1), TruncMinute), now, timedelta(minutes=1), MINUTES)


def per_hour(now):
    """Mails that left in each hour of the last day, the oldest first."""
    return columns(sent_since(now - timedelta(hours=HOURS - 1), TruncHour), now, timedelta(hours=1), HOURS)


def sent_since(moment, trunc):
    sent = Message.objects.filter(sent_at__gte=moment.replace(second=0, microsecond=0)).order_by()
    return dict(sent.values_list(trunc("sent_at")).annotate(Count("pk")))


def columns(counts, now, step, number):
    last = timezone.localtime(now).replace(second=0, microsecond=0)
    last = last.replace(minute=0) if step >= timedelta(hours=1) else last
    moments = [last - step * back for back in reversed(range(number))]
    most = max(counts.values(), default=0) or 1
    found = [(moment, counts.get(moment, 0)) for moment in moments]
    return [Column(moment, n, max(round(100 * n / most), 2) if n else 0) for moment, n in found]


@dataclass(frozen=True)
class Answer:
    """Mails that did not arrive for one reason: its code, what it means, and how many."""

    code: str
    meaning: str
    count: int


def answers(now):
    """What went wrong within a week, by the code that a provider reported or the server answered."""
    lost = in_trouble(now).exclude(state=MessageState.COMPLAINED).annotate(told=code_of(OuterRef("pk")))
    codes = lost.annotate(code=Coalesce(NullIf("told", Value("")), matching(ENHANCED, 1), matching(PLAIN), Value("")))
    found = codes.values_list("code").annotate(n=Count("pk")).order_by("-n", "code")
    return [Answer(code, why(code) if "." in code else "", n) for code, n in found[:MOST_LINES]]


def matching(pattern, group=0):
    """What a server's words begin with, as a column; null where they do not."""
    return Func(
        F("problem"), Value(pattern), 1, 1, Value(""), group, function="regexp_substr", output_field=CharField()
    )


def complaints(now):
    """How many mails were marked as spam within a week."""
    return in_trouble(now).filter(state=MessageState.COMPLAINED).count()


def lost_digests(now):
    """How many mails of no space did not arrive within a week: digests, which no facilitator sees."""
    return in_trouble(now).filter(space=None).count()


def domains(now):
    """Where several mails did not arrive within a week: (domain, how many)."""
    domain = Func(F("address"), Value(DOMAIN), function="regexp_substr")
    found = in_trouble(now).annotate(domain=domain).values_list("domain").annotate(n=Count("pk"))
    return list(found.filter(n__gte=SEVERAL).order_by("-n", "domain")[:MOST_LINES])


def in_trouble(now):
    return Message.objects.filter(state__in=TROUBLE, created_at__gt=now - WEEK).order_by()


def paused_mailings():
    """How many mailings are paused, by why: (why, how many)."""
    paused = Mailing.objects.filter(state=MailingState.PAUSED).order_by().values_list("why_paused")
    words = dict(Mailing.Why.choices)
    return [(words.get(why, why), n) for why, n in paused.annotate(n=Count("pk")).order_by("-n")]


def suppressions():
    """How many addresses are not written to, by why: (why, how many)."""
    counts = Counter(dict(Suppression.objects.order_by().values_list("reason").annotate(Count("pk"))))
    return [(label, counts[reason]) for reason, label in Suppression.Reason.choices]


def running_imports():
    return PeopleImport.objects.filter(step=Step.RUNNING).count()
