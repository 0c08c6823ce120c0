"""An event as django-anymail reads it from any provider, as a report of ours. Whether somebody opened a mail or
followed a link is not asked: such events are dropped unread.
"""

from datetime import UTC

from anymail.signals import EventType, RejectReason

from impact_spaces.lib.reports import COMPLAINT, DELAYED, DELIVERED, HARD, SOFT, STOPPED, Report
from impact_spaces.lib.status_codes import VAGUE, code_in, passes

PLAIN = {
    EventType.DELIVERED: DELIVERED,
    EventType.DEFERRED: DELAYED,
    EventType.COMPLAINED: COMPLAINT,
    EventType.UNSUBSCRIBED: STOPPED,
}
LOST = (EventType.BOUNCED, EventType.REJECTED, EventType.FAILED)
# Why a provider did not even try: what it remembers of this address.
REMEMBERED = {RejectReason.SPAM: COMPLAINT, RejectReason.UNSUBSCRIBED: STOPPED}
NO_ADDRESS = "5.1.1"
POLICY = "5.7.1"


def report_of(event, *, is_for_good=None, words="", traces=()):
    """The report of an event, or None for one that is none of ours to keep.

    `is_for_good` is what this provider says beyond anymail's words: True for an address that does not work, False for
    a failure that may pass, None when it does not say. `words` are more of what the server said.
    """
    said = "\n".join(str(one) for one in (words, event.mta_response, event.description) if one)
    if event.event_type in LOST:
        kind, code = lost(event, code_in(said), is_for_good)
    elif event.event_type in PLAIN:
        kind, code = PLAIN[event.event_type], code_in(said) if event.event_type == EventType.DEFERRED else ""
    else:
        return None
    ours = event.metadata.get("message", "") if isinstance(event.metadata, dict) else ""
    found = tuple(str(one) for one in (ours, *traces, event.message_id) if one)
    return Report(kind, found, code, clean(event.event_id), aware(event.timestamp))


def lost(event, code, is_for_good):
    """The kind and code of a mail that did not arrive."""
    reason = event.reject_reason
    if event.event_type == EventType.REJECTED and reason in REMEMBERED:
        return REMEMBERED[reason], ""
    if is_for_good is False:
        return SOFT, code
    if code in VAGUE and (is_for_good or reason == RejectReason.INVALID):
        return HARD, NO_ADDRESS
    if code in VAGUE and event.event_type == EventType.REJECTED:
        return HARD, NO_ADDRESS if reason == RejectReason.BOUNCED else POLICY
    return SOFT if reason == RejectReason.TIMED_OUT or passes(code) else HARD, code


def clean(event_id):
    """As the database can hold it: no zero byte, no half of a pair."""
    return "" if event_id is None else str(event_id).replace("\x00", "").encode(errors="replace").decode()


def aware(moment):
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment
