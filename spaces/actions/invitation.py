"""Inviting: from a name on a list to a mail on its way, for one and for thousands."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from impact_spaces.lib.refusals import NotPossible
from spaces import access, gate
from spaces.actions.event import tell_of_moves
from spaces.actions.mailing import begin
from spaces.actions.message import enqueue, to_invitee
from spaces.actions.moving import advance, hold, move, move_all
from spaces.actions.reminding import leaves_at, plan_reminders
from spaces.models import Invitation, Move
from spaces.models.invitation import Kind
from spaces.models.message import MailKind
from spaces.states import UNSENT, InvitationState, MessageState, Stage
from spaces.vetting import verdicts

DAYS_TO_ANSWER = 14
LAST_HOUR = time(18, 0)
NEVER_READ = (MessageState.CANCELLED, MessageState.SUPPRESSED, MessageState.FAILED, MessageState.BOUNCED)


def usual_deadline(now=None):
    """Two weeks from now, at six in the evening."""
    day = timezone.localdate(now) + timedelta(days=DAYS_TO_ANSWER)
    return timezone.make_aware(datetime.combine(day, LAST_HOUR))


def invite(space, invitee, *, by, deadline=None, note="", goes_at=None, **how):
    """Invite one peer and send the mail. Inviting a live address again returns the invitation that is there.

    With `goes_at` the mail waits until then, as a mailing of its own that can be stopped meanwhile. Raises Forbidden,
    and NotPossible with the reason when this person cannot be invited.
    """
    access.require_facilitator(by, space)
    invitation = draft(space, Kind.PEER, invitee, by=by, deadline=deadline, **how)
    if invitation.state in (InvitationState.DRAFT, InvitationState.PROPOSED):
        with transaction.atomic():
            hold(space.pk)
            mailing = begin(space, MailKind.INVITATION, by=by, goes_at=goes_at) if goes_at else None
            invite_drafted(space, [invitation.pk], by=by, note=note, mailing=mailing)
        invitation.refresh_from_db()
    return invitation


def invite_all(space, invitees, *, by, deadline=None, note="", mailing=None, **how):
    """Invite many peers in one transaction and a fixed number of statements, as part of a mailing if it is one.

    Returns a verdict for each, in order; those that are not ok were left alone. Raises Forbidden.
    """
    access.require_facilitator(by, space)
    with transaction.atomic():
        space = hold(space.pk)
        found = verdicts(space, Kind.PEER, invitees)
        good = [invitee for invitee, verdict in zip(invitees, found, strict=True) if verdict.is_ok]
        made = make_drafts(space, Kind.PEER, good, by=by, deadline=deadline, **how)
        invite_drafted(space, [invitation.pk for invitation in made], by=by, note=note, mailing=mailing)
    return found


def draft(space, kind, invitee, *, by, deadline=None, **how):
    """Put somebody on the list: peers at any time, people of other sectors once the group has consolidated.

    Facilitators and active peers may. Returns the live invitation when there is one. Raises Forbidden, NotPossible.
    """
    access.require(access.belongs_inside(by, space))
    with transaction.atomic():
        space = hold(space.pk)
        (verdict,) = verdicts(space, kind, [invitee])
        if verdict.invitation is not None:
            return verdict.invitation
        if not verdict.is_ok:
            raise NotPossible(verdict.reason)
        return make_drafts(space, kind, [invitee], by=by, deadline=deadline, **how)[0]


def make_drafts(space, kind, invitees, *, by, deadline=None, **how):
    made = [
        Invitation(
            space=space,
            kind=kind,
            email=invitee.email,
            name=invitee.name,
            organisation=invitee.organisation,
            organisation_name=invitee.organisation_name[:250],
            language=invitee.language or space.language,
            deadline=deadline or usual_deadline(),
            inviter=by,
            **how,
        )
        for invitee in invitees
    ]
    for invitation in made:
        invitation.fill_token_hash()
    made = Invitation.objects.bulk_create(made, batch_size=1000)
    first = [Move(space=space, invitation=one, to_state=one.state, by=by) for one in made]
    Move.objects.bulk_create(first, batch_size=1000)
    tell_of_moves(made, InvitationState.DRAFT)
    return made


def propose(invitation, *, by):
    """Put a draft among the proposals that wait for the facilitator. Raises Forbidden, NotPossible."""
    access.require(access.belongs_inside(by, invitation.space))
    move(invitation, InvitationState.PROPOSED, by=by)


def approve(invitation, *, by):
    """Approve a proposal. For somebody outside it takes the open door and the group's decision on this very person,
    which is recorded. Raises Forbidden, NotPossible.
    """
    access.require_facilitator(by, invitation.space)
    decision = allowing(invitation) if invitation.kind == Kind.STAKEHOLDER else None
    move(invitation, InvitationState.APPROVED, by=by, decision=decision)


def allowing(invitation):
    """The group's decision by which somebody from outside is invited. Raises NotPossible when there is none."""
    if invitation.space.stage != Stage.CROSS_SECTOR:
        raise NotPossible(
            _("The door of this space is closed. People from other sectors are invited after the group opens it.")
        )
    found = gate.invitable_by(invitation)
    if found is None:
        raise NotPossible(_("The group has not agreed to invite this person yet, or not since it last consolidated."))
    return found


