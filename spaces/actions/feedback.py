"""What providers and mail servers tell of mails that left: written down once, whatever is told twice, late or too
early; then the mail's state follows, and what it means for the address, the invitation and the mailing.
"""

import logging

from django.db import transaction
from django.utils import timezone

from impact_spaces.lib.reports import HARD, Report
from impact_spaces.lib.status_codes import code_in, is_address_bad
from members.models import clean_address
from spaces.actions.mailing_health import look_after
from spaces.actions.message_ids import find, verify
from spaces.actions.moving import advance, lock
from spaces.actions.suppressing import WEIGHT, lift_where_somebody_signed_in, suppress_all
from spaces.models import Feedback, Message, Suppression
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
LEFT = [state for state, meaning in MESSAGES.items() if not {*STATES.values()}.isdisjoint(meaning.next)]
ON_ITS_WAY = [state for state, meaning in MESSAGES.items() if meaning.group == "going"]


def note(reports, source):
    """Write down what `source` tells. What names no mail of ours, or was told before, changes nothing.

    Returns the new rows.
    """
    with transaction.atomic():
        new = unknown(rows_of(reports, source), source)
        write_down(new)
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


def write_down(rows):
    """Keep new facts, and draw from them what they mean beyond their mails: who is not written to any more, who is not
    reminded.
    """
    as_their_index_has_them = sorted(rows, key=lambda row: row.event_id)  # told twice at once, one waits for the other
    Feedback.objects.bulk_create(as_their_index_has_them, ignore_conflicts=True, batch_size=BATCH)
    unreached = {row.message.invitation_id for row in rows if row.kind == FeedbackKind.HARD}
    suppress_all(reasons_in(rows), unreached - {None})


def reasons_in(rows):
    """{address: the weightiest reason} of those that are not written to any more."""
    found = {}
    for row in rows:
        if row.kind in REASONS or row.kind == FeedbackKind.HARD and is_address_bad(row.code):
            address, reason = clean_address(row.message.address), REASONS.get(row.kind, Suppression.Reason.BOUNCED)
            found[address] = max(found.get(address, reason), reason, key=WEIGHT.get)
    return found


def follow(rows):
    """Let the states of mails follow what was told of them, as far as the table allows."""
    told = [row for row in rows if row.kind in STATES]
    left = set(lock(Message.objects.filter(pk__in={row.message_id for row in told}, state__in=LEFT)))
    for state in dict.fromkeys(STATES.values()):
        keys = {row.message_id for row in told if STATES[row.kind] == state} & left
        advance(Message.objects.filter(pk__in=keys), state)


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
        write_down(new)
    look_after_mailings(new)


def look_after_mailings(rows):
    """After all is written down: a mailing is held by its space, and that comes before everything else."""
    look_after({row.message.mailing_id for row in rows if row.kind in TOO_MUCH and row.message.mailing_id})
