"""The group's own items: read, add one, ask one no more."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from impact_spaces.lib.refusals import NotPossible
from spaces.actions import pulse_items as actions
from spaces.forms.pulse import PulseItemForm
from spaces.insights import audience
from spaces.models import PulseItem, Space
from spaces.pulse_items import ITEMS
from spaces.views.desk import posted, run_space, show


@require_http_methods(["GET", "HEAD", "POST"])
def pulse_items(request, pk):
    space = run_space(request, pk)
    form = PulseItemForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_item(space, by=request.user, **form.cleaned_data)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is asked from the next pulse on."))
            return redirect("spaces:pulse_items", space.pk)
    own = list(space.pulse_items.asked().order_by("pk"))
    context = {"form": form, "own": own, "items": ITEMS, "is_full": len(own) >= actions.MOST, "most": actions.MOST}
    return show(request, "pulse/items", space, **context, audience=audience.of_peers(space))


@require_POST
def pulse_item_retire(request, pk):
    mine = PulseItem.objects.visible_to(request.user).filter(space__in=Space.objects.run_by(request.user))
    item = get_object_or_404(mine, pk=pk)
    actions.retire_item(item, by=request.user)
    messages.success(request, _("It is not asked any more. What was read of it stays."))
    return redirect("spaces:pulse_items", item.space_id)
