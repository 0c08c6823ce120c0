"""What people read of a partner's endpoints, and of what goes there."""

from impact_spaces.lib.keyset import page_of
from spaces.models import Delivery, Endpoint


def endpoints(partner):
    """The endpoints that a partner has, the newest first."""
    return Endpoint.objects.visible_to_partner(partner).order_by("-pk")


def deliveries(partner, params):
    """A page of what went to them or is on its way."""
    found = Delivery.objects.visible_to_partner(partner).select_related("event", "endpoint")
    return page_of(found, params, size=100)
