"""Figures of the whole installation for a monitor. No person, no address, no space: only how many of what."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Case, CharField, Count, Q, Value, When
from django.db.models.functions import Substr
from django.utils import timezone

from spaces.insights.outbox import oldest_due_seconds
from spaces.insights.tally import tally
from spaces.models import Feedback, Message
from spaces.models.message import MailKind
from spaces.states import MessageState

# These tell in a small installation what somebody did or left undone; they are counted together.
SENSITIVE = (
    MailKind.PULSE_REMINDER, MailKind.CONFIDED, MailKind.RECORDED, MailKind.OPEN_NAMES, MailKind.GLASS,
    MailKind.DEPENDENCIES, MailKind.CANDIDATES, MailKind.SIGNING,
)  # fmt: skip
MOVING = (MessageState.QUEUED, MessageState.SENDING, MessageState.HELD)  # few rows, each state with an index of its own


@dataclass(frozen=True)
class Metric:
    """`samples` are {values of the labels: number}; `only_grows` where it may be read as a counter."""

    name: str
    meaning: str
    labels: tuple[str, ...]
    samples: dict
    only_grows: bool = False


def mail_metrics():
    """Everything about mails, in the order in which it is shown."""
    now = timezone.now()
    settled = tally(with_kind_and_failure(), "state", "told_kind", "failure", "was_sent")
    states = Counter({(state, kind): 0 for state in MessageState for kind in ["other"]})
    failures, sent = Counter(), 0
    for (state, kind, failure, was_sent), number in settled.items():
        states[state, kind] += number if state not in MOVING else 0
        failures[(failure,)] += number if failure else 0
        sent += number if was_sent else 0
    states.update(moving())
    return [
        Metric("impact_mails", "Mails by state and kind.", ("state", "kind"), states),
        Metric("impact_mails_due", "Mails that should go out now.", (), {(): Message.objects.due(now).count()}),
        Metric("impact_mails_oldest_due_seconds", "How long the oldest has waited, or been going out.", (),
               {(): oldest_due_seconds(now) or 0}),
        Metric("impact_mails_sent", "Mails that a mail server took.", (), {(): sent}, only_grows=True),
        Metric("impact_mails_failed", "Mails given up, by the server's code.", ("code",), failures),
        Metric("impact_mail_feedback", "What became of mails, as it was told.", ("kind", "source"),
               tally(Feedback.objects.all(), "kind", "source")),
    ]  # fmt: skip


def with_kind_and_failure():
    """Messages with a kind that may be told, the code of the answer that made them fail, and whether they went out."""
    refused = Q(state=MessageState.FAILED)
    return Message.objects.annotate(
        told_kind=told_kind(),
        failure=Case(
            When(refused & Q(problem__regex=r"^[45]\d\d( |$)"), then=Substr("problem", 1, 3)),
            When(refused, then=Value("none")),
            default=Value(""),
            output_field=CharField(),
        ),
        was_sent=Q(sent_at__isnull=False),
    )


def told_kind():
    return Case(When(kind__in=SENSITIVE, then=Value("other")), default="kind", output_field=CharField())


def moving():
    """Counts of what has not gone out yet, exact at each look."""
    found = Counter()
    for state in MOVING:
        rows = Message.objects.filter(state=state).order_by().annotate(told_kind=told_kind())
        if state == MessageState.HELD:
            rows = rows.filter(mailing__isnull=False)  # always so, and it has an index
        found.update({(state, kind): number for kind, number in rows.values_list("told_kind").annotate(Count("pk"))})
    return found
