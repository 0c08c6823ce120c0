"""The site, and each list of the benchmark in two more ways: `floor`, and `plain`, the usual way of DRF.

All three ask the same questions first: the token, its scope, the network, the limit of the minute; the middleware
notes each call.
"""

from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpResponse
from django.urls import path
from rest_framework import serializers
from rest_framework.generics import ListAPIView
from rest_framework.pagination import CursorPagination

from impact_spaces.urls import urlpatterns as whole_site
from spaces.api.auth import PartnerAuthentication, require_scope
from spaces.api.invitation import InvitationList
from spaces.api.listing import SOMEBODY, filled
from spaces.api.member import MembershipList
from spaces.api.organisation import OrganisationList
from spaces.api.shapes import (
    InvitationShape,
    MembershipShape,
    Named,
    OrganisationShape,
    columns_of,
    names_of,
)
from spaces.models.grant import Share

LISTS = {"organisations": OrganisationList, "memberships": MembershipList, "invitations": InvitationList}


@login_not_required
def floor(request, name):
    """One statement that was written beforehand, in a view without anything."""
    request._request = request
    _user, request.auth = PartnerAuthentication().authenticate(request)
    require_scope(request.auth, f"{name}:read")
    sql, params = written(name, int(request.GET["limit"]))
    with connection.cursor() as cursor:
        cursor.execute(sql, [filled(value, request.auth.partner, {}) for value in params])
        return HttpResponse(cursor.fetchone()[0], content_type="application/json")


@cache
def written(name, limit):
    shape = LISTS[name].shape
    columns = columns_of(shape, names_of(shape), SOMEBODY)
    rows = LISTS[name].rows(SOMEBODY).order_by("-pk")
    inner = rows.values(**{f"c_{number}": one for number, one in enumerate(columns.values())})[:limit]
    sql, params = inner.query.sql_with_params()
    named = ", ".join(f'c_{number} AS "{column}"' for number, column in enumerate(columns))
    return f"SELECT json_agg(t)::text FROM (SELECT {named} FROM ({sql}) found) t", params


class InShort(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()


class PlainOrganisation(serializers.ModelSerializer):
    fields = serializers.PrimaryKeyRelatedField(many=True, read_only=True)
    identifiers = serializers.SlugRelatedField("value", many=True, read_only=True)

    class Meta(OrganisationShape.Meta):
        pass


class PlainMembership(serializers.ModelSerializer):
    shared = serializers.ListField()
    name = serializers.SerializerMethodField()
    email = serializers.SerializerMethodField()
    organisation = serializers.SerializerMethodField()

    class Meta(MembershipShape.Meta):
        pass

    def get_name(self, row):
        return row.person.name if Share.NAME in row.shared else None

    def get_email(self, row):
        return row.person.email if Share.EMAIL in row.shared else None

    def get_organisation(self, row):
        return Named(row.organisation).data if Share.ORGANISATION in row.shared else None


class PlainInvitation(serializers.ModelSerializer):
    organisation = InShort()

    class Meta(InvitationShape.Meta):
        pass


PLAIN = {
    "organisations": (PlainOrganisation, (), ("fields", "identifiers")),
    "memberships": (PlainMembership, ("person", "organisation"), ()),
    "invitations": (PlainInvitation, ("organisation",), ()),
}


class Pages(CursorPagination):
    page_size, max_page_size, page_size_query_param, ordering = 50, 100, "limit", "-pk"


class Plain(ListAPIView):
    is_for_people, pagination_class = False, Pages

    @property
    def scopes(self):
        return {"GET": f"{self.kwargs['name']}:read"}

    def get_serializer_class(self):
        return PLAIN[self.kwargs["name"]][0]

    def get_queryset(self):
        _serializer, joined, fetched = PLAIN[self.kwargs["name"]]
        rows = LISTS[self.kwargs["name"]].rows(self.request.auth.partner)
        return rows.select_related(*joined).prefetch_related(*fetched)


urlpatterns = [path("floor/<str:name>/", floor), path("plain/<str:name>/", Plain.as_view()), *whole_site]
