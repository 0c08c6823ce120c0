"""What happens to somebody's place in a space after they came in."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from impact_spaces.lib.refusals import NotPossible
from members.models import Person, clean_address
from spaces import access
from spaces.actions import dependency, holding
from spaces.actions.event import tell_of_end
from spaces.actions.leaving import settle
from spaces.actions.meeting_calls import keep_up
from spaces.actions.moving import advance, hold, hold_unless_closed
from spaces.models import Membership, Message
from spaces.models.membership import PEERS, Role
from spaces.states import UNSENT, MessageState


def set_place(membership, *, by, role=None, circle=None):
    """Give a member a circle, or name a peer the initiator. Nobody changes sides by this.

    Raises Forbidden, NotPossible.
    """
    access.require_facilitator(by, membership.space)
    role = role or membership.role
    if role != membership.role and (role not in PEERS or membership.role not in PEERS):
        raise NotPossible(_("A peer stays a peer, and a stakeholder a stakeholder."))
    with transaction.atomic():
        hold_unless_closed(membership.space_id)
        membership.role, membership.circle = role, circle or membership.circle
        membership.save(update_fields=["role", "circle"])
        keep_up(membership.space)


def add_facilitator(space, address, *, by):
    """Let somebody who may open spaces facilitate this one as well. Returns their membership.

    Raises Forbidden; NotPossible for an address that is not a facilitator's, or that is in the space otherwise.
    """
    access.require_facilitator(by, space)
    person = Person.objects.filter(email=clean_address(address), is_facilitator=True, is_active=True).first()
    if person is None:
        raise NotPossible(_("No facilitator signs in with this address. Whoever runs this site appoints them."))
    with transaction.atomic():
        hold_unless_closed(space.pk)
        found = person.memberships.present().filter(space=space).first()
        if found is not None and found.role != Role.FACILITATOR:
            raise NotPossible(_("This person is in the space already."))
        if found is None:
            found = Membership.objects.create(
                space=space, person=person, role=Role.FACILITATOR, active_since=timezone.now()
            )
            keep_up(space)
        return found


def end(membership, *, by, words=None):
    """Leave a space, or be let go by its facilitator. What was signed and decided stays as it was.

    `words` is what whoever leaves lets become of what they said (`post.Words`): their files go with them then.
    Without it both stay until they choose. Raises Forbidden, NotPossible for the last facilitator.
    """
    own = by is not None and membership.person_id == by.pk
    access.require(own or access.is_facilitator(by, membership.space))
    with transaction.atomic():
        space = hold(membership.space_id)
        facilitators = space.memberships.present().facilitators()
        if membership.role == Role.FACILITATOR and facilitators.count() < 2 and not space.is_over:
            raise NotPossible(_("A space always has a facilitator. Please hand it over first."))
        ended = Membership.objects.filter(pk=membership.pk, ended_at=None).update(ended_at=timezone.now())
        if ended:
            tell_of_end([membership])
            dependency.forget(membership)
            holding.forget(membership)
            queued = Message.objects.filter(membership=membership, state__in=UNSENT)
            advance(queued, MessageState.CANCELLED)
            keep_up(space)
        if ended and words:
            settle(membership, words, by=by)
