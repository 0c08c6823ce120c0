"""A preview of one verb for many invitations: with whom it will be done, and who is left out and why."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from spaces.insights.verbs import why_not
from spaces.models import Suppression

WRITING = ("remind", "resend")


@dataclass(frozen=True)
class Plan:
    chosen: list
    skipped: list  # of (invitation, why)


def plan(verb, invitations, space):
    """Sort invitations of one space by whether `verb` can be done with them now."""
    silent = set()
    if verb in WRITING:
        addresses = [one.email for one in invitations]
        silent = set(Suppression.objects.filter(email__in=addresses).values_list("email", flat=True))
    found = Plan([], [])
    for one in invitations:
        why = why_left_out(verb, one, space, silent)
        if why:
            found.skipped.append((one, why))
        else:
            found.chosen.append(one)
    return found


def why_left_out(verb, invitation, space, silent):
    if verb in WRITING and invitation.deadline <= timezone.now():
        return _("The time to answer has passed; give more time first.")
    if invitation.email in silent:
        return _("This address asked not to be written to, or cannot be reached.")
    return why_not(verb, invitation, space)
