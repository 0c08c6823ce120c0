"""A set-up with nothing wrong: certificates, keys, and what its domain tells."""

import base64
import ssl
from datetime import UTC, datetime, timedelta
from functools import cache

import trustme
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

OURS = "mirror.org.il"
TO = "you@elsewhere.org.il"
NOW = datetime.now(UTC)


@cache
def authority(name):
    return trustme.CA(organization_name=name)


def context(name="localhost", ca="ours", until=timedelta(days=200)):
    """A server's TLS with a certificate for a name, by an authority, until a day."""
    found = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    since = NOW - timedelta(days=400)
    authority(ca).issue_cert(name, not_before=since, not_after=NOW + until).configure_cert(found)
    return found


@cache
def dkim(bits=2048):
    public = rsa.generate_private_key(65537, bits).public_key()
    return (
        "v=DKIM1; k=rsa; p="
        + base64.b64encode(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()
    )


def good_names(**changes):
    """What a good domain tells. changes: mx, spf, dkim, dmarc, each a list of records; and `more` names."""
    said = {
        "mx": [f"10 mx.{OURS}."], "spf": ["v=spf1 include:localhost ~all"], "dkim": [dkim()],
        "dmarc": ["v=DMARC1; p=quarantine"], "more": {},
    } | changes  # fmt: skip
    return {
        (OURS, "MX"): said["mx"], (OURS, "TXT"): ["some other record", *said["spf"]],
        (f"s1._domainkey.{OURS}", "TXT"): said["dkim"], (f"_dmarc.{OURS}", "TXT"): said["dmarc"],
        ("localhost", "TXT"): ["v=spf1 ip4:192.0.2.1 -all"], **said["more"],
    }  # fmt: skip


def many(number):
    """An SPF record that takes so many questions."""
    more = {(f"p{n}.org", "TXT"): ["v=spf1 ip4:192.0.2.1 -all"] for n in range(number)}
    return good_names(spf=["v=spf1 " + " ".join(f"include:p{n}.org" for n in range(number)) + " -all"], more=more)
