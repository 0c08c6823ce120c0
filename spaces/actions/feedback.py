"""What providers and mail servers tell of mails that left: written down once, whatever is told twice, late or too
early; then the mail's state follows, and what it means for the address, the invitation and the mailing.
"""

import logging

from django.db import transaction
from django.utils import timezone

from impact_spaces.lib.reports import HARD, Report
from impact_spaces.lib.status_codes import code_in, is_address_bad
from spaces.actions.mailing_health import look_after
from spaces.actions.message_ids import find, verify
from spaces.actions.moving import advance
from spaces.actions.suppressing import lift_where_somebody_signed_in, suppress
from spaces.models import Feedback, Invitation, Message, Suppression
from spaces.models.feedback import FeedbackKind
from spaces.states import MESSAGES, MessageState

log = logging.getLogger(__name__)

BATCH = 1000
# Whether a mail was given up for now or for good: it did not arrive.
STATES = {
    FeedbackKind.DELIVERED: MessageState.DELIVERED,
    FeedbackKind.SOFT: MessageState.BOUNCED,
    FeedbackKind.HARD: MessageState.BOUNCED,
    FeedbackKind.COMPLAINT: MessageState.COMPLAINED,
}
REASONS = {
    FeedbackKind.COMPLAINT: Suppression.Reason.COMPLAINED,
    FeedbackKind.STOPPED: Suppression.Reason.ASKED,
}
TOO_MUCH = (FeedbackKind.HARD, FeedbackKind.COMPLAINT)
ON_ITS_WAY = [state for state, meaning in MESSAGES.items() if meaning.group == "going"]


def note(reports, source):
    """Write down what `source` tells. What names no mail of ours, or was told before, changes nothing.

    Returns the new rows.
    """
    with transaction.atomic():
        new = unknown(rows_of(reports, source), source)
        Feedback.objects.bulk_create(new, ignore_conflicts=True, batch_size=BATCH)
        for row in in_order(new):  # before their own states: as everywhere, invitations before mails
            draw_conclusions(row)
        follow(new)
    look_after_mailings(new)
    if new:
        log.info("%s told of messages %s.", source, [row.message_id for row in new][:20])
    return new


def rows_of(reports, source):
    """A row for each report that names a mail of ours and proves it with its digest."""
    named = [[found for trace in one.traces if (found := find(trace))] for one in reports]
    keys = {key for each in named for key, _digest in each}
    messages = Message.objects.only("occasion", "nonce", "address", "state", "invitation", "mailing").in_bulk(keys)
    proven = [
        next((messages[key] for key, digest in each if key in messages and verify(messages[key], digest)), None)
        for each in named
    ]
    return [row_of(one, message, source) for one, message in zip(reports, proven, strict=True) if message]


def row_of(report, message, source):
    now = timezone.now()
    return Feedback(
        message=message,
        kind=report.kind,
        code=report.code[:12],
        at=min(report.at or now, now),
        source=source,
        # Told without a number of its own, a fact of one kind counts once for a mail.
        event_id=(report.event_id or f"{message.pk}:{report.kind}:{report.code}")[:128],
        waits=report.kind in STATES and message.state in ON_ITS_WAY,
    )


def unknown(rows, source):
    """Those that were not told before, each once."""
    by_event = {row.event_id: row for row in reversed(rows)}
    known = Feedback.objects.filter(source=source, event_id__in=by_event).values_list("event_id", flat=True)
    for event_id in known:
        by_event.pop(event_id)
    return list(reversed(by_event.values()))


def follow(rows):
    """Let the states of mails follow what was told of them, as far as the table allows."""
    for kind, state in STATES.items():
        keys = sorted(row.message_id for row in rows if row.kind == kind)
        if keys:
            moved = Message.objects.filter(pk__in=keys).order_by("pk").select_for_update(no_key=True)
            advance(Message.objects.filter(pk__in=[message.pk for message in moved.only("pk")]), state)


def draw_conclusions(row):
    """What a fact means beyond its mail: who is not written to any more, who is not reminded."""
    message = row.message
    if row.kind in REASONS:
        suppress(message.address, REASONS[row.kind])
    elif row.kind == FeedbackKind.HARD:
        if is_address_bad(row.code):
            suppress(message.address, Suppression.Reason.BOUNCED)
        Invitation.objects.filter(pk=message.invitation_id).update(next_reminder_at=None)


def settle():
    """Let states follow facts that were told before their mail was marked as sent, and write again to addresses in
    which somebody signed in since they led nowhere. Returns how many facts were settled.
    """
    with transaction.atomic():
        waiting = Feedback.objects.filter(waits=True).exclude(message__state__in=ON_ITS_WAY).select_related("message")
        rows = list(waiting.order_by("pk").select_for_update(skip_locked=True, of=["self"])[:BATCH])
        follow(rows)
        Feedback.objects.filter(pk__in=[row.pk for row in rows]).update(waits=False)
    look_after_mailings(rows)
    lift_where_somebody_signed_in()
    return len(rows)


def addresses_refused(refused):
    """A mail server refused mails at once since there are no such addresses: (message, what it said) for each.

    The messages themselves have failed, and their result is written: a mailing may pause itself now.
    """
    codes = [(message, code_in(words)) for message, words in refused]
    rows = [row_of(Report(HARD, (), code if is_address_bad(code) else "5.1.1"), one, "smtp") for one, code in codes]
    for row in rows:
        row.waits = False
    with transaction.atomic():
        new = unknown(rows, "smtp")
        Feedback.objects.bulk_create(new, ignore_conflicts=True)
        for row in in_order(new):
            draw_conclusions(row)
    look_after_mailings(new)


def in_order(rows):
    """By address: two that tell of the same people wait for each other instead of for ever."""
    return sorted(rows, key=lambda row: row.message.address)


def look_after_mailings(rows):
    """After all is written down: a mailing is held by its space, and that comes before everything else."""
    look_after({row.message.mailing_id for row in rows if row.kind in TOO_MUCH and row.message.mailing_id})
