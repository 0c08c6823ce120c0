"""A peer proposes somebody: another peer at any time, a stakeholder once the group has consolidated."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from impact_spaces.lib.refusals import NotPossible
from spaces import access
from spaces.actions import invitation as inviting
from spaces.forms.my import ProposalForm
from spaces.models import Space
from spaces.states import InvitationState


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request, pk):
    space = get_object_or_404(Space.objects.visible_to(request.user), pk=pk)
    access.require(access.belongs_inside(request.user, space))
    form = ProposalForm(request.POST or None, space=space)
    if request.method == "POST" and form.is_valid():
        try:
            put_forward(space, form, by=request.user)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your proposal is with the facilitator. Nobody is written to yet."))
            return redirect("spaces:my_space", space.pk)
    return render(request, "spaces/my/propose.html", {"space": space, "form": form})


def put_forward(space, form, *, by):
    drafted = inviting.draft(space, form.kind_of_invitation(), form.invitee(), by=by)
    if drafted.state != InvitationState.DRAFT or drafted.inviter_id != by.pk:
        raise NotPossible(_("This person has been proposed or invited already."))
    inviting.propose(drafted, by=by)
