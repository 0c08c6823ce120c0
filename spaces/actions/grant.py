"""What a space allows a partner system, and what each of its members allows it about themselves."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from impact_spaces.lib.refusals import Forbidden, NotPossible
from spaces import access
from spaces.actions.event import tell, tell_system
from spaces.actions.moving import hold, hold_unless_closed
from spaces.models import Grant, Membership, Sharing
from spaces.models.grant import ABOUT_THEM, Share


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
        tell_system("grant.began", partner, about=made.pk, space=space)
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
        tell_system("grant.ended", found.partner, about=found.pk, space=found.space)


def share(found, membership, *, by, what):
    """What a member lets a system have from now on; an empty list takes all of it back. Raises Forbidden, NotPossible.

    Taking back is always possible, also in a space that is closed.
    """
    if membership.person_id != by.pk or membership.space_id != found.space_id:
        raise Forbidden(_("Everybody decides this for themselves."))
    with transaction.atomic():
        space = hold(found.space_id)
        if what:
            require_open(found, space, membership, what)
        before = Sharing.objects.filter(grant=found, membership=membership).first()
        chosen = {"what": sorted(set(what)), "at": timezone.now()}
        sharing, _is_new = Sharing.objects.update_or_create(grant=found, membership=membership, defaults=chosen)
        remember_facts(sharing)
        tell_of_sharing(sharing, set(before.what) if before else set())
    return sharing


def require_open(found, space, membership, what):
    if space.is_over or not Grant.objects.live().filter(pk=found.pk).exists():
        raise NotPossible(_("This system is not let in here any more."))
    if not Membership.objects.active().filter(pk=membership.pk).exists():
        raise NotPossible(_("First sign the agreement of this space."))
    if not set(what) <= set(found.asks):
        raise NotPossible(_("Please choose among what is offered."))


def remember_facts(sharing):
    """Remember what the system can read of the member now, so that a change of it can be told."""
    facts = Sharing.objects.with_facts().values_list("facts", flat=True).get(pk=sharing.pk)
    Sharing.objects.filter(pk=sharing.pk).update(fingerprint=facts)


def tell_of_sharing(sharing, before):
    """Let the system know that it may now read of this member, may read other things, or nothing any more."""
    for topic, part in (("membership", set(ABOUT_THEM)), ("meetings", {Share.MEETINGS})):
        had, has = before & part, set(sharing.what) & part
        if had != has:
            verb = "changed" if had and has else "began" if has else "ended"
            tell(f"{topic}.{verb}", space=sharing.grant.space, about=sharing.membership_id, to=[sharing.grant_id])


def tell_of_changes():
    """Tell systems to read again of whom they know: of members who have another name, address or organisation now,
    by whatever way that came. Returns of how many.
    """
    found = Sharing.objects.outdated().order_by("pk").values_list("pk", "grant__space")
    return sum(tell_again(pk, space) for pk, space in list(found))


def tell_again(pk, space):
    with transaction.atomic():
        hold(space)
        sharing = Sharing.objects.outdated().select_related("grant__space").filter(pk=pk).first()
        if sharing is None:
            return 0
        Sharing.objects.filter(pk=pk).update(fingerprint=sharing.facts)
        tell("membership.changed", space=sharing.grant.space, about=sharing.membership_id, to=[sharing.grant_id])
    return 1
