"""Who calls: a partner system with a token, or a person who is signed in."""

import ipaddress
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import BasePermission

from spaces.api.calls import begin_call
from spaces.api.tokens import by_token
from spaces.models import Partner, PartnerKey


@dataclass(frozen=True)
class Access:
    """`request.auth` of a partner's call: who, by which key, and what the token is good for."""

    partner: Partner
    key: PartnerKey
    scopes: frozenset


@dataclass(frozen=True)
class Caller:
    """`request.user` of a partner's call. It is no person: nothing is visible to it as to somebody."""

    partner: Partner
    pk = None
    is_authenticated = True
    is_anonymous = is_active = is_staff = False


class PartnerAuthentication(BaseAuthentication):
    """`Authorization: Bearer …` with a token of POST /api/v1/token."""

    def authenticate(self, request):
        word, _blank, token = get_authorization_header(request).partition(b" ")
        if word.lower() != b"bearer":
            return None
        found = by_token(token.decode("latin-1").strip())
        if found is None:
            raise AuthenticationFailed(_("This token is not valid, or not any more."), code="invalid_token")
        partner = found.key.partner
        begin_call(request._request, found.key)
        require_network(request, partner)
        return Caller(partner), Access(partner, found.key, frozenset(found.scopes) & frozenset(partner.scopes))

    def authenticate_header(self, request):
        """The challenge of a 401: it tells whether there was a token at all."""
        error = ', error="invalid_token"' if get_authorization_header(request) else ""
        return f'Bearer realm="api"{error}'


def require_network(request, partner):
    """Raises PermissionDenied when the call comes from another network than the partner named."""
    if partner.networks and not partner.may_call_from(address_of(request)):
        raise PermissionDenied(_("Calls from this network address are not allowed."), code="network_not_allowed")


def address_of(request):
    """Where a call comes from; an address that nobody has where it is not known."""
    came_from = get_adapter().get_client_ip(request)
    try:
        return str(ipaddress.ip_address(came_from))
    except ValueError:
        return "0.0.0.0"


def seen(request, rows):
    """Of a queryset's rows those that the caller may see: a partner's or a person's."""
    if isinstance(request.auth, Access):
        return rows.visible_to_partner(request.auth.partner)
    return rows.visible_to(request.user)


class MayCall(BasePermission):
    """People call what is open to people; a partner calls what names a scope for the verb, with that scope.

    A view says `scopes = {"GET": "spaces:read"}`; `is_for_people = False` where it is for partners alone.
    """

    def has_permission(self, request, view):
        if not isinstance(request.auth, Access):
            return request.user.is_authenticated and getattr(view, "is_for_people", True)
        method = "GET" if request.method in ("HEAD", "OPTIONS") else request.method
        if method.lower() in view.http_method_names and hasattr(view, method.lower()):
            require_scope(request.auth, getattr(view, "scopes", {}).get(method))
        return True  # a verb that is not there is refused as such


def require_scope(auth, scope):
    """Raises PermissionDenied with the scope that is missing."""
    if scope is None:
        raise PermissionDenied(_("This is not open to partner systems."), code="not_for_partners")
    if scope not in auth.scopes:
        text = _("The token does not hold the scope {scope}.").format(scope=scope)
        raise PermissionDenied(text, code="insufficient_scope")
