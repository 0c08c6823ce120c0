"""What time does to invitations: those put off are asked again, those past their date expire."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from impact_spaces.lib.calendar import is_calm, zone_of
from spaces.actions.invitation import usual_deadline
from spaces.actions.message import enqueue, to_invitee
from spaces.actions.moving import advance, hold, move_all
from spaces.actions.reminding import calm_of_each, plan_reminders
from spaces.models import Invitation, Message, Suppression
from spaces.models.message import MailKind
from spaces.states import UNSENT, InvitationState, MessageState
from spaces.vetting import INVITING_STAGES

LEAST_TIME = timedelta(days=7)  # to answer, once asked again
BATCH = 500


def expire_due(now=None):
    """Expire what waits past its deadline, space by space. Returns how many.

    A paused space keeps what it has, and a paused mailing those that nobody was asked by yet.
    """
    now = now or timezone.now()
    held = Message.objects.filter(invitation=OuterRef("pk"), state=MessageState.HELD, kind=MailKind.INVITATION)
    due = Invitation.objects.waiting().filter(~Exists(held), deadline__lte=now, space__stage__in=INVITING_STAGES)
    return each_space(due, lambda chosen: expire(chosen, now))


def expire(chosen, now):
    late = chosen.filter(state=InvitationState.OPEN, deadline__lte=now)
    moved = move_all(late, InvitationState.EXPIRED, by=None, at=now, next_reminder_at=None)
    advance(Message.objects.filter(invitation__in=moved, state__in=UNSENT), MessageState.CANCELLED)
    return len(moved)


def ask_again_due(now=None):
    """Ask those again who said "not now", on the day they named or the first calm hour after it. Returns how many."""
    now = now or timezone.now()
    unwanted = Suppression.objects.filter(email=OuterRef("email"))
    due = Invitation.objects.filter(~Exists(unwanted), state=InvitationState.DEFERRED, space__stage__in=INVITING_STAGES)
    tomorrow = timezone.localdate(now) + timedelta(days=1)  # the day begins earlier elsewhere
    due = due.filter(deferred_until__lte=tomorrow)
    return each_space(due, lambda chosen: ask_again(chosen, now))


def ask_again(chosen, now):
    rows = list(chosen.filter(state=InvitationState.DEFERRED).select_related("space"))
    calm = calm_of_each(rows)
    ready = [one.pk for one in rows if is_their_day(one, now, calm[one])]
    asked = Invitation.objects.filter(pk__in=ready).select_related("space")
    short = asked.filter(deadline__lt=now + LEAST_TIME)
    changes = {"by": None, "at": now, "reason": _("The day has come that was asked for."), "answered_at": None}
    moved = move_all(short, InvitationState.OPEN, deadline=usual_deadline(now), **changes)
    moved += move_all(asked, InvitationState.OPEN, **changes)
    for one in moved:
        plan_reminders([one], one.space.country, after=now)
    Invitation.objects.bulk_update(moved, ["next_reminder_at"])
    enqueue([to_invitee(one, MailKind.ASK_AGAIN, f"ask_again:{one.deferred_until:%Y%m%d}") for one in moved])
    return len(moved)


def is_their_day(invitation, now, calm):
    zone = zone_of(invitation.space.country)
    begins = datetime.combine(invitation.deferred_until, time.min, tzinfo=zone)
    return begins <= now and is_calm(now, **calm)


def each_space(due, act):
    """Do something to the due invitations of each space in turn, with the space held. Returns how many it was done to.

    Those of a space beyond the first few hundred follow at the timetable's next look.
    """
    done = 0
    for space_id in list(due.order_by("space_id").values_list("space_id", flat=True).distinct()):
        keys = list(due.filter(space_id=space_id).order_by("id").values_list("pk", flat=True)[:BATCH])
        with transaction.atomic():
            hold(space_id)
            done += act(Invitation.objects.filter(pk__in=keys, space__stage__in=INVITING_STAGES))
    return done
