from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from spaces.actions.need import write_need
from spaces.forms.need import NeedForm
from spaces.insights import audience
from spaces.views.desk import posted, run_space, show


def need_new(request, pk):
    """The need with all its versions; writing makes the next one."""
    space = run_space(request, pk)
    versions = list(space.needs.select_related("by").order_by("-version"))
    form = NeedForm(posted(request), initial={"text": versions[0].text if versions else ""})
    if request.method == "POST" and form.is_valid():
        write_need(space, form.cleaned_data["text"], by=request.user)
        messages.success(request, _("The need is written down."))
        return redirect("spaces:space", space.pk)
    return show(request, "need/new", space, form=form, versions=versions, audience=audience.of_peers(space))
