"""“Please wait with this candidate”, asked in private. The group sees that it was asked, from the next day on."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from impact_spaces.lib.refusals import NotPossible
from spaces import access
from spaces.actions.candidacy import tell_peers
from spaces.actions.moving import hold
from spaces.gate import deciding
from spaces.models import Candidacy
from spaces.states import InvitationState, Stage


def ask_hold(candidacy, *, by):
    """Ask to wait with a candidate; twice is the same. It stands from tomorrow until taken back, or until the group
    agrees with it in view. Raises Forbidden for anybody but an active peer, NotPossible.
    """
    with transaction.atomic():
        candidacy, place = held(candidacy, by)
        require_open_to_it(candidacy)
        keep(candidacy, candidacy.holds.with_one_by(place, timezone.localdate()))


def take_back(candidacy, *, by):
    """Take back what one asked for; nothing to take back is nothing. Raises Forbidden."""
    with transaction.atomic():
        candidacy, place = held(candidacy, by)
        keep(candidacy, candidacy.holds.without_one_by(place, timezone.localdate()))


def ask_to_talk(candidacy, *, by):
    """Ask whoever wants to wait to come and talk: said on the page to everybody, as nobody knows to whom.

    Raises Forbidden, NotPossible.
    """
    access.require_facilitator(by, candidacy.space)
    with transaction.atomic():
        space = hold(candidacy.space.pk)
        candidacy = Candidacy.objects.get(pk=candidacy.pk)
        if not candidacy.holds.stands(timezone.localdate()):
            raise NotPossible(_("Nobody asks to wait with this candidate at the moment."))
        if candidacy.talk_asked_on is None:
            candidacy.talk_asked_on = timezone.localdate()
            candidacy.save(update_fields=["talk_asked_on"])
            tell_peers(space)


def forget(membership):
    """Take back all that somebody who leaves asked for, and their number from it. The caller holds the space."""
    today = timezone.localdate()
    for one in Candidacy.objects.filter(invitation__space=membership.space_id):
        if any(wish.membership == membership.pk for wish in one.holds.all):
            keep(one, one.holds.forgetting(membership, today))


def held(candidacy, by):
    """The candidacy as it is now, and the place of whoever asks. Raises Forbidden."""
    space = hold(candidacy.space.pk)
    place = by and by.memberships.active().peers().filter(space=space).first()
    access.require(place, _("The peers of this space may ask this."))
    return Candidacy.objects.select_related("invitation", "decision").get(pk=candidacy.pk), place


def require_open_to_it(candidacy):
    if candidacy.space.stage in (Stage.PAUSED, Stage.CLOSED):
        raise NotPossible(_("The space rests at the moment."))
    if candidacy.invitation.state != InvitationState.PROPOSED:
        raise NotPossible(_("This candidate is not on the list any more."))
    if deciding(candidacy):
        raise NotPossible(
            _("The group decides on this candidate. You can object, also through the facilitator without your name.")
        )


def keep(candidacy, holds):
    Candidacy.objects.filter(pk=candidacy.pk).update(sealed_holds=holds.sealed())
