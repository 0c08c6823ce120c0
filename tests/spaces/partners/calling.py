"""A partner's program: gets a token with its key, and calls with it."""

from base64 import b64encode
from urllib.parse import urlencode

from django.test import Client

from tests import world as w
from tests.spaces.api.asking import Program

FORM = "application/x-www-form-urlencoded"


def basic(key, secret):
    return "Basic " + b64encode(f"{key.client_id}:{secret}".encode()).decode()


def ask_token(body="grant_type=client_credentials", REMOTE_ADDR="127.0.0.1", **headers):
    """The answer to a request for a token; `body` is a text, or a dict of its fields."""
    text = body if isinstance(body, str | bytes) else urlencode({"grant_type": "client_credentials", **body})
    return Client().post("/api/v1/token", text, content_type=FORM, headers=headers, REMOTE_ADDR=REMOTE_ADDR)


def token_of(key, secret, scope="", **options):
    answer = ask_token({"scope": scope} if scope else {}, authorization=basic(key, secret), **options)
    assert answer.status_code == 200, answer.text
    return answer.json()["access_token"]


def with_token(token, **options):
    return Program(headers={"authorization": f"Bearer {token}"}, **options)


def program_of(partner, scope=""):
    """A program of this partner that has a token."""
    return with_token(token_of(*w.a_key(partner), scope))
