"""A peer proposes somebody: another peer to the facilitator at any time; somebody of another sector to the group, for
the need that it wrote, once it has consolidated.
"""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from impact_spaces.lib.refusals import NotPossible
from spaces import access
from spaces.actions import candidacy
from spaces.actions import invitation as inviting
from spaces.forms.my import ProposalForm
from spaces.insights import audience
from spaces.models import Need, Space
from spaces.models.invitation import Kind
from spaces.states import InvitationState
from spaces.vetting import CANDIDATE_STAGES


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request, pk):
    space = get_object_or_404(Space.objects.visible_to(request.user), pk=pk)
    access.require(access.belongs_inside(request.user, space))
    form = ProposalForm(request.POST or None, need=need_for_candidates(request.user, space))
    if request.method == "POST" and form.is_valid():
        try:
            return put_forward(request, space, form)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
    about = {"space": space, "form": form, "audience": audience.of_peers(space)}
    return render(request, "spaces/my/propose.html", about | {"may_have_candidates": space.stage in CANDIDATE_STAGES})


def need_for_candidates(person, space):
    """What a candidate would be proposed for, or None where none can be proposed now."""
    if space.stage not in CANDIDATE_STAGES:
        return None
    return Need.objects.visible_to(person).filter(space=space).order_by("-version").first()


def put_forward(request, space, form):
    if form.kind_of_invitation() == Kind.STAKEHOLDER:
        said = form.cleaned_data
        with_name = not said["without_name"]
        candidacy.put_forward(
            space, form.invitee(), by=request.user, need=form.need, why=said["why"], with_name=with_name
        )  # fmt: skip
        messages.success(
            request, _("On the list of candidates, for the whole peer group. Nobody outside is written to.")
        )
        return redirect("spaces:candidates", space.pk)
    propose_peer(space, form.invitee(), by=request.user)
    messages.success(request, _("Your proposal is with the facilitator. Nobody is written to yet."))
    return redirect("spaces:my_space", space.pk)


def propose_peer(space, invitee, *, by):
    drafted = inviting.draft(space, Kind.PEER, invitee, by=by)
    if drafted.state != InvitationState.DRAFT or drafted.inviter_id != by.pk:
        raise NotPossible(_("This person has been proposed or invited already."))
    inviting.propose(drafted, by=by)
