"""A partner system proposes somebody, in the name of whoever let it in. As ever, the facilitator decides."""

from django.db import transaction
from django.utils.translation import gettext as _

from impact_spaces.lib.refusals import NotPossible
from spaces import access
from spaces.actions import invitation as actions
from spaces.actions.moving import hold
from spaces.models import Invitation
from spaces.vetting import verdicts

OF_OTHERS = ("member", "invited", "suppressed")  # verdicts that tell of a person what this system need not know


def propose_for(partner, space, kind, invitee, *, deadline=None):
    """(invitation, whether it is new). Proposing again a live one of its own returns that.

    Raises NotPossible with the reason, and with one that tells nothing where it would tell of a person.
    """
    with transaction.atomic():
        space = hold(space.pk)
        (verdict,) = verdicts(space, kind, [invitee])
        own = verdict.invitation if verdict.invitation and verdict.invitation.partner_id == partner.pk else None
        if own:
            return own, False
        if verdict.code in OF_OTHERS:
            raise NotPossible(_("This system cannot propose this person here."))
        if not verdict.is_ok:
            raise NotPossible(verdict.reason)
        found = actions.draft(space, kind, invitee, by=sponsor(partner, space), deadline=deadline, partner=partner)
        actions.propose(found, by=found.inviter)
        return Invitation.objects.select_related("organisation").get(pk=found.pk), True


def sponsor(partner, space):
    """The facilitator who let this system in. Raises NotPossible when they do not facilitate any more."""
    granted = partner.grants.covering("invitations:write").filter(space=space).select_related("by").first()
    if granted is None:
        raise NotPossible(_("This system may not propose anybody here any more."))
    if not access.is_facilitator(granted.by, space):
        raise NotPossible(_("Who let this system in does not facilitate this space any more. Please let it in anew."))
    return granted.by
