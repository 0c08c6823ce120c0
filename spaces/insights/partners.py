"""What people read of partner systems: those of a space, and the keys and calls of one."""

from dataclasses import dataclass

from impact_spaces.lib.keyset import page_of
from spaces.models import Grant, Partner, Sharing
from spaces.scopes import BY_SPACE

ENDED = 20  # grants that ended, shown below those that stand


@dataclass(frozen=True)
class Standing:
    """A grant, and what the reader lets its system have."""

    grant: Grant
    shared: list


def standing(space):
    """The systems that a space lets in, the newest first."""
    return space.grants.live().select_related("partner", "by").order_by("-since", "-pk")


def ended(space):
    """Those that it let in before."""
    over = space.grants.filter(ended_at__isnull=False)
    return over.select_related("partner", "by", "ended_by").order_by("-ended_at", "-pk")[:ENDED]


def others(space):
    """The systems that could be let in."""
    inside = space.grants.live().values("partner")
    return Partner.objects.filter(is_active=True, scopes__overlap=BY_SPACE).exclude(pk__in=inside).order_by("name")


def standing_for(place):
    """What stands in the space of a member, with what they share themselves."""
    own = dict(Sharing.objects.filter(membership=place).values_list("grant", "what"))
    return [Standing(grant, own.get(grant.pk, [])) for grant in standing(place.space)]


def calls(partner, params):
    """A page of the latest calls."""
    return page_of(partner.calls.select_related("key"), params, size=100)