def send(invitation, *, by, note=""):
    """Send an approved invitation, or one whose mail was stopped: it waits for an answer from now on.

    Raises Forbidden, NotPossible.
    """
    access.require_facilitator(by, invitation.space)
    with transaction.atomic():
        hold(invitation.space_id)
        if not open_and_mail(invitation.space, Invitation.objects.filter(pk=invitation.pk), by=by, note=note):
            raise NotPossible(_("Only an approved invitation can be sent."))
    invitation.refresh_from_db()


def invite_drafted(space, pks, *, by, note="", mailing=None):
    """Take peers' drafts and proposals of a space all the way to their mails. Raises Forbidden, NotPossible."""
    access.require_facilitator(by, space)
    with transaction.atomic():
        hold(space.pk)
        chosen = Invitation.objects.filter(space=space, pk__in=pks, kind=Kind.PEER)
        move_all(chosen, InvitationState.PROPOSED, by=by)
        move_all(chosen, InvitationState.APPROVED, by=by)
        return open_and_mail(space, chosen, by=by, note=note, mailing=mailing)


def open_and_mail(space, chosen, *, by, note="", mailing=None):
    """Write the first mail to those who are approved, and to those whose mail was stopped before it left."""
    now = timezone.now()
    approved = chosen.filter(state=InvitationState.APPROVED)  # extending and asking again are verbs of their own
    stopped = list(chosen.unmailed())
    approved.filter(deadline__lte=now).update(deadline=usual_deadline(now))
    sent = anew(stopped, now) + move_all(approved, InvitationState.OPEN, by=by, at=now, opened_at=now)
    plan_reminders(sent, space.country, after=leaves_at(mailing, now))
    Invitation.objects.bulk_update(sent, ["next_reminder_at"], batch_size=1000)
    occasion = f"sent:{now:%Y%m%d%H%M%S%f}"
    enqueue([to_invitee(one, MailKind.INVITATION, occasion, note) for one in sent], mailing)
    return sent


def anew(stopped, now):
    """Those whose mail was stopped, as if they had not been open before."""
    for one in stopped:
        one.opened_at = now
        one.deadline = usual_deadline(now) if one.deadline <= now else one.deadline
    Invitation.objects.bulk_update(stopped, ["opened_at", "deadline"], batch_size=1000)
    return stopped


def resend(invitation, *, by):
    """Send the same link with the same deadline once more, when it was sent. Raises Forbidden, NotPossible."""
    access.require_facilitator(by, invitation.space)
    with transaction.atomic():
        hold(invitation.space_id)
        invitation.refresh_from_db(fields=["state"])
        require_waiting(invitation)
        if not invitation.is_tried:
            raise NotPossible(_("The invitation itself has not gone out yet."))
        times = invitation.messages.filter(kind=MailKind.INVITATION_AGAIN).count() + 1
        enqueue([to_invitee(invitation, MailKind.INVITATION_AGAIN, f"again:{times}")])


def extend(invitation, deadline, *, by):
    """Give more time; an expired invitation opens again. Raises Forbidden, NotPossible."""
    access.require_facilitator(by, invitation.space)
    require_ahead(deadline)
    with transaction.atomic():
        hold(invitation.space_id)
        invitation.refresh_from_db(fields=["state"])
        if invitation.state == InvitationState.EXPIRED:
            move(invitation, InvitationState.OPEN, by=by, reason=_("More time was given."), deadline=deadline)
        require_waiting(invitation)
        invitation.deadline = deadline
        plan_reminders([invitation], invitation.space.country, after=timezone.now())
        invitation.save(update_fields=["deadline", "next_reminder_at"])


def withdraw(invitation, *, by, reason=""):
    """Take an invitation back, wherever it stands before an answer; who has read it gets a courteous line.

    Raises Forbidden, NotPossible.
    """
    access.require_facilitator(by, invitation.space)
    with transaction.atomic():
        hold(invitation.space_id)
        was_out = invitation.opened_at is not None
        move(invitation, InvitationState.WITHDRAWN, by=by, reason=reason, next_reminder_at=None)
        advance(invitation.messages.filter(state__in=UNSENT), MessageState.CANCELLED)
        if was_out and invitation.messages.exclude(state__in=NEVER_READ).exists():
            enqueue([to_invitee(invitation, MailKind.WITHDRAWN, "withdrawn")])


def require_ahead(deadline):
    if deadline <= timezone.now():
        raise NotPossible(_("The new deadline has passed already."))


def require_waiting(invitation):
    if invitation.state != InvitationState.OPEN:
        raise NotPossible(_("This invitation is not waiting for an answer now."))
