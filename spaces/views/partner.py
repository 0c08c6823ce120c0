"""The pages of a partner system: for its contact persons, and for those who run the installation."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from spaces.insights import partners as insights
from spaces.models import Partner
from spaces.scopes import in_words

PARTS = (
    ("partner", _("Keys")),
    ("partner_spaces", _("Spaces")),
    ("partner_calls", _("Calls")),
    ("partner_deliveries", _("Webhooks")),
)


def the_partner(request, pk):
    """A system that this person answers for, or that runs on their installation. Raises Http404."""
    return get_object_or_404(Partner.objects.visible_to(request.user).distinct(), pk=pk)


def show(request, template, partner, here="", **context):
    """A page of one partner system, with its tabs."""
    tabs = [
        {"url": reverse(f"spaces:{name}", args=[partner.pk]), "text": text, "here": name == here}
        for name, text in PARTS
    ]
    context |= {"partner": partner, "tabs": tabs, "is_silent": partner.endpoints.switched_off().exists()}
    return render(request, f"spaces/partner/{template}.html", context)


@require_safe
def partners(request):
    found = Partner.objects.visible_to(request.user).distinct().order_by("name")
    if not request.user.is_staff and not found:
        raise Http404
    return render(request, "spaces/partner/list.html", {"partners": found})


@require_safe
def partner(request, pk):
    found = the_partner(request, pk)
    context = {
        "keys": found.keys.select_related("by", "ended_by").order_by("-pk"),
        "scopes": in_words(found.scopes),
        "answers": found.contacts.filter(pk=request.user.pk).exists(),
    }
    return show(request, "keys", found, "partner", **context)


@require_safe
def partner_spaces(request, pk):
    found = the_partner(request, pk)
    grants = found.grants.live().select_related("space").order_by("-since", "-pk")
    return show(request, "spaces", found, "partner_spaces", grants=grants)


@require_safe
def partner_calls(request, pk):
    found = the_partner(request, pk)
    return show(request, "calls", found, "partner_calls", page=insights.calls(found, request.GET))
