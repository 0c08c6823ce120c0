"""POST /api/v1/token: OAuth 2 client credentials (RFC 6749 §4.4), its answers and errors by the letter of the RFC."""

import binascii
import hmac
import secrets
from base64 import b64decode
from urllib.parse import unquote_plus

from django.http import HttpResponse
from oauthlib.oauth2 import BackendApplicationServer, RequestValidator
from oauthlib.oauth2.rfc6749.errors import (
    InvalidRequestError,
    OAuth2Error,
    TemporarilyUnavailableError,
    UnauthorizedClientError,
)
from rest_framework import serializers
from rest_framework.views import APIView

from impact_spaces.lib.limits import Limit
from impact_spaces.lib.tokens import digest
from spaces.actions import partner as actions
from spaces.api.auth import address_of
from spaces.api.fields import in_english
from spaces.models import PartnerKey

FAILURES = Limit("token-failed", times=30, seconds=600)  # for each address
TOKENS = Limit("token", times=60, seconds=600)  # for each key; one token is good for many calls
HEADERS = {"Content-Type": "application/json", "Cache-Control": "no-store"}
NOBODY = digest(secrets.token_urlsafe(32))  # what an unknown client is compared with, so that it takes the same time


class Validator(RequestValidator):
    """What oauthlib asks while it reads one request, and the key with which that came."""

    def __init__(self, address):
        super().__init__()
        self.address, self.key = address, None

    def authenticate_client(self, request, *args, **kwargs):
        client_id, secret = credentials(request)
        key = live_key(client_id)
        fits = hmac.compare_digest(digest(secret), key.secret_digest if key else NOBODY)
        if key is None or not fits:
            return False
        request.client, request.client_id, self.key = key, key.client_id, key
        self.require_more(key)
        return True

    def require_more(self, key):
        if not key.partner.may_call_from(self.address):
            raise UnauthorizedClientError("Calls from this network address are not allowed.")
        if TOKENS.used(key.pk):
            raise TemporarilyUnavailableError("Too many tokens: one is good for many calls.", status_code=429)

    def validate_grant_type(self, client_id, grant_type, client, request, *args, **kwargs):
        return grant_type == "client_credentials"

    def get_default_scopes(self, client_id, request, *args, **kwargs):
        return request.client.partner.scopes

    def validate_scopes(self, client_id, scopes, client, request, *args, **kwargs):
        return bool(scopes) and set(scopes) <= set(client.partner.scopes)

    def save_token(self, token, request, *args, **kwargs):
        actions.issue_token(request.client, token["access_token"], sorted(set(request.scopes)))


def live_key(client_id):
    if "\x00" in client_id:
        return None
    live = PartnerKey.objects.live().filter(client_id=client_id, partner__is_active=True)
    return live.select_related("partner").first()


def credentials(request):
    """Client and secret, from the header or from the body. Raises InvalidRequestError where both have some."""
    kind, _blank, word = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "basic":
        return request.client_id or "", request.client_secret or ""
    if request.client_secret is not None:
        raise InvalidRequestError("Use one way to authenticate, not two.", request=request)
    client_id, secret = from_basic(word)
    return ("", "") if request.client_id not in (None, client_id) else (client_id, secret)


def from_basic(word):
    try:
        client_id, _colon, secret = b64decode(word, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return "", ""
    return unquote_plus(client_id), unquote_plus(secret)


class TokenAsked(serializers.Serializer):
    """By RFC 6749, section 4.4.2."""

    example = {"grant_type": "client_credentials"}
    grant_type = serializers.ChoiceField(["client_credentials"])
    scope = serializers.CharField(required=False, **in_english("Scopes, with blanks between them."))
    client_id = serializers.CharField(required=False, **in_english("Where it is not sent as HTTP Basic."))
    client_secret = serializers.CharField(required=False)


class TokenGiven(serializers.Serializer):
    access_token = serializers.CharField()
    token_type = serializers.CharField()
    expires_in = serializers.IntegerField()
    scope = serializers.CharField()


class TokenRefused(serializers.Serializer):
    """By RFC 6749, section 5.2."""

    error = serializers.CharField()
    error_description = serializers.CharField(required=False)


class Token(APIView):
    authentication_classes = permission_classes = throttle_classes = ()
    takes = {"POST": {"application/x-www-form-urlencoded": TokenAsked}}
    gives = {"POST": {200: TokenGiven, **dict.fromkeys((400, 401, 429), TokenRefused)}}
    has_problems = False

    def post(self, request):
        """A token for a client id and its secret. Without `scope` it holds all that the partner may ask for."""
        validator = Validator(address_of(request))
        headers, body, status = self.answer(request, validator)
        request._request.calling = validator.key
        if status == 401:
            FAILURES.used(validator.address)
            headers["WWW-Authenticate"] = 'Basic realm="api"'
        if status == 429:
            headers["Retry-After"] = str(FAILURES.seconds)
        return HttpResponse(body, status=status, headers={**HEADERS, **headers})

    def answer(self, request, validator):
        try:
            if FAILURES.is_reached(validator.address):
                raise TemporarilyUnavailableError("Too many failures from this address.", status_code=429)
            return answer(request._request, validator)
        except OAuth2Error as error:
            return {}, error.json, error.status_code


def answer(sent, validator):
    """What oauthlib answers: headers, body, status. Raises OAuth2Error."""
    lives = int(actions.TOKEN_LIVES.total_seconds())
    server = BackendApplicationServer(validator, lambda _request: secrets.token_urlsafe(32), lives)
    names = {name: sent.headers[name] for name in ("Authorization",) if name in sent.headers}
    try:
        return server.create_token_response(sent.get_full_path(), sent.method, sent.body.decode(), names)
    except ValueError as error:  # no spelling of parameters that the RFC knows
        raise InvalidRequestError("Send the parameters as application/x-www-form-urlencoded.") from error
