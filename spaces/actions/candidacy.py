"""Candidates of other sectors before the group: put forward for a need, a window to ask to wait, a decision."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone, translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from impact_spaces.lib.refusals import NotPossible
from spaces import access
from spaces.actions.counting import count
from spaces.actions.decision import open_decision
from spaces.actions.invitation import draft, propose
from spaces.actions.message import enqueue, to_member
from spaces.actions.moving import hold
from spaces.gate import deciding
from spaces.matching import matches
from spaces.models import Candidacy
from spaces.models.decision import Topic
from spaces.models.hold import NOBODY
from spaces.models.invitation import Kind
from spaces.models.message import MailKind
from spaces.states import InvitationState

AT_ONCE = 12  # candidates in one decision
SHORT = 200  # letters of each “why” in the proposal; the list has all of it


def put_forward(space, invitee, *, by, need, why, with_name=True):
    """Propose a person and a body to the group, for a need as it was written. Returns the candidacy.

    Peers and facilitators may. From now until the end of the window every peer may ask to wait. Nobody from outside
    is written to. Raises Forbidden, and NotPossible when this person is on the list or cannot be proposed.
    """
    access.require(access.belongs_inside(by, space))
    with transaction.atomic():
        space = hold(space.pk)
        require_grounds(space, need, why)
        found = draft(space, Kind.STAKEHOLDER, on_the_map(invitee), by=by)
        require_new(found)
        if found.state == InvitationState.DRAFT:
            propose(found, by=by)
        made = Candidacy.objects.create(
            invitation=found, need=need, why=why.strip(), by=by, with_name=with_name,
            window_until=end_of_window(space), sealed_holds=NOBODY.sealed(),
        )  # fmt: skip
        tell_peers(space)
    return made


def require_grounds(space, need, why):
    if need is None or need.space_id != space.pk:
        raise NotPossible(_("Candidates are proposed for a need. Please write the need of the space first."))
    if not why.strip():
        raise NotPossible(_("Please say why this person is relevant to the need."))


def require_new(found):
    on_the_list = found.kind == Kind.STAKEHOLDER and found.state in (InvitationState.DRAFT, InvitationState.PROPOSED)
    if not on_the_list or Candidacy.objects.filter(invitation=found).exists():
        raise NotPossible(_("This person has been proposed or invited already."))


def on_the_map(invitee):
    """The invitee with the organisation that its name means, so that it is recognised whoever writes it."""
    if invitee.organisation is None and invitee.organisation_name:
        (invitee.organisation,) = matches([(invitee.organisation_name, "")])
    return invitee


def end_of_window(space):
    return end_of_day(timezone.localdate() + timedelta(days=space.hold_days))


def end_of_day(day):
    """Windows end with a day: what is asked for in their last hour is seen when they are over."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def give_back_days(space, since, rest):
    """Let windows that were open when a pause began end later by its length. The caller holds the space."""
    for one in Candidacy.objects.filter(invitation__space=space, window_until__gt=since):
        until = end_of_day(timezone.localdate(one.window_until + rest - timedelta(seconds=1)))
        Candidacy.objects.filter(pk=one.pk).update(window_until=until)


def tell_peers(space):
    """One mail a day at most, to whoever proposed as well: who got none would be the one."""
    occasion = f"candidates:{timezone.localdate():%Y%m%d}"
    peers = space.memberships.active().peers().select_related("person").order_by("pk")
    enqueue([to_member(peer, MailKind.CANDIDATES, occasion) for peer in peers])


def ask_group(space, candidacies, *, by, closes_at, with_holds=False):
    """Open the decision on one or several candidates, among the peers. Returns the decision.

    Their windows are over. Where a hold stands the group decides with it in view: only if `with_holds` says so.
    Raises Forbidden, NotPossible.
    """
    access.require_facilitator(by, space)
    with transaction.atomic():
        space = hold(space.pk)
        chosen = chosen_ones(space, candidacies)
        for one in chosen:
            require_decidable(one, with_holds)
            count(one)
        decision = open_decision(
            space, by=by, topic=Topic.INVITE, closes_at=closes_at, **question(space, chosen),
        )  # fmt: skip
        for one in chosen:
            Candidacy.objects.filter(pk=one.pk).update(decision=decision)
    return decision


def chosen_ones(space, candidacies):
    keys = [one.pk for one in candidacies]
    found = Candidacy.objects.filter(pk__in=keys, invitation__space=space).order_by("opened_at", "pk")
    chosen = list(found.select_related("invitation__organisation", "decision"))
    if not chosen or len(chosen) < len(set(keys)):
        raise NotPossible(_("Please choose at least one candidate of this space."))
    if len(chosen) > AT_ONCE:
        raise NotPossible(_("A decision is about {n} candidates at most.").format(n=AT_ONCE))
    return chosen


def require_decidable(one, with_holds):
    name = one.invitation.name
    if one.invitation.state != InvitationState.PROPOSED:
        raise NotPossible(_("{name} is not among the candidates any more.").format(name=name))
    if one.window_is_open:
        raise NotPossible(_("Until the window is over everybody may ask to wait with {name}.").format(name=name))
    if deciding(one):
        raise NotPossible(_("The group decides on {name} already, or has agreed.").format(name=name))
    if one.holds.stands(timezone.localdate()) and not with_holds:
        raise NotPossible(
            _("Somebody asks to wait with {name}. The group can decide with that in view.").format(name=name)
        )


def question(space, chosen):
    """The words of the decision, in the language of the space. They stay among the peers."""
    with translation.override(space.language):
        title = ngettext("Shall we invite {name}?", "Shall we invite these {n}?", len(chosen))
        lines = "\n\n".join(line_on(one) for one in chosen)
        return {"title": title.format(name=chosen[0].invitation.name, n=len(chosen))[:200], "proposal": lines}


def line_on(one):
    who = one.invitation
    words = _("{name}, {body}: {why}") if who.from_where else _("{name}: {why}")
    text = words.format(name=who.name, body=Truncator(who.from_where).chars(100), why=Truncator(one.why).chars(SHORT))
    if one.holds.stands(timezone.localdate()):
        text += "\n" + _("Somebody asked to wait with this candidate.")
    return text


def readdress(invitation, invitee, *, by):
    """Put the same person on the list at the right address; what the group decided about them goes along.

    The invitation was taken back. Returns the new one. Raises Forbidden, NotPossible.
    """
    access.require_facilitator(by, invitation.space)
    with transaction.atomic():
        hold(invitation.space_id)
        made = draft(invitation.space, Kind.STAKEHOLDER, invitee, by=by)
        if made.state == InvitationState.DRAFT:
            propose(made, by=by)
        if not Candidacy.objects.filter(invitation=made).exists():
            Candidacy.objects.filter(invitation=invitation).update(invitation=made)
    return made
