"""The look just before a mail goes out: much may have happened since it was put into the outbox."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from impact_spaces.lib.calendar import next_calm_moment
from spaces.actions.meeting_mail import ABOUT_MEETINGS, is_stale, place_of
from spaces.actions.message import about
from spaces.models import Agreement, Candidacy, Decision, DependencySheet, Pulse, PulsePlace, Response, Signature
from spaces.models.confided import confided_in
from spaces.models.decision import Answer
from spaces.models.invitation import Kind
from spaces.models.message import MailKind
from spaces.states import InvitationState, MessageState, Stage

REST = timedelta(minutes=15)  # how often a mail of a paused space is looked at again
TO_WHO_LEFT = (MailKind.DOOR_CLOSED, MailKind.MEETING_OFF)


@dataclass(frozen=True)
class Objection:
    """Why a mail does not go out now: for good, in a state, or until a moment."""

    why: str
    state: str = MessageState.CANCELLED
    until: datetime | None = None


def objection(message, now):
    """What speaks against sending this mail at this moment; None when nothing does."""
    if message.invitation_id:
        return against_an_invitee(message, now)
    if message.kind in ABOUT_MEETINGS:
        return against_a_meeting(message, now) or against_a_member(message, now)
    return against_a_member(message, now) or against_a_pulse(message, now)


def against_an_invitee(message, now):
    invitation, space = message.invitation, message.space
    if message.is_unwanted:
        return Objection(_("This address asked not to be written to."), MessageState.SUPPRESSED)
    if message.kind == MailKind.WITHDRAWN:
        return None if invitation.state == InvitationState.WITHDRAWN else Objection(_("No longer true."))
    if invitation.state != InvitationState.OPEN:
        return Objection(_("The invitation does not wait for an answer any more."))
    if invitation.email != message.address:
        return Objection(_("The invitation goes to another address now."))
    if space.stage == Stage.PAUSED:
        return Objection(_("The space is paused."), until=now + REST)
    if space.is_over or (invitation.kind == Kind.STAKEHOLDER and not space.door_is_open):
        return Objection(_("The space does not invite now."))
    if invitation.deadline <= now:
        return Objection(_("The time to answer has passed."))
    return quiet_time(message, now) if is_automatic(message) else None


def is_automatic(message):
    """Whether nobody asked for this mail at this moment."""
    if message.kind == MailKind.REMINDER:
        return about(message)[0] == "reminder"
    return message.kind == MailKind.ASK_AGAIN


def quiet_time(message, now):
    calm = next_calm_moment(now, country=message.space.country)
    if calm is None or calm >= message.invitation.deadline:
        return Objection(_("There was no calm hour left before the time to answer passed."))
    return Objection(_("Waits for a calm hour."), until=calm) if calm > now else None


def against_a_member(message, now):
    membership = message.membership
    if membership is None or message.kind in TO_WHO_LEFT:
        return None
    if membership.ended_at is not None or not membership.person.is_active:
        return Objection(_("This person is not in the space any more."))
    if message.kind in (MailKind.SPACE_MOVED, MailKind.GLASS):
        return None
    if message.space.is_over:
        return Objection(_("The space is closed."))
    if message.kind == MailKind.DECISION:
        return against_asking(message, now)
    if message.kind in ABOUT_A_DECISION:
        return None if ABOUT_A_DECISION[message.kind](message, now) else Objection(_("No longer true."))
    if message.kind == MailKind.DEPENDENCIES:
        return None if sheet_waits(message) else Objection(_("Looked at already."))
    if message.kind == MailKind.CANDIDATES:
        waiting = Candidacy.objects.waiting().filter(invitation__space=message.space_id)
        return None if waiting.exists() else Objection(_("No candidate is on the list any more."))
    if message.kind == MailKind.SIGNING:
        return None if signature_is_missing(message) else Objection(_("Signed already, or replaced."))
    return None


def against_asking(message, now):
    """A member is asked for their answer while it is missing, and not before the time for questions is over."""
    if not answer_is_missing(message):
        return Objection(_("Answered already, or closed."))
    first = decision_of(message).filter(questions_until__gt=now).values_list("questions_until", flat=True).first()
    return Objection(_("There is time for questions first."), until=first) if first else None


def against_a_meeting(message, now):
    if is_stale(message, now):
        return Objection(_("Overtaken by what came after it, or by the meeting itself."))
    if message.kind != MailKind.MEETING_OFF and message.space.stage == Stage.PAUSED:
        return Objection(_("The space is paused."), until=now + REST)
    if message.kind != MailKind.MEETING_REMINDER:
        return None
    wait = calm_for_member(message, now)
    if wait and wait.until and wait.until >= place_of(message).meeting.starts_at:
        return Objection(_("There was no calm hour left before the meeting."))
    return wait


def against_a_pulse(message, now):
    """The question goes to all, answered or not: a mail that stops would tell. Only the reminder looks who is open."""
    if message.kind not in (MailKind.PULSE, MailKind.PULSE_REMINDER):
        return None
    places = PulsePlace.objects.filter(pulse=about(message)[1], membership=message.membership_id)
    if not places.filter(pulse__in=Pulse.objects.open(), pulse__closes_at__gt=now).exists():
        return Objection(_("The pulse is over."))
    if message.space.stage == Stage.PAUSED:
        return Objection(_("The space is paused."), until=now + REST)
    if message.kind == MailKind.PULSE:
        return None
    if places.filter(has_answered=True).exists():
        return Objection(_("No longer needed."))
    return calm_for_member(message, now)


def calm_for_member(message, now):
    quiet = message.membership.person.quiet_weekdays
    calm = next_calm_moment(now, country=message.space.country, quiet_weekdays=quiet)
    if calm is None:
        return Objection(_("There was no calm hour left before the time to answer passed."))
    return Objection(_("Waits for a calm hour."), until=calm) if calm > now else None


def answer_is_missing(message):
    """Whether the decision is open and still waits for this member."""
    _decision, pk, *_reminder = about(message)
    waiting = Response.objects.filter(decision=pk, membership=message.membership_id, answer=Answer.NONE)
    return waiting.filter(decision__outcome="").exists()


def is_asked_about(message, now):
    """Whether there is still time to ask about the proposal."""
    return decision_of(message).filter(questions_until__gt=now).exists()


def names_are_open(message, now):
    """Whether somebody has not answered, and the time is still over."""
    late = decision_of(message).filter(closes_at__lte=now)
    return Response.objects.silent().filter(decision__in=late).exists()


def words_are_missing(message, now):
    """Whether the facilitator still has to write what the group will read."""
    decision = Decision.objects.get(pk=about(message)[1])
    return any(not one.words for one in confided_in(decision))


def is_recorded(message, now):
    """Whether what was recorded for this member may still be changed by them."""
    recorded = Response.objects.filter(membership=message.membership_id, changeable_until__gt=now)
    return recorded.filter(decision__in=decision_of(message)).exists()


def decision_of(message):
    """The decision that a mail is about, while it is open."""
    return Decision.objects.open().filter(pk=about(message)[1])


ABOUT_A_DECISION = {
    MailKind.QUESTIONS: is_asked_about,
    MailKind.OPEN_NAMES: names_are_open,
    MailKind.CONFIDED: words_are_missing,
    MailKind.RECORDED: is_recorded,
}


def sheet_waits(message):
    """Whether this member was asked about dependencies and has not said since that this is all."""
    return any(one.is_waiting for one in DependencySheet.objects.filter(membership=message.membership_id))


def signature_is_missing(message):
    """Whether this version is the current one and not signed by this member."""
    _sign, kind, version = about(message)
    current = Agreement.objects.current().filter(space=message.space_id, kind=kind, version=version)
    signed = Signature.objects.filter(agreement__in=current, membership=message.membership_id)
    return current.exists() and not signed.exists()
