"""What the domain tells the world about its mails, by DNS: MX, SPF, DKIM, DMARC."""

import base64
import binascii

import dns.exception
import dns.resolver
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key
from django.conf import settings

from impact_spaces.lib.mailcheck import spf
from impact_spaces.lib.mailcheck.finding import look, ok, wrong
from impact_spaces.lib.mailcheck.sender import envelope_domain, our_domain, related

PATIENCE = 5  # seconds for one name
# Where providers and mail servers usually put their keys.
USUAL = (
    "default", "dkim", "mail", "mx", "smtp", "s1", "s2", "k1", "k2", "k3", "selector1", "selector2", "google", "pm",
    "mg", "mailo", "krs", "pic", "brevo1", "brevo2", "resend", "mailjet", "scph0", "zoho", "protonmail", "sig1",
)  # fmt: skip


class OutOfReach(Exception):
    """No name server answers."""


class ServerFailed(Exception):
    """A name server answers, and says that it cannot tell. Its text is what it was asked for."""


class Names:
    """Questions to the name servers: the machine's own, or one at HOST:PORT."""

    def __init__(self, server=""):
        try:
            self.resolver = dns.resolver.Resolver(configure=not server)
        except dns.resolver.NoResolverConfiguration:
            self.resolver = dns.resolver.Resolver(configure=False)
        if server:
            host, _colon, port = server.partition(":")
            self.resolver.nameservers, self.resolver.port = [host], int(port or 53)
        self.resolver.lifetime = PATIENCE

    def ask(self, name, kind):
        """The answers of a kind; none for a name that has none. Raises OutOfReach, ServerFailed."""
        try:
            return list(self.resolver.resolve(name, kind, search=False))
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer, dns.exception.SyntaxError, ValueError):
            return []
        except dns.resolver.NoNameservers as error:
            if any(answer for *_way, answer in error.kwargs["errors"]):  # not one that nobody listens at
                raise ServerFailed(f"{kind} of {name}") from None
            raise OutOfReach from None
        except dns.exception.DNSException:
            raise OutOfReach from None

    def texts(self, name, beginning=""):
        """The TXT records of a name that begin so."""
        found = (b"".join(one.strings).decode("utf-8", "replace") for one in self.ask(name, "TXT"))
        return [text for text in found if text.lower().startswith(beginning.lower())]


def domain(names):
    """All that the domain says. Yields findings."""
    try:
        for check in (receives, may_send, keys, policy):
            yield from as_far_as_told(check, names)
    except OutOfReach:
        yield look("No name server answers from here, so SPF, DKIM and DMARC were not looked at.",
                   "Run this where DNS works; --dns HOST names another server.")  # fmt: skip


def as_far_as_told(check, names):
    try:
        yield from check(names)
    except ServerFailed as failed:
        yield look(f"The name server failed when it was asked for {failed}; this says nothing about the record itself.",
                   "Try again in a few minutes, or ask another: --dns HOST. If it stays, the domain's own name servers "
                   "or their signatures (DNSSEC) are broken.")  # fmt: skip


def may_send(names):
    return spf.check(names, envelope_domain())


def receives(names):
    for name in dict.fromkeys((our_domain(), envelope_domain())):
        if names.ask(name, "MX"):
            yield ok(f"{name} takes mails (MX).")
        else:
            yield wrong(f"{name} takes no mails: it has no MX record, so nothing can come back to it.",
                        "Add one; many servers refuse senders to whom nobody can answer.")  # fmt: skip


def keys(names):
    """DKIM. This site signs nothing itself: the mail server or the provider does."""
    ours = settings.DKIM_SELECTOR
    found = {}
    for selector in [ours] if ours else USUAL:
        for text in names.texts(f"{selector}._domainkey.{our_domain()}"):
            if "p=" in text:
                found[selector] = text
    for selector, text in found.items():
        yield key(selector, text)
    if not found and ours:
        yield wrong(f"There is no DKIM key at {ours}._domainkey.{our_domain()}.",
                    "Publish the record that the provider shows, or mend DKIM_SELECTOR.")  # fmt: skip
    elif not found:
        yield look("No DKIM key stands where they usually do.",
                   "Switch DKIM on at the provider, publish its record, and name its selector in DKIM_SELECTOR. "
                   "Without DKIM large providers refuse mails to many.")  # fmt: skip
    yield look("This site leaves signing to the mail server or the provider.",
               "In the source of the test mail, DKIM-Signature: has to name List-Unsubscribe and "
               "List-Unsubscribe-Post in h=, or their button does not appear (RFC 8058).")  # fmt: skip


def key(selector, text):
    value = tags(text).get("p", "").replace(" ", "")
    if not value:
        return wrong(f"The DKIM key {selector} was revoked: it is empty.", "Publish the provider's present key.")
    if tags(text).get("k", "rsa") != "rsa":
        return ok(f"DKIM key {selector}.")
    try:
        loaded = load_der_public_key(base64.b64decode(value, validate=True))
    except (binascii.Error, ValueError, UnsupportedAlgorithm):
        return wrong(
            f"The DKIM key {selector} cannot be read.", "It was probably cut when it was pasted; publish it anew."
        )
    size = loaded.key_size if isinstance(loaded, RSAPublicKey) else 0
    if size < 1024:
        return wrong(f"The DKIM key {selector} has {size} bits; it counts as none.", "Make one of 2048 bits.")
    if size < 2048:
        return look(f"The DKIM key {selector} has {size} bits.", "2048 are usual today.")
    return ok(f"DKIM key {selector}, {size} bits.")


def policy(names):
    """DMARC, at the domain or the nearest one above it."""
    labels = our_domain().split(".")
    places = [".".join(labels[number:]) for number in range(len(labels) - 1)]
    found, place = next(((said, at) for at in places if (said := names.texts(f"_dmarc.{at}", "v=DMARC1"))), ([], ""))
    if not found:
        first = f'_dmarc.{our_domain()} TXT "v=DMARC1; p=none"'
        yield wrong(f"There is no DMARC record for {our_domain()}.", f"Providers ask for one. Begin with: {first}")
        return
    if len(found) > 1:
        yield wrong(f"There are {len(found)} DMARC records at {place}; then none counts.", "Leave one.")
        return
    said = tags(found[0])
    wanted = said.get("sp", said.get("p", "")) if place != our_domain() else said.get("p", "")
    if wanted not in ("none", "quarantine", "reject"):
        yield wrong(
            f"The DMARC record of {place} has no policy that is one: {found[0]}", "p= is none, quarantine or reject."
        )
    elif wanted == "none":
        yield look(
            f"DMARC at {place} only watches (p=none).", "Enough to begin; later quarantine or reject protects you."
        )
    else:
        yield ok(f"DMARC at {place}: {wanted}.")
    yield alignment(said.get("aspf", "r"))


def alignment(strictness):
    envelope, ours = envelope_domain(), our_domain()
    if envelope == ours or (strictness != "s" and related(envelope, ours)):
        return ok(f"The envelope's domain ({envelope}) fits the sender's: SPF counts for DMARC.")
    return wrong(f"The envelope's domain {envelope} does not fit {ours}: SPF does not count for DMARC.",
                 "Let BOUNCE_ADDRESS be at the same domain (with aspf=s just the same), or see that DKIM signs with "
                 f"d={ours}.")  # fmt: skip


def tags(text):
    """{tag: value} of a record in the form a=b; c=d."""
    pairs = (part.partition("=") for part in text.split(";"))
    return {name.strip().lower(): value.strip() for name, _sign, value in pairs if name.strip()}
