"""A preview of one verb for many invitations: with whom it will be done, and who is left out and why."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from impact_spaces.lib.calendar import zone_of
from spaces.insights.verbs import WRITING, not_written_to, why_not
from spaces.models import Message, Suppression
from spaces.states import MessageState

ABOUT_A_DEADLINE = ("remind", "resend")
SHOWN = 200  # people named one by one; the rest are counted


@dataclass(frozen=True)
class Plan:
    chosen: list
    skipped: list  # of (invitation, why)
    has_more: bool = False  # than are done at once

    @property
    def shown(self):
        return self.chosen[:SHOWN]

    @property
    def more(self):
        return len(self.chosen) - len(self.shown)

    @property
    def skipped_shown(self):
        return self.skipped[:SHOWN]

    @property
    def told(self):
        """How many of them had a mail of it."""
        return sum(one.is_told for one in self.chosen)


def plan(verb, invitations, space, *, has_more=False):
    """Sort invitations of one space by whether `verb` can be done with them now: a fixed number of queries."""
    silent = Suppression.objects.reasons([one.email for one in invitations]) if verb in WRITING else {}
    reminded = reminded_today(invitations, space) if verb == "remind" else set()
    found = Plan([], [], has_more)
    for one in invitations:
        why = why_left_out(verb, one, space, silent, reminded)
        if why:
            found.skipped.append((one, why))
        else:
            found.chosen.append(one)
    return found


def reminded_today(invitations, space):
    """The keys of those whom somebody reminded by hand today, by the clock of the space."""
    written = Message.objects.reminders_by_hand(timezone.localdate(timezone=zone_of(space.country)))
    theirs = written.filter(invitation__in=[one.pk for one in invitations])
    return set(theirs.exclude(state=MessageState.CANCELLED).values_list("invitation_id", flat=True))


def why_left_out(verb, invitation, space, silent, reminded):
    if verb in ABOUT_A_DEADLINE and invitation.deadline <= timezone.now():
        return _("The time to answer has passed; give more time first.")
    if invitation.email in silent:
        return not_written_to()
    if why := why_not(verb, invitation, space):
        return why
    return _("Was reminded today already.") if invitation.pk in reminded else ""
