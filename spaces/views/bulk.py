"""One verb for many invitations: a preview that names everybody, then the deed, then what came of it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from impact_spaces.lib.refusals import NotPossible
from spaces.actions import invitation as actions
from spaces.actions import mailing_verbs
from spaces.forms.invitation import form_for
from spaces.insights.bulk import WRITING, plan
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
    ticked = the_ticked(request, space)
    if not ticked:
        messages.warning(request, _("Nobody was ticked. Tick the invitations first."))
        return redirect("spaces:invitations", space.pk)
    found = plan(verb, ticked, space)
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
    """The invitations that were ticked, or all of a stopped mailing of whom nobody was told."""
    mine = Invitation.objects.visible_to(request.user).filter(space=space).knowing_mails()
    mine = mine.select_related("space", "organisation", "inviter", "delegated_from", "decision").order_by("-pk")
    mailing = as_keys([request.POST.get("mailing", "")])
    if mailing:
        stopped = Invitation.objects.unmailed().filter(messages__mailing=mailing[0])
        return list(mine.filter(pk__in=stopped.values("pk"))[:MOST])
    return list(mine.filter(pk__in=as_keys(request.POST.getlist("ids"))[:AT_ONCE]))


def as_keys(values):
    return [key for key in values if key.isascii() and key.isdecimal() and len(key) < 19]


def write_to_all(request, space, verb, found, form):
    """All of it is one mailing; its page tells how it goes."""
    left = [(one.name, why) for one, why in found.skipped]
    how = {"by": request.user, "goes_at": chosen_moment(request, space)}
    how |= {"note": form.cleaned_data["note"]} if form else {}
    if not found.chosen:
        say(request, 0, left)
        return redirect("spaces:invitations", space.pk)
    try:
        mailing, written = WRITE[verb](space, [one.pk for one in found.chosen], **how)
    except NotPossible as reason:
        say(request, 0, [*left, *((one.name, str(reason)) for one in found.chosen)])
        return redirect("spaces:invitations", space.pk)
    gone = {one.pk for one in written}
    late = [(one.name, _("This has changed in the meantime.")) for one in found.chosen if one.pk not in gone]
    say(request, len(written), left + late)
    return redirect("spaces:mailing", mailing.pk)


WRITE = {"send": mailing_verbs.send_all, "remind": mailing_verbs.remind_all, "resend": mailing_verbs.resend_all}


def do_all(request, space, verb, found, form):
    """Do it for each that can be done, and say for whom it could not be."""
    left, done = [(one.name, why) for one, why in found.skipped], 0
    for one in found.chosen:
        try:
            do_one(verb, one, request.user, form)
            done += 1
        except NotPossible as reason:
            left.append((one.name, str(reason)))
    say(request, done, left)
    return redirect("spaces:invitations", space.pk)


def do_one(verb, one, by, form):
    if verb == "extend":
        actions.extend(one, form.cleaned_data["deadline"], by=by)
    else:
        actions.withdraw(one, by=by, reason=form.cleaned_data["reason"])


def say(request, done, left):
    text = ngettext("Done for {n} invitation.", "Done for {n} invitations.", done).format(n=done)
    messages.add_message(request, messages.SUCCESS if done else messages.WARNING, text)
    if left:
        names = "; ".join(_("{name}: {why}").format(name=name, why=why) for name, why in left[:10])
        more = ngettext("Not done for {n}.", "Not done for {n}.", len(left)).format(n=len(left))
        messages.warning(request, f"{more} {names}")
