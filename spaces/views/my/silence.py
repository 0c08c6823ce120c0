"""Somebody who marked a mail as spam, and wants to be written to after all."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from spaces.actions.suppressing import lift_for


@require_POST
def write_again(request):
    lift_for(request.user.email)
    messages.success(request, _("You are written to again. What would have come meanwhile is not sent after all."))
    return redirect("spaces:my")
