"""Members of a space and its meetings, as far as each member lets a system know; and the pulse of the group."""

from django.db.models import F
from rest_framework import serializers

from spaces.api.fields import Words
from spaces.api.listing import Listing, Single
from spaces.api.query import PkWord
from spaces.api.shapes import MeetingShape, MembershipShape, PulseShape


class OfSpace(Words):
    space = PkWord()


class MembershipList(Listing):
    """Members who let this system know something of them: what, stands in `shared`. The rest is null."""

    scopes = {"GET": "memberships:read"}
    shape, filters, key = MembershipShape, OfSpace, "place"

    @classmethod
    def rows(cls, partner):
        """In the order of `sharings_with_a_partner`; that of the memberships is the same, but leads past all others."""
        return super().rows(partner).annotate(place=F("sharings__membership"))

    @classmethod
    def after(cls, last):
        """Said of both tables: PostgreSQL does not conclude the one from the other, and would read one from its top."""
        return {"place__lt": last, "pk__lt": last}


class MembershipDetail(Single):
    scopes, listing = MembershipList.scopes, MembershipList


class MeetingFilters(OfSpace):
    starts_after = serializers.DateTimeField(source="starts_at__gt", required=False)
    starts_before = serializers.DateTimeField(source="starts_at__lt", required=False)
    changed_after = serializers.DateTimeField(source="changed_at__gt", required=False)


class MeetingList(Listing):
    """Meetings to which members are called who let this system have theirs, each with the answers of these members.

    The order is that of the ids, which tells nothing.
    """

    scopes = {"GET": "meetings:read"}
    shape, filters, key = MeetingShape, MeetingFilters, "uid"


class MeetingDetail(Single):
    scopes, listing, name = MeetingList.scopes, MeetingList, "uid"


class PulseList(Listing):
    """Pulses that were counted and are shown to the group: for each line one of three bands, or that it is withheld.

    No figure is finer than what the group reads, none is of a part of it, and under five answers there is none.
    """

    scopes = {"GET": "pulse:read"}
    shape, filters = PulseShape, OfSpace


class PulseDetail(Single):
    scopes, listing = PulseList.scopes, PulseList
