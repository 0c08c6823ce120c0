"""What a facilitator does with one invitation: each verb a POST of its own."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from impact_spaces.lib.refusals import NotPossible
from spaces.actions import invitation as actions
from spaces.actions.candidacy import readdress
from spaces.actions.reminding import remind_by_hand
from spaces.forms.invitation import form_for
from spaces.insights.verbs import WRITING, why_not, why_silent
from spaces.models.invitation import Kind
from spaces.states import InvitationState
from spaces.views.invitation import show_invitation, the_invitation


@require_http_methods(["GET", "HEAD", "POST"])
def invitation_do(request, pk, verb):
    """Do one verb with one invitation. A form that is wrong is shown again in its place; whoever comes back to it by
    another way than a form, by a switch of languages or a refusal, is led to the invitation.
    """
    one = the_invitation(request, pk)
    if verb not in DOING:
        raise Http404
    if request.method != "POST":
        return redirect("spaces:invitation", one.pk)
    form = form_for(verb, one, request.POST)
    if form is not None and not form.is_valid():
        return show_invitation(request, one, **{verb: form})
    require_offered(one, verb)
    target = DOING[verb](one, request.user, form)
    messages.success(request, DONE[verb]())
    return redirect("spaces:invitation", (target or one).pk)


def require_offered(one, verb):
    """The verbs that are not in the page are not in its addresses either. Raises NotPossible."""
    if why := why_not(verb, one, one.space) or (why_silent(one) if verb in WRITING else ""):
        raise NotPossible(why)


def send(one, by, form):
    note = form.cleaned_data["note"]
    if one.kind == Kind.PEER and one.state not in (InvitationState.APPROVED, InvitationState.OPEN):
        actions.invite_drafted(one.space, [one.pk], by=by, note=note)
    else:
        actions.send(one, by=by, note=note)


def remind(one, by, form):
    if not remind_by_hand([one], by=by, note=form.cleaned_data["note"]):
        raise NotPossible(
            _("Nothing was sent: the time to answer has passed, the address is silent, or a reminder went out today.")
        )


def correct(one, by, form):
    """Take the invitation back, and invite the same person at another address, as far as this one had come."""
    was_out = one.opened_at is not None
    with transaction.atomic():
        actions.withdraw(one, by=by, reason=_("The address was wrong."))
        return again(one, form.invitee, by, was_out)


def again(one, invitee, by, was_out):
    if one.kind == Kind.PEER:
        return actions.invite(one.space, invitee, by=by) if was_out else actions.draft(
            one.space, Kind.PEER, invitee, by=by
        )  # fmt: skip
    made = readdress(one, invitee, by=by)
    if was_out and one.space.door_is_open:
        actions.approve(made, by=by)
        actions.send(made, by=by)
    return made


DOING = {
    "propose": lambda one, by, form: actions.propose(one, by=by),
    "approve": lambda one, by, form: actions.approve(one, by=by),
    "send": send,
    "remind": remind,
    "resend": lambda one, by, form: actions.resend(one, by=by),
    "extend": lambda one, by, form: actions.extend(one, form.cleaned_data["deadline"], by=by),
    "withdraw": lambda one, by, form: actions.withdraw(one, by=by, reason=form.cleaned_data["reason"]),
    "correct": correct,
}
DONE = {
    "propose": lambda: _("On the list of proposals."),
    "approve": lambda: _("Approved. It can be sent now."),
    "send": lambda: _("The invitation is on its way."),
    "remind": lambda: _("The reminder is on its way."),
    "resend": lambda: _("Sent again, with the same link and the same deadline."),
    "extend": lambda: _("There is more time now."),
    "withdraw": lambda: _("The invitation was taken back."),
    "correct": lambda: _("The old invitation was taken back; this is the new one."),
}
