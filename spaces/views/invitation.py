"""Invitations on the desk: the list of a space, and one of them with its history and its verbs."""

from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from impact_spaces.lib.keyset import page_of
from impact_spaces.lib.refusals import NotPossible
from spaces.actions import invitation as actions
from spaces.actions.reminding import remind_by_hand
from spaces.forms.invitation import AddressForm, ExtendForm, NoteForm, WithdrawForm
from spaces.insights import invitations as insights
from spaces.insights.history import timeline
from spaces.insights.verbs import verbs, why_not
from spaces.models import Invitation
from spaces.models.invitation import Kind
from spaces.states import INVITATIONS, MESSAGES, InvitationState
from spaces.views.desk import run_space, show
from spaces.views.letters import first_letter

FILTERS = ("q", "state", "kind", "trouble")


def invitations(request, pk):
    space = run_space(request, pk)
    filters = {name: request.GET.get(name, "").replace("\x00", "").strip()[:100] for name in FILTERS}
    mine = Invitation.objects.visible_to(request.user).filter(space=space)
    page = page_of(insights.chosen(mine, **filters), request.GET)
    context = {
        "rows": insights.rows(page.rows),
        "page": page,
        "filters": filters,
        "is_filtered": any(filters.values()),
        "states": InvitationState.choices,
        "kinds": Kind.choices,
    }
    return show(request, "invitation/list", space, "invitations", **context)


def invitation(request, pk):
    one = the_invitation(request, pk)
    return show_invitation(request, one)


def show_invitation(request, one, **forms):
    found = verbs(one, one.space)
    context = {
        "one": one,
        "tone": INVITATIONS[one.state].tone,
        "facts": facts(one),
        "verbs": [(verb, forms.get(verb.key) or form_for(verb.key, one)) for verb in found],
        "mail": first_letter(one) if is_to_be_sent(found) else None,
        "again": anew(one),
        "moves": timeline(one.moves.select_related("by").order_by("-at", "-id"), with_names=False),
        "messages_sent": [with_tone(message) for message in one.messages.order_by("-id")[:20]],
    }
    return show(request, "invitation/show", one.space, "invitations", **context)


def the_invitation(request, pk):
    mine = Invitation.objects.visible_to(request.user)
    related = mine.select_related("space", "organisation", "inviter", "decision", "delegated_from", "delegated_to")
    return get_object_or_404(related, pk=pk)


def is_to_be_sent(found):
    return any(verb.key == "send" and not verb.reason for verb in found)


def anew(one):
    """The address of the form in which the same person can be invited once more."""
    page = "invite" if one.kind == Kind.PEER else "candidate_new"
    names = {"name": one.name, "email": one.email, "organisation_name": one.from_where}
    return reverse(f"spaces:{page}", args=[one.space_id]) + "?" + urlencode(names)


def with_tone(message):
    return {"message": message, "tone": MESSAGES[message.state].tone}


def facts(one):
    """What is known about an invitation; what is not is left out."""
    found = [
        (_("Organisation"), one.from_where),
        (_("Address"), one.email),
        (_("Kind"), one.get_kind_display()),
        (_("Language"), one.get_language_display()),
        (_("Invited by"), one.inviter),
        (_("Answer until"), insights.day(one.deadline)),
        (_("Next reminder"), one.next_reminder_at and insights.day(one.next_reminder_at)),
        (_("Reminders sent"), one.reminders),
        (_("Ask again on"), one.deferred_until and insights.plain_day(one.deferred_until)),
        (_("Reason"), one.get_decline_reason_display()),
        (_("In their words"), one.answer_words),
    ]
    return [(term, fact) for term, fact in found if fact]


def form_for(verb, one, data=None):
    if verb == "extend":
        return ExtendForm(data, initial={"deadline": actions.usual_deadline()})
    if verb == "withdraw":
        return WithdrawForm(data)
    if verb in ("remind", "send"):
        return NoteForm(data)
    if verb == "correct":
        return AddressForm(data, invitation=one)
    return None


@require_POST
def invitation_do(request, pk, verb):
    """Do one verb with one invitation. A form that is wrong is shown again in its place."""
    one = the_invitation(request, pk)
    if verb not in DOING:
        raise Http404
    form = form_for(verb, one, request.POST)
    if form is not None and not form.is_valid():
        return show_invitation(request, one, **{verb: form})
    require_offered(one, verb)
    target = DOING[verb](one, request.user, form)
    messages.success(request, DONE[verb]())
    return redirect("spaces:invitation", (target or one).pk)


def require_offered(one, verb):
    """The verbs that are not in the page are not in its addresses either. Raises NotPossible."""
    if why := why_not(verb, one, one.space):
        raise NotPossible(why)


def send(one, by, form):
    note = form.cleaned_data["note"]
    if one.kind == Kind.PEER and one.state != InvitationState.APPROVED:
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
    made = actions.draft(one.space, one.kind, invitee, by=by)
    actions.propose(made, by=by)
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
    "propose": lambda: _("Proposed to the group."),
    "approve": lambda: _("Approved. It can be sent now."),
    "send": lambda: _("The invitation is on its way."),
    "remind": lambda: _("The reminder is on its way."),
    "resend": lambda: _("Sent again, with the same link and the same deadline."),
    "extend": lambda: _("There is more time now."),
    "withdraw": lambda: _("The invitation was taken back."),
    "correct": lambda: _("The old invitation was taken back; this is the new one."),
}
