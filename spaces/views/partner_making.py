"""Partner systems as an operator makes and changes them."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from spaces.actions import partner as actions
from spaces.forms.partner import PartnerForm
from spaces.views.desk import posted
from spaces.views.glass import require_staff
from spaces.views.partner import show, the_partner


@require_http_methods(["GET", "HEAD", "POST"])
def partner_new(request):
    require_staff(request.user)
    form = PartnerForm(posted(request))
    if request.method == "POST" and form.is_valid():
        made = actions.make_partner(by=request.user, **form.cleaned_data)
        messages.success(request, _("Made. Its contact persons can sign in now and make its first key."))
        return redirect("spaces:partner", made.pk)
    return render(request, "spaces/partner/new.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def partner_edit(request, pk):
    require_staff(request.user)
    form = PartnerForm(posted(request), instance=the_partner(request, pk))
    if request.method == "POST" and form.is_valid():
        actions.change_partner(the_partner(request, pk), by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("spaces:partner", pk)
    return show(request, "edit", the_partner(request, pk), form=form)
