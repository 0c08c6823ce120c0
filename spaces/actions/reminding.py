"""Reminders: at most two automatic ones, spaced, at calm hours, never after an answer; and those that a person sends.

What is due is found by `next_reminder_at`, however late the timetable looks: a pause of a day neither loses a reminder
nor sends two at once, and what has become pointless is dropped.
"""

from collections import defaultdict
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from impact_spaces.lib.calendar import calm_moment, is_calm, next_calm_moment, zone_of
from spaces import access
from spaces.actions.habits import Habits, known_habits
from spaces.actions.message import enqueue, to_invitee
from spaces.models import Invitation, Message, Suppression
from spaces.models.invitation import Kind
from spaces.models.message import BY_HAND, MailKind
from spaces.states import LEFT, InvitationState, MessageState, Stage
from spaces.vetting import INVITING_STAGES

MOST = 2
SPACING = timedelta(days=2)  # after the invitation, and between reminders
BEFORE_THE_END = timedelta(days=2)  # when the second one goes
LEAST_LEFT = timedelta(hours=12)  # nobody is reminded of a date that is nearer
BATCH = 200
ON_ITS_WAY = (MessageState.QUEUED, MessageState.SENDING)


def next_reminder(invitation, country, *, after, **own):
    """When the next automatic reminder is due, counted from the last time that somebody wrote (`after`).

    The first is due when a third of the time is over, the second two days before the end; both two days after what
    went before. In quiet hours they move earlier, or later where that would be too soon. None when none is left.
    `own` may hold the invitee's `quiet_weekdays` and `clock`.
    """
    if invitation.reminders >= MOST:
        return None
    third = after + (invitation.deadline - after) / 3
    planned = invitation.deadline - BEFORE_THE_END if invitation.reminders else third
    earliest, calm = after + SPACING, {"country": country, **own}
    moment = calm_moment(max(planned, earliest), **calm)
    if moment is not None and moment < earliest:
        moment = next_calm_moment(earliest, **calm)
    return None if moment is None or moment > invitation.deadline - LEAST_LEFT else moment


def leaves_at(mailing, now):
    """When what is written now begins to go out, as part of a mailing if it is one."""
    return max(now, mailing.goes_at) if mailing else now


def plan_reminders(invitations, country, *, after):
    """Set when the next reminder of each is due, by its invitee's own calm. The rows are not saved."""
    calm = calm_of_each(invitations, country)
    for one in invitations:
        one.next_reminder_at = next_reminder(one, **calm[one], after=after)


def calm_of_each(invitations, country=None):
    """How calm is judged for each invitee: by their own habits where they are known here already."""
    known = known_habits({one.email for one in invitations})
    return {one: known.get(one.email, Habits()).calm_in(country or one.space.country) for one in invitations}


def remind_due(now=None):
    """Send the automatic reminders that are due, to those for whom the hour is calm. Returns how many."""
    now, sent = now or timezone.now(), 0
    reminded = True
    while reminded:
        with transaction.atomic():
            reminded = take_due(now)
            sent += remind(reminded, now)
    return sent


def take_due(now):
    """The next few invitations whose reminder is due, each locked for this worker alone."""
    due = may_be_reminded(Invitation.objects.filter(next_reminder_at__lte=now))
    due = due.order_by("next_reminder_at", "id").select_for_update(skip_locked=True, of=["self"])
    return list(due.select_related("space")[:BATCH])


def may_be_reminded(invitations):
    """Those that wait for an answer, of spaces that invite now."""
    inviting = Q(space__stage__in=INVITING_STAGES) & (Q(kind=Kind.PEER) | Q(space__stage=Stage.CROSS_SECTOR))
    return invitations.filter(inviting, state=InvitationState.OPEN)


def remind(invitations, now):
    """Write a reminder for each that can still use one today, and plan what comes next. Returns how many."""
    calm, unwanted, left = calm_of_each(invitations), unwanted_among(invitations), mails_of(invitations, LEFT)
    late = mails_of(invitations, ON_ITS_WAY) - left
    mails = []
    for one in invitations:
        if one.email in unwanted or one.reminders >= MOST or one.deadline - now < LEAST_LEFT:
            one.next_reminder_at = None
        elif one.pk not in left:  # there is nothing to remind of yet, or for good
            one.next_reminder_at = next_reminder(one, **calm[one], after=now) if one.pk in late else None
        elif not is_calm(now, **calm[one]):
            one.next_reminder_at = in_time(one, next_calm_moment(now, **calm[one]))
        else:
            one.reminders += 1
            mails.append(to_invitee(one, MailKind.REMINDER, f"reminder:{one.reminders}"))
            one.next_reminder_at = next_reminder(one, **calm[one], after=now)
    Invitation.objects.bulk_update(invitations, ["reminders", "next_reminder_at"])
    enqueue(mails)
    return len(mails)


def in_time(invitation, moment):
    return moment if moment and moment <= invitation.deadline - LEAST_LEFT else None


def unwanted_among(invitations):
    return Suppression.objects.reasons([one.email for one in invitations])


def mails_of(invitations, states):
    """The keys of those that have a mail in one of these states."""
    found = Message.objects.filter(invitation__in=invitations, state__in=states)
    return set(found.values_list("invitation_id", flat=True))


def remind_by_hand(invitations, *, by, note="", mailing=None):
    """Remind these people now, in a facilitator's name and with a line from them; each once a day at most.
    With a mailing as part of it: the caller holds its space, and all are of this space.

    Whoever no longer waits, has not had the invitation yet, asked not to be written to, or was reminded by hand today
    is left out. Automatic reminders keep their distance. Returns the invitations whose reminder is on its way.
    Raises Forbidden.
    """
    now, chosen = timezone.now(), defaultdict(list)
    for one in Invitation.objects.filter(pk__in=[one.pk for one in invitations]).select_related("space"):
        chosen[one.space].append(one.pk)
    for space in chosen:
        access.require_facilitator(by, space)
    return [one for space, keys in chosen.items() for one in remind_in(space, keys, now, note, mailing)]


def remind_in(space, keys, now, note, mailing=None):
    today = timezone.localdate(now, zone_of(space.country))
    occasion = f"{BY_HAND}{today:%Y%m%d}".strip(":")
    with transaction.atomic():
        waiting = may_be_reminded(Invitation.objects.told().filter(pk__in=keys, deadline__gt=now))
        waiting = list(waiting.order_by("id").select_for_update(of=["self"]))
        unwanted, had = unwanted_among(waiting), reminders_of(waiting, today)
        reminded = [one for one in waiting if one.email not in unwanted and all(stopped for stopped in had[one.pk])]
        plan_reminders(reminded, space.country, after=leaves_at(mailing, now))
        Invitation.objects.bulk_update(reminded, ["next_reminder_at"], batch_size=1000)
        occasions = {one: f"{occasion}:{len(had[one.pk])}" if had[one.pk] else occasion for one in reminded}
        enqueue([to_invitee(one, MailKind.REMINDER, occasions[one], note) for one in reminded], mailing)
    return reminded


def reminders_of(invitations, today):
    """{invitation: whether each was stopped} of the reminders by hand that were written today."""
    written = Message.objects.reminders_by_hand(today).filter(invitation__in=invitations)
    found = defaultdict(list)
    for key, state in written.values_list("invitation_id", "state"):
        found[key].append(state == MessageState.CANCELLED)
    return found
