"""Opening a space and moving it through its stages."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from impact_spaces.lib.refusals import NotPossible
from spaces import access, gate
from spaces.actions import dependency
from spaces.actions import meeting as meetings
from spaces.actions.event import tell_of_end
from spaces.actions.meeting_calls import keep_up
from spaces.actions.message import enqueue, to_member
from spaces.actions.moving import advance, began, hold, hold_unless_closed, move, move_all
from spaces.actions.resting import give_back_time
from spaces.models import Membership, Message, Space
from spaces.models.agreement import Agreement
from spaces.models.invitation import Kind
from spaces.models.membership import Role
from spaces.models.message import MailKind
from spaces.states import LIVE, TAKEN_BACK, UNSENT, InvitationState, MessageState, Stage

BEGINNINGS = (Stage.EXPLORING, Stage.GATHERING, Stage.CONSOLIDATED)


def open_space(*, by, stage=Stage.EXPLORING, reported_history="", **about):
    """Open a space that `by` facilitates.

    A group that is at work already enters at `gathering` or `consolidated`: its past is written as reported. Outside
    partners that it has are candidates; they come in through the door like everyone. Raises Forbidden, NotPossible.
    """
    access.require(access.may_open_spaces(by), _("Only facilitators open spaces."))
    if stage not in BEGINNINGS:
        raise NotPossible(_("A space begins within the social sector."))
    is_reported = stage != Stage.EXPLORING
    with transaction.atomic():
        space = Space.objects.create(stage=stage, is_reported=is_reported, **about)
        began(space, by=by, reason=reported_history, is_reported=is_reported)
        Membership.objects.create(space=space, person=by, role=Role.FACILITATOR, active_since=timezone.now())
    return space


def describe(space, *, by, **about):
    """Change what a space says about itself; never its stage. Raises Forbidden, NotPossible."""
    access.require_facilitator(by, space)
    with transaction.atomic():
        hold_unless_closed(space.pk)
        for name, value in about.items():
            setattr(space, name, value)
        space.save(update_fields=list(about))


def move_space(space, to, *, by, reason=""):
    """Move a space to its next stage, or back. Returns the space.

    Raises Forbidden for anybody but its facilitator, NotPossible with what is missing. Closing the door takes back
    outside invitations, ends outside access and tells those concerned, in the same transaction.
    """
    access.require_facilitator(by, space)
    with transaction.atomic():
        space = hold(space.pk)
        came_from = space.stage
        require_ready(space, to)
        leave(space, to, by=by)
        now, before = timezone.now(), space.stage_since
        paused_from = came_from if to == Stage.PAUSED else ""
        move(space, to, by=by, reason=reason, at=now, stage_since=now, paused_from=paused_from)
        if came_from == Stage.PAUSED and to != Stage.CLOSED:
            give_back_time(space, before, now)
        announce(space)
    return space


def require_ready(space, to):
    if space.stage == Stage.PAUSED:
        if to not in (space.paused_from, Stage.CLOSED):
            raise NotPossible(_("From a pause a space goes back to where it was."))
    elif to == Stage.CONSOLIDATED and space.stage == Stage.GATHERING:
        require_group(space)
    elif to == Stage.CROSS_SECTOR and space.stage == Stage.CONSOLIDATED:
        require_evidence(space)


def require_group(space):
    """Consolidated is a claim about a group: there is one, and it has a foundation document that it signed."""
    if space.memberships.active().peers().count() < gate.SMALLEST_GROUP:
        raise NotPossible(_("There is no group yet: at least two peers must have signed the foundation document."))
    if not space.agreements.filter(kind=Agreement.Kind.FOUNDATION).exists():
        raise NotPossible(_("There is no foundation document yet."))


def require_evidence(space):
    missing = gate.missing(space)
    if missing:
        raise NotPossible(_("The door stays closed. Missing: {list}.").format(list="; ".join(missing)))


def leave(space, to, *, by):
    """What has to be put in order before a space leaves its stage."""
    if space.stage == Stage.CROSS_SECTOR:
        freeze_outside_invitations(space, by=by)
    if Stage.CROSS_SECTOR in (space.stage, space.paused_from) and to in (Stage.CONSOLIDATED, Stage.CLOSED):
        end_outside_access(space)
    if to == Stage.CLOSED:
        meetings.cancel_coming(space, by=by)
        dependency.forget_all(space)
        live = space.invitations.filter(state__in=LIVE)
        stop_mails(space, invitation__in=list(live.values_list("pk", flat=True)))
        move_all(live, InvitationState.WITHDRAWN, by=by, reason=_("The space was closed."), next_reminder_at=None)


def freeze_outside_invitations(space, *, by):
    """Outside invitations on their way go back among the candidates; their links answer, but cannot be accepted."""
    on_their_way = space.invitations.filter(kind=Kind.STAKEHOLDER, state__in=TAKEN_BACK)
    stop_mails(space, invitation__in=list(on_their_way.values_list("pk", flat=True)))
    back = {"by": by, "reason": _("The space closed its door."), "next_reminder_at": None}
    move_all(on_their_way, InvitationState.PROPOSED, **back)


def end_outside_access(space):
    """End stakeholders' memberships, and thank them. What the group thinks is not told."""
    guests = list(space.memberships.present().stakeholders().select_related("person").order_by("pk"))
    stop_mails(space, membership__in=[guest.pk for guest in guests])
    space.memberships.present().stakeholders().update(ended_at=timezone.now())
    tell_of_end(guests)
    enqueue([to_member(guest, MailKind.DOOR_CLOSED, "door_closed") for guest in guests])
    keep_up(space)


def stop_mails(space, **whose):
    advance(Message.objects.filter(space=space, state__in=UNSENT, **whose), MessageState.CANCELLED)


def announce(space):
    """Tell the peers that the space moved; the page says where to."""
    occasion = f"stage:{space.moves.of_space().count()}"
    peers = space.memberships.active().peers().select_related("person").order_by("pk")
    enqueue([to_member(peer, MailKind.SPACE_MOVED, occasion) for peer in peers])
