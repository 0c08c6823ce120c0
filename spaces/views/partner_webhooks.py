"""The endpoints of a partner system, and what went there: for its contact persons, and for those who run the site."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from spaces import access
from spaces.actions import webhook as actions
from spaces.insights import webhooks as insights
from spaces.models import Delivery, Endpoint, Partner
from spaces.views.partner import show, the_partner

VERBS = {
    "test": (actions.send_test, gettext_lazy("A test is on its way.")),
    "enable": (actions.switch_on, gettext_lazy("It is on. What waited or happened since is on its way.")),
}


@require_safe
def partner_deliveries(request, pk):
    found = the_partner(request, pk)
    context = {
        "endpoints": insights.endpoints(found),
        "page": insights.deliveries(found, request.GET),
        "answers": found.contacts.filter(pk=request.user.pk).exists(),
    }
    return show(request, "deliveries", found, "partner_deliveries", **context)


def of_ones_own(request, rows, to_partner):
    """Those of systems that this person answers for, or that run on their installation."""
    return rows.filter(**{f"{to_partner}__in": Partner.objects.visible_to(request.user)})


@require_POST
def endpoint_do(request, pk, verb):
    """Try an endpoint out, or switch it on again."""
    if verb not in VERBS:
        raise Http404
    found = of_ones_own(request, Endpoint.objects.standing().select_related("partner"), "partner")
    endpoint = get_object_or_404(found.distinct(), pk=pk)
    access.require_contact(request.user, endpoint.partner)
    do, said = VERBS[verb]
    do(endpoint)
    messages.success(request, said)
    return redirect("spaces:partner_deliveries", endpoint.partner_id)


@require_POST
def delivery_resend(request, pk):
    """Send an event once more."""
    rows = Delivery.objects.filter(endpoint__removed_at=None).select_related("endpoint__partner")
    delivery = get_object_or_404(of_ones_own(request, rows, "endpoint__partner").distinct(), pk=pk)
    access.require_contact(request.user, delivery.endpoint.partner)
    actions.resend(delivery)
    messages.success(request, _("It is on its way once more, with the same id."))
    return redirect("spaces:partner_deliveries", delivery.endpoint.partner_id)
