"""Tokens for links in mails. Only the SHA-256 is stored; the token itself is made again from a nonce and the
site's secret key whenever a mail goes out, so that a copy of the database opens no link and resending keeps it.
"""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode

from django.conf import settings


def new_nonce():
    return secrets.token_hex(16)


def token_for(purpose, nonce, key=None):
    """A token of 192 bits for one purpose; the same as long as the key lives."""
    mac = hmac.new((key or settings.SECRET_KEY).encode(), f"{purpose}:{nonce}".encode(), hashlib.sha256)
    return urlsafe_b64encode(mac.digest()[:24]).decode()


def digest(token):
    return hashlib.sha256(token.encode()).hexdigest()


def current_token(purpose, nonce, stored):
    """The token whose digest was stored, also when the site's key was changed since.

    Raises LookupError when none of the keys made it.
    """
    for key in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]:
        token = token_for(purpose, nonce, key)
        if hmac.compare_digest(digest(token), stored):
            return token
    raise LookupError("no key of this site made this token")
