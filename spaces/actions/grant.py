"""What a space allows a partner system, and what each of its members allows it about themselves."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from impact_spaces.lib.refusals import Forbidden, NotPossible
from spaces import access
from spaces.actions.event import tell
from spaces.actions.moving import hold, hold_unless_closed
from spaces.models import Grant, Membership, Sharing
from spaces.models.grant import ABOUT_THEM


def grant(space, partner, *, by, scopes):
    """Let a system in. What it had here before ends, and with it what members allowed it: they are asked anew.

    The same again changes nothing. Returns the grant. Raises Forbidden, NotPossible.
    """
    access.require_facilitator(by, space)
    scopes = sorted(set(scopes))
    with transaction.atomic():
        hold_unless_closed(space.pk)
        require_grantable(partner, scopes)
        before = Grant.objects.live().filter(space=space, partner=partner).first()
        if before and before.scopes == scopes:
            return before
        now = timezone.now()
        if before:
            close(before, by=by, at=now)
        made = Grant.objects.create(space=space, partner=partner, scopes=scopes, by=by, since=now)
        tell("grant.began", space=space, partner=partner, about=made.pk)
    return made


def require_grantable(partner, scopes):
    if not partner.is_active:
        raise NotPossible(_("This system may not connect at present."))
    if not scopes or not set(scopes) <= set(partner.scopes_of_spaces):
        raise NotPossible(_("Please choose what this system may, of what it can ask for."))


def end_grant(found, *, by):
    """End at once what a system may in a space; also in one that is closed. Ending it again changes nothing."""
    access.require_facilitator(by, found.space)
    with transaction.atomic():
        hold(found.space_id)
        close(found, by=by, at=timezone.now())


def close(found, *, by, at):
    """End a grant. The caller holds its space."""
    if Grant.objects.live().filter(pk=found.pk).update(ended_at=at, ended_by=by):
        tell("grant.ended", space=found.space, partner=found.partner, about=found.pk)


def share(found, membership, *, by, what):
    """What a member lets a system have from now on; an empty list takes all of it back. Raises Forbidden, NotPossible.

    Taking back is always possible, also in a space that is closed.
    """
    if membership.person_id != by.pk or membership.space_id != found.space_id:
        raise Forbidden(_("Everybody decides this for themselves."))
    with transaction.atomic():
        space = hold(found.space_id)
        if what and (space.is_over or not Grant.objects.live().filter(pk=found.pk).exists()):
            raise NotPossible(_("This system is not let in here any more."))
        if what and not Membership.objects.active().filter(pk=membership.pk).exists():
            raise NotPossible(_("First sign the agreement of this space."))
        before = about_them(Sharing.objects.filter(grant=found, membership=membership).first())
        chosen = {"what": sorted(set(what)), "at": timezone.now()}
        sharing, _is_new = Sharing.objects.update_or_create(grant=found, membership=membership, defaults=chosen)
        tell_of_sharing(sharing, before)
    return sharing


def about_them(sharing):
    return set(sharing.what) & set(ABOUT_THEM) if sharing else set()


def tell_of_sharing(sharing, before):
    """Let the system know that it may now read of this member, may read other things, or nothing any more."""
    now = about_them(sharing)
    if now == before:
        return
    kind = "membership.changed" if now and before else "membership.began" if now else "membership.ended"
    tell(kind, space=sharing.grant.space, partner=sharing.grant.partner, about=sharing.membership_id)
