"""Figures of the whole installation for a monitor. No person, no address, no space: only how many of what."""

import re
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
CODE = re.compile(r"[45]\d\d")
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
    states, failures, sent = settled()
    waiting, due = moving(now)
    states.update(waiting)
    return [
        Metric("impact_mails", "Mails by state and kind.", ("state", "kind"), states),
        Metric("impact_mails_due", "Mails that should go out now.", (), {(): due}),
        Metric("impact_mails_oldest_due_seconds", "How long the oldest has waited, or been going out.", (),
               {(): oldest_due_seconds(now) or 0}),
        Metric("impact_mails_sent", "Mails that a mail server took.", (), {(): sent}, only_grows=True),
        Metric("impact_mails_failed", "Mails given up, by the server's code.", ("code",), failures),
        Metric("impact_mail_feedback", "What became of mails, as it was told.", ("kind", "source"),
               tally(Feedback.objects.all(), "kind", "source")),
    ]  # fmt: skip


def settled():
    """Of what has left or never will: counts by state and kind, of failures by code, and how many went out."""
    states, failures, sent = Counter({(state, "other"): 0 for state in MessageState}), Counter(), 0
    for (state, kind, said, was_sent), number in tally(with_first_signs(), "state", "kind", "said", "was_sent").items():
        sent += number if was_sent else 0
        if state not in MOVING:
            states[state, told(kind)] += number
        if state == MessageState.FAILED:
            failures[(said if CODE.fullmatch(said) else "none",)] += number
    return states, failures, sent


def with_first_signs():
    """Messages with whether they went out, and of what failed the first three signs of what the server said."""
    failed = When(state=MessageState.FAILED, then=Substr("problem", 1, 3))
    return Message.objects.annotate(
        said=Case(failed, default=Value(""), output_field=CharField()), was_sent=Q(sent_at__isnull=False)
    )


def told(kind):
    return "other" if kind in SENSITIVE else kind


def moving(now):
    """Of what has not gone out yet: counts by state and kind, and how many are due. Exact at each look."""
    states, due = Counter(), 0
    for state in MOVING:
        rows = Message.objects.filter(state=state).order_by().annotate(is_due=Q(due_at__lte=now))
        if state == MessageState.HELD:
            rows = rows.filter(mailing__isnull=False)  # always so, and it has an index
        for kind, is_due, number in rows.values_list("kind", "is_due").annotate(Count("pk")):
            states[state, told(kind)] += number
            due += number if state == MessageState.QUEUED and is_due else 0
    return states, due
