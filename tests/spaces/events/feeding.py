"""What a partner system reads in its feed."""

from spaces.actions.event import catch_up
from spaces.insights.events import feed, position_of


def read(partner, *, after="", most=100, scopes=None):
    """All events after one that a partner may know of, as it sees them, page by page."""
    found, more = [], True
    while more:
        catch_up()
        place = position_of(after) if after else 0
        page, more = feed(partner, partner.scopes if scopes is None else scopes, after=place, most=most)
        found += [one.as_seen() for one in page]
        after = page[-1].key if page else after
    return found


def told(partner, **more):
    """(kind, id, state) of each."""
    return [(one["type"], one["data"]["id"], one["data"]["state"]) for one in read(partner, **more)]


def new(partner, before):
    """(kind, id, state) of what came after what was read before."""
    return told(partner)[len(before) :]
