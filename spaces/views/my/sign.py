"""Reading an agreement, and signing it in one's own name."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from impact_spaces.lib.refusals import NotPossible
from spaces.actions import agreement as signing
from spaces.forms.my import SignForm
from spaces.models import Agreement
from spaces.models.membership import Role


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request, pk):
    seen = Agreement.objects.visible_to(request.user).select_related("space")
    agreement = get_object_or_404(seen, pk=pk)
    place = get_object_or_404(request.user.memberships.present(), space=agreement.space)
    form = SignForm(request.POST or None, initial={"name": request.user.name})
    if request.method == "POST" and form.is_valid():
        try:
            return put_name(request, agreement, place, form.cleaned_data["name"])
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
    return render(request, "spaces/my/sign.html", about(agreement, place) | {"form": form})


def put_name(request, agreement, place, name):
    signing.sign(agreement, place, by=request.user, name=name)
    messages.success(request, _("You signed. Thank you."))
    return redirect("spaces:my_space", agreement.space_id)


def about(agreement, place):
    latest = agreement.space.agreements.filter(kind=agreement.kind).order_by("-version").first()
    return {
        "agreement": agreement,
        "space": agreement.space,
        "place": place,
        "signature": agreement.signatures.filter(membership=place).first(),
        "newer": latest if latest != agreement else None,
        "may_sign": place.role != Role.FACILITATOR and not agreement.space.is_over,
    }
