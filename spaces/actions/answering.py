"""The invitee's own verbs. Whoever holds the link answers; nobody else, and nobody twice."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from impact_spaces.lib.calendar import zone_of
from impact_spaces.lib.refusals import NotPossible
from members.models import Person, Position
from spaces.actions.invitation import make_drafts, open_and_mail
from spaces.actions.message import enqueue, to_member
from spaces.actions.moving import advance, hold, move, move_all
from spaces.actions.suppressing import lift_for, suppress
from spaces.models import Invitation, Membership, Message, Suppression
from spaces.models.invitation import Kind
from spaces.models.membership import Role
from spaces.models.message import MailKind
from spaces.states import UNSENT, InvitationState, MessageState, Stage
from spaces.vetting import Invitee, verdicts

LONGEST_DEFERRAL = timedelta(days=365)


def accept(invitation):
    """Say yes. Returns the membership, which becomes active when the agreement is signed.

    Saying yes twice is the same yes. Raises NotPossible when the invitation no longer waits, or is frozen.
    """
    with transaction.atomic():
        invitation = held(invitation)
        if invitation.state == InvitationState.ACCEPTED:
            return invitation.membership
        answer(invitation, InvitationState.ACCEPTED)
        return join(invitation)


def join(invitation):
    person, _is_new = Person.objects.get_or_create(
        email=invitation.email,
        defaults={
            "name": invitation.name,
            "language": invitation.language,
            "time_zone": zone_of(invitation.space.country).key,  # the best guess until they say
        },
    )
    if person.memberships.present().filter(space=invitation.space).exists():
        raise NotPossible(_("This person is in the space already."))
    if invitation.organisation_id:
        note_position(person, invitation.organisation_id)
    membership = Membership.objects.create(
        space=invitation.space,
        person=person,
        organisation=invitation.organisation,
        organisation_name=invitation.organisation_name,
        role=Role.STAKEHOLDER if invitation.kind == Kind.STAKEHOLDER else Role.PEER,
        invitation=invitation,
    )
    enqueue([to_member(membership, MailKind.WELCOME, "welcome")])
    return membership


def note_position(person, organisation_id):
    """Where somebody works, unless they have noted it themselves, be it with several titles."""
    if not person.positions.filter(organisation=organisation_id, until=None).exists():
        Position.objects.create(person=person, organisation_id=organisation_id)


def decline(invitation, *, reason, words=""):
    """Say no, with a reason that goes to the inviter only. Raises NotPossible."""
    with transaction.atomic():
        answer(held(invitation), InvitationState.DECLINED, decline_reason=reason, answer_words=words)


def defer(invitation, until):
    """Say not now, ask me on a date: within a year. Raises NotPossible."""
    today = timezone.localdate()
    if not today < until <= today + LONGEST_DEFERRAL:
        raise NotPossible(_("Please choose a date between tomorrow and a year from now."))
    with transaction.atomic():
        answer(held(invitation), InvitationState.DEFERRED, deferred_until=until)


def delegate(invitation, *, name, email):
    """Pass the invitation to a colleague of the same organisation. Returns the colleague's invitation.

    Raises NotPossible when the colleague cannot be invited, or when this was passed on once already.
    """
    with transaction.atomic():
        invitation = held(invitation)
        if invitation.delegated_from_id:
            raise NotPossible(_("This invitation was passed on to you; please answer it yourself."))
        answer(invitation, InvitationState.DELEGATED)
        colleague = Invitee(email, name, invitation.organisation, invitation.organisation_name, invitation.language)
        (verdict,) = verdicts(invitation.space, invitation.kind, [colleague])
        if not verdict.is_ok or colleague.email == invitation.email:
            raise NotPossible(verdict.reason or _("Please name somebody other than yourself."))
        return invite_colleague(invitation, colleague)


def invite_colleague(invitation, colleague):
    how = {"delegated_from": invitation, "decision": invitation.decision, "deadline": invitation.deadline}
    made = make_drafts(invitation.space, invitation.kind, [colleague], by=invitation.inviter, **how)
    chosen = Invitation.objects.filter(pk=made[0].pk)
    reason = _("Passed on by the person who was invited first.")
    move_all(chosen, InvitationState.PROPOSED, by=None, reason=reason)
    move_all(chosen, InvitationState.APPROVED, by=None, reason=reason)
    return open_and_mail(invitation.space, chosen, by=None)[0]


def stop_writing(address):
    """Never write to this address again: no invitation, no reminder, from any space. Twice is the same."""
    suppress(address, Suppression.Reason.ASKED)


def write_again(address):
    """Take back that this address is not written to. What was stopped meanwhile is not sent after all."""
    lift_for(address)


def held(invitation):
    """The invitation as it is now, with its space and its row locked."""
    space = hold(invitation.space_id)
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    invitation.space = space
    return invitation


def answer(invitation, to, **details):
    """One answer ends the waiting. Somebody who said “not now” may change their mind before the date."""
    if invitation.space.stage in (Stage.PAUSED, Stage.CLOSED):
        raise NotPossible(_("The space rests at the moment. Your invitation is kept."))
    if invitation.state == InvitationState.DEFERRED:
        move(invitation, InvitationState.OPEN, by=None)
    elif invitation.state != InvitationState.OPEN:
        raise NotPossible(no_longer(invitation))
    elif invitation.deadline <= timezone.now():
        raise NotPossible(_("The time to answer has passed. Write to whoever invited you; they can give you more."))
    move(invitation, to, by=None, answered_at=timezone.now(), next_reminder_at=None, **details)
    stop_mails(invitation)


def stop_mails(invitation):
    advance(Message.objects.filter(invitation=invitation, state__in=UNSENT), MessageState.CANCELLED)


def no_longer(invitation):
    if invitation.is_frozen:
        return _("The space has paused its invitations to other sectors. Yours is kept.")
    if invitation.state == InvitationState.WITHDRAWN:
        return _("This invitation was taken back.")
    if invitation.state == InvitationState.EXPIRED:
        return _("The time to answer has passed. Write to whoever invited you; they can give you more.")
    return _("This invitation has been answered already.")
