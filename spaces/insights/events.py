"""The feed: what happened, for one partner system, in the order that never changes."""

from spaces.models import Event


def position_of(key):
    """The place of an event in the order; None for an id that is none. What may be known of it does not matter: it
    says where to go on, also when its space does not let this system in any more.
    """
    return Event.objects.in_order().filter(key=key).values_list("position", flat=True).first()


def feed(partner, scopes, *, after, most):
    """The next events after a position that a system may know of with these scopes, and whether more follow.

    Positions must have been given just before: what is not committed by then comes after whatever is returned.
    """
    known = Event.objects.visible_to_partner(partner, scopes)
    found = list(known.filter(position__gt=after).in_order()[: most + 1])
    return found[:most], len(found) > most
