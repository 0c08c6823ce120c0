"""One verb for many invitations: a preview that names everybody, then the deed, then what came of it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from impact_spaces.lib.refusals import NotPossible
from spaces.actions import invitation_many as actions
from spaces.actions import mailing_verbs
from spaces.forms.invitation import form_for
from spaces.insights.bulk import plan
from spaces.insights.verbs import WRITING
from spaces.models import Invitation
from spaces.views.desk import run_space, show
from spaces.views.planning import chosen_moment, plan_for

AT_ONCE = 200  # a page shows 50; more than this at once is an import's work
MOST = 5000  # of a mailing that was stopped
TITLES = {
    "send": lambda: _("Send the invitations"),
    "remind": lambda: _("Remind gently"),
    "resend": lambda: _("Send again"),
    "extend": lambda: _("Give more time"),
    "withdraw": lambda: _("Take back"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def invitations_bulk(request, pk, verb):
    """Without `confirmed` a preview, with it the deed. Whoever comes back to it without a form chooses anew."""
    space = run_space(request, pk)
    if verb not in TITLES:
        raise Http404
    if request.method != "POST":
        return redirect("spaces:invitations", space.pk)
    ticked, has_more = the_ticked(request, space)
    if not ticked:
        messages.warning(request, _("Nobody was ticked. Tick the invitations first."))
        return redirect("spaces:invitations", space.pk)
    found = plan(verb, ticked, space, has_more=has_more)
    is_confirmed = "confirmed" in request.POST
    form = form_for(verb, None, request.POST if is_confirmed else None)
    if is_confirmed and (form is None or form.is_valid()):
        do = write_to_all if verb in WRITING else do_all
        return do(request, space, verb, found, form)
    return preview(request, space, verb, found, form)


def preview(request, space, verb, found, form):
    context = {"verb": verb, "title": TITLES[verb](), "plan": found, "form": form}
    if verb in WRITING:
        context |= plan_for(request, space, verb, found)
        if form:
            form.initial["note"] = request.POST.get("note", "")
    return show(request, "invitation/bulk", space, "invitations", **context)


def the_ticked(request, space):
    """The invitations that were ticked, or all of a stopped mailing of whom nobody was told; and whether there are
    more than are done at once.
    """
    mine = Invitation.objects.visible_to(request.user).filter(space=space).knowing_mails()
    mine = mine.select_related("space", "organisation", "inviter", "delegated_from", "decision").order_by("-pk")
    mailing = as_keys([request.POST.get("mailing", "")])
    if mailing:
        stopped = Invitation.objects.unmailed().filter(messages__mailing=mailing[0])
        return first(mine.filter(pk__in=stopped.values("pk")), MOST)
    keys = as_keys(request.POST.getlist("ids"))
    found, _more = first(mine.filter(pk__in=keys[:AT_ONCE]), AT_ONCE)
    return found, len(keys) > AT_ONCE


def first(invitations, most):
    found = list(invitations[: most + 1])
    return found[:most], len(found) > most


def as_keys(values):
    return [key for key in values if key.isascii() and key.isdecimal() and len(key) < 19]


def write_to_all(request, space, verb, found, form):
    """All of it is one mailing; its page tells how it goes."""
    how = {"goes_at": chosen_moment(request, space)} | (form.cleaned_data if form else {})
    if not found.chosen:
        say(request, [], found)
        return redirect("spaces:invitations", space.pk)
    try:
        mailing, written = WRITE[verb](space, keys_of(found), by=request.user, **how)
    except NotPossible as refusal:
        return refuse(request, space, found, refusal)
    say(request, written, found)
    return redirect("spaces:mailing", mailing.pk)


WRITE = {"send": mailing_verbs.send_all, "remind": mailing_verbs.remind_all, "resend": mailing_verbs.resend_all}


def do_all(request, space, verb, found, form):
    """Do it with all that it can be done with, and say with whom it could not."""
    try:
        done, refused = DO[verb](space, keys_of(found), by=request.user, **form.cleaned_data)
    except NotPossible as refusal:
        return refuse(request, space, found, refusal)
    say(request, done, found, refused)
    return redirect("spaces:invitations", space.pk)


DO = {"extend": actions.extend_all, "withdraw": actions.withdraw_all}


def keys_of(found):
    return [one.pk for one in found.chosen]


def refuse(request, space, found, refusal):
    say(request, [], found, dict.fromkeys(keys_of(found), str(refusal)))
    return redirect("spaces:invitations", space.pk)


def say(request, done, found, refused=None):
    """With how many it was done, with whom it was not and why, and whether there are more."""
    gone, refused = {one.pk for one in done}, refused or {}
    left = [(one.name, why) for one, why in found.skipped]
    late = _("This has changed in the meantime.")
    left += [(one.name, refused.get(one.pk, late)) for one in found.chosen if one.pk not in gone]
    text = ngettext("Done for {n} invitation.", "Done for {n} invitations.", len(gone)).format(n=len(gone))
    messages.add_message(request, messages.SUCCESS if gone else messages.WARNING, text)
    if left:
        names = "; ".join(_("{name}: {why}").format(name=name, why=why) for name, why in left[:10])
        more = ngettext("Not done for {n}.", "Not done for {n}.", len(left)).format(n=len(left))
        messages.warning(request, f"{more} {names}")
    if found.has_more:
        messages.warning(request, _("There are more than can be done at once. Do the rest in the same way."))
