"""One verb for many invitations: a preview that names everybody, then the deed, then what came of it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from impact_spaces.lib.refusals import NotPossible
from spaces.actions import invitation as actions
from spaces.actions.reminding import remind_by_hand
from spaces.forms.invitation import form_for
from spaces.insights.bulk import plan
from spaces.models import Invitation
from spaces.views.desk import run_space, show
from spaces.views.letters import reminder_letters

AT_ONCE = 200  # a page shows 50; more than this at once is an import's work
TITLES = {
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
        say(request, *do_all(verb, found, request.user, form))
        return redirect("spaces:invitations", space.pk)
    context = {"verb": verb, "title": TITLES[verb](), "plan": found, "form": form}
    if verb == "remind":
        context["mails"] = reminder_letters(found.chosen, request.POST.get("note", ""))
    return show(request, "invitation/bulk", space, "invitations", **context)


def the_ticked(request, space):
    keys = [key for key in request.POST.getlist("ids") if key.isascii() and key.isdecimal() and len(key) < 19]
    mine = Invitation.objects.visible_to(request.user).filter(space=space, pk__in=keys[:AT_ONCE])
    return list(mine.select_related("space", "organisation").order_by("-pk"))


def do_all(verb, found, by, form):
    """Do it for each that can be done. Returns how many, and (name, why not) of the others."""
    left = [(one.name, why) for one, why in found.skipped]
    if verb == "remind":
        reminded = {one.pk for one in remind_by_hand(found.chosen, by=by, note=form.cleaned_data["note"])}
        late = [one.name for one in found.chosen if one.pk not in reminded]
        return len(reminded), left + [(name, _("Was reminded today already.")) for name in late]
    done = 0
    for one in found.chosen:
        try:
            do_one(verb, one, by, form)
            done += 1
        except NotPossible as reason:
            left.append((one.name, str(reason)))
    return done, left


def do_one(verb, one, by, form):
    if verb == "resend":
        actions.resend(one, by=by)
    elif verb == "extend":
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
