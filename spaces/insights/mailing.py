"""How a mailing stands: what is out, what waits, what will not go and why, and how long it still takes."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from spaces.models import ImportRow, Invitation, Mailing, Message, PeopleImport
from spaces.models.people_import import Outcome, Step
from spaces.states import TROUBLE, MessageState

LATELY = timedelta(minutes=1)
MOST_REASONS = 10

# What the mails of a mailing can be narrowed to.
GROUPS = {
    "out": (MessageState.SENT, MessageState.DELIVERED, MessageState.GATHERED),
    "waits": (MessageState.QUEUED, MessageState.SENDING, MessageState.HELD),
    "not_sent": (MessageState.CANCELLED, MessageState.SUPPRESSED),
    "trouble": TROUBLE,
}


# Those that left, whatever became of them later.
GONE = (*GROUPS["out"], MessageState.BOUNCED, MessageState.COMPLAINED)


@dataclass(frozen=True)
class Progress:
    """How many mails of a mailing are where. `coming` are those whose invitations an import is still writing."""

    mailing: Mailing
    counts: dict
    coming: int
    lately: int  # sent in the last minute
    now: object

    def of(self, group):
        return sum(self.counts[state] for state in GROUPS[group])

    @property
    def total(self):
        return sum(self.counts.values()) + self.coming

    @property
    def out(self):
        return sum(self.counts[state] for state in GONE)

    @property
    def left(self):
        """Those that may still go."""
        return self.of("waits") + self.coming

    @property
    def face(self):
        """What the page shows itself as: soon, going, paused, stopped or done."""
        if self.mailing.is_stopped or self.mailing.is_paused and self.left:
            return self.mailing.state
        if not self.left:
            return "done"
        return "soon" if self.now < self.mailing.goes_at else "going"

    @property
    def is_moving(self):
        """Whether a page that looks again in a moment would tell something new."""
        begins_soon = self.face == "soon" and self.mailing.goes_at - self.now < LATELY
        return self.face == "going" or begins_soon or bool(self.counts[MessageState.SENDING] or self.coming)

    @property
    def minutes(self):
        """About how long it still takes at the pace of the last minute; None while that is not known."""
        return ceil(self.left / self.lately) if self.lately and self.face == "going" else None

    @property
    def bar(self):
        return [
            (_("sent"), self.of("out"), "good"),
            (_("waiting to go out"), self.left, "wait"),
            (_("not sent"), self.of("not_sent"), "plain"),
            (_("did not arrive"), self.of("trouble"), "stop"),
        ]


def progress(mailing, now=None):
    """How a mailing stands: two queries."""
    now = now or timezone.now()
    rows = Message.objects.filter(mailing=mailing).order_by().values_list("state")
    counts, lately = defaultdict(int), 0
    for state, n, sent in rows.annotate(n=Count("pk"), sent=Count("pk", filter=Q(sent_at__gt=now - LATELY))):
        counts[state] = n
        lately += sent
    return Progress(mailing, counts, coming(mailing), lately, now)


def coming(mailing):
    """How many rows of a list that goes out as this mailing have no invitation yet."""
    return coming_of([mailing]).get(mailing.pk, 0)


def coming_of(mailings):
    """{mailing: how many rows of its list have no invitation yet} of those whose list is still being written."""
    running = PeopleImport.objects.filter(mailing__in=[one.pk for one in mailings], step=Step.RUNNING)
    found = ImportRow.objects.filter(people_import__in=running, outcome=Outcome.WAITING, code="ok").order_by()
    return dict(found.values_list("people_import__mailing").annotate(Count("pk")))


def reasons(mailing):
    """Why mails of it did not go or did not arrive: (why, how many), the most frequent first."""
    kept = Message.objects.filter(mailing=mailing, state__in=[*GROUPS["not_sent"], *TROUBLE]).exclude(problem="")
    found = kept.order_by().values_list("problem").annotate(n=Count("pk")).order_by("-n", "problem")
    return list(found[:MOST_REASONS])


def unmailed(mailing):
    """How many invitations of it are open though nobody was told: their mail was stopped."""
    return Invitation.objects.unmailed().filter(messages__mailing=mailing).distinct().count()


@dataclass(frozen=True)
class Row:
    """A mailing in a list."""

    mailing: Mailing
    total: int
    out: int
    left: int
    coming: int


def rows(mailings):
    """Rows for mailings: two queries, however many."""
    counts, still = defaultdict(dict), coming_of(mailings)
    found = Message.objects.filter(mailing__in=[one.pk for one in mailings]).order_by()
    for key, state, n in found.values_list("mailing", "state").annotate(Count("pk")):
        counts[key][state] = n
    return [row(one, counts[one.pk], still.get(one.pk, 0)) for one in mailings]


def row(mailing, counts, coming):
    out, left = (sum(counts.get(state, 0) for state in states) for states in (GONE, GROUPS["waits"]))
    return Row(mailing, sum(counts.values()) + coming, out, left + coming, coming)
