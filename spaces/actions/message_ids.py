"""The number by which a mail knows itself wherever it comes back: in `Message-ID`, and in the address for its reports.

It is `<row>.<digest>`, with a dash where a provider takes no dot: the row to be found by, the digest to prove that it
was we who wrote it. It is the same for every attempt at one occasion, and tells nothing about it.
"""

import hashlib
import re
from email.utils import parseaddr
from functools import lru_cache
from hmac import compare_digest

from django.conf import settings

LENGTH = 32  # of the digest: 128 bits
NUMBER = re.compile(rf"\b(\d{{1,18}})(?:\.([0-9a-f]{{{LENGTH}}})@|-([0-9a-f]{{{LENGTH}}})\b)", re.IGNORECASE)


def id_of(message):
    """The Message-ID of a mail."""
    return f"<{number_of(message)}@{our_address().partition('@')[2]}>"


def bounce_address_of(message):
    """Where the reports about one mail go (VERP), so that each names its mail; None where nobody reads them."""
    local, _at, domain = settings.BOUNCE_ADDRESS.partition("@")
    return f"{local}+{number_of(message)}@{domain}" if domain else None


def number_of(message):
    return f"{message.pk}.{digest_of(message)}"


def trace_of(message):
    """The number as providers keep it beside a mail: letters, digits and a dash."""
    return f"{message.pk}-{digest_of(message)}"


def digest_of(message):
    return hashlib.sha256(f"{message.occasion}:{message.nonce}".encode()).hexdigest()[:LENGTH]


def find(text):
    """The row and the digest that a Message-ID, or the address of a report, names; None when it names none."""
    found = NUMBER.search(text)
    return (int(found[1]), (found[2] or found[3]).lower()) if found else None


def verify(message, digest):
    """Whether the digest is this mail's own."""
    return digest.isascii() and compare_digest(digest_of(message), digest.lower())


def our_address():
    """The address that mails come from."""
    return address_in(settings.DEFAULT_FROM_EMAIL)


@lru_cache(maxsize=8)
def address_in(text):
    return parseaddr(text)[1]
