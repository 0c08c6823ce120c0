"""Inviting one peer by a form, with the mail to look at before it goes; putting a candidate before the group."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from impact_spaces.lib.refusals import NotPossible
from spaces.actions import candidacy
from spaces.actions import invitation as actions
from spaces.forms.candidacy import PutForwardForm
from spaces.forms.invitation import InviteForm
from spaces.insights import audience
from spaces.models.invitation import Kind
from spaces.vetting import wrong_stage
from spaces.views.desk import posted, run_space, show
from spaces.views.letters import first_letter, would_be
from spaces.views.planning import chosen_moment, plan_for_one


def invite(request, pk):
    """The form; with `look` its search of the map; with `preview` the mail; with `send` the deed."""
    space = run_space(request, pk)
    form = InviteForm(posted(request), space=space, kind=Kind.PEER, initial=first_values(request))
    form.fields["deadline"].initial = actions.usual_deadline()
    context = {"form": form, "closed": wrong_stage(space, Kind.PEER)}
    if request.method != "POST" or "look" in request.POST or not form.is_valid():
        return show(request, "invitation/invite", space, "invitations", **context)
    data = form.cleaned_data
    how = {name: data[name] for name in ("deadline", "note", "is_confirmation") if name in data}
    if "send" not in request.POST:
        context |= letter_and_plan(space, form.invitee, by=request.user, **how)
        return show(request, "invitation/preview", space, "invitations", **context)
    goes_at = chosen_moment(request, space)
    made = actions.invite(space, form.invitee, by=request.user, goes_at=goes_at, **how)
    messages.success(request, waits_until(goes_at) if goes_at else _("The invitation is on its way."))
    return redirect("spaces:invitation", made.pk)


def letter_and_plan(space, invitee, *, by, note, **how):
    """The mail that would invite somebody, and when it would go out."""
    invitation = would_be(space, invitee, by=by, kind=Kind.PEER, **how)
    return {"mail": first_letter(invitation, note), "send": plan_for_one(invitation)}


def waits_until(moment):
    return _("The invitation goes out on {moment}.").format(moment=date_format(localtime(moment), "l, j F, H:i"))


def first_values(request):
    """What an invitation to the same person before gives to the form."""
    return {name: request.GET[name] for name in ("name", "email", "organisation_name") if name in request.GET}


def candidate_new(request, pk):
    """Somebody of another sector, put before the group for the need that it wrote. Nobody outside is written to."""
    space = run_space(request, pk)
    need = space.needs.order_by("-version").first()
    form = PutForwardForm(posted(request), space=space, kind=Kind.STAKEHOLDER, initial=first_values(request))
    closed = wrong_stage(space, Kind.STAKEHOLDER)
    context = {"form": form, "closed": closed, "need": need, "audience": audience.of_peers(space)}
    if request.method == "POST" and "look" not in request.POST and form.is_valid():
        try:
            made = candidacy.put_forward(space, form.invitee, by=request.user, need=need, why=form.cleaned_data["why"])
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Before the group now. Nobody outside is written to."))
            return redirect("spaces:invitation", made.invitation_id)
    return show(request, "invitation/candidate", space, "desk_candidates", **context)
