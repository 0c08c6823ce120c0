"""Invitations on the desk: the list of a space, and one of them with its history and what can be done."""

from urllib.parse import urlencode

from django.db.models import OuterRef
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from impact_spaces.lib.keyset import page_of
from spaces.forms.candidacy import not_before_the_group
from spaces.forms.invitation import form_for
from spaces.insights import invitations as insights
from spaces.insights.arrival import code_of, trouble, why
from spaces.insights.history import timeline
from spaces.insights.verbs import WRITING, verbs
from spaces.models import Invitation
from spaces.models.invitation import Kind
from spaces.states import INVITATIONS, MESSAGES, TROUBLE, InvitationState
from spaces.views.desk import run_space, show
from spaces.views.letters import first_letter
from spaces.views.planning import plan_for_one

FILTERS = ("q", "state", "kind", "trouble")


def invitations(request, pk):
    space = run_space(request, pk)
    filters = {name: request.GET.get(name, "").replace("\x00", "").strip()[:100] for name in FILTERS}
    mine = Invitation.objects.visible_to(request.user).filter(space=space)
    page = page_of(insights.chosen(mine, **filters), request.GET)
    context = {
        "rows": insights.rows(page.rows, space),
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
        "trouble": trouble(one),
        "verbs": [(verb, forms.get(verb.key) or form_for(verb.key, one)) for verb in found],
        "mail": first_letter(one) if is_to_be_sent(found) else None,
        "send": plan_for_one(one) if writes(found) else None,
        "again": anew(one),
        "not_before_the_group": not_before_the_group(one),
        "moves": timeline(one.moves.select_related("by").order_by("-at", "-id"), with_names=False),
        "messages_sent": [with_tone(message) for message in mails_of(one)],
    }
    return show(request, "invitation/show", one.space, "invitations", **context)


def the_invitation(request, pk):
    mine = Invitation.objects.visible_to(request.user)
    related = mine.select_related("space", "organisation", "inviter", "decision", "delegated_from", "delegated_to")
    return get_object_or_404(related, pk=pk)


def is_to_be_sent(found):
    return any(verb.key == "send" and not verb.reason for verb in found)


def writes(found):
    return any(verb.key in WRITING and not verb.reason for verb in found)


def anew(one):
    """The address of the form in which the same person can be invited once more."""
    page = "invite" if one.kind == Kind.PEER else "candidate_new"
    names = {"name": one.name, "email": one.email, "organisation_name": one.from_where}
    return reverse(f"spaces:{page}", args=[one.space_id]) + "?" + urlencode(names)


def mails_of(one):
    return one.messages.annotate(code=code_of(OuterRef("pk"))).order_by("-id")[:20]


def with_tone(message):
    lost = why(message.code or "") if message.state in TROUBLE else ""
    return {"message": message, "tone": MESSAGES[message.state].tone, "why": lost}


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
