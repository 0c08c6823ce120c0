"""Requests to addresses that somebody outside has named: only to public machines, only with TLS, only for a while.

A name is resolved once, its addresses are looked at, and the connection goes to one of those very addresses: a name
that means something else a moment later leads nowhere. Where one address is dead the next one is tried. The certificate
is checked for the name. Nothing is followed, no proxy is asked, and of the answer no more is read than its head.
"""

import socket
import ssl
import time
from functools import cache
from ipaddress import IPv4Address, IPv6Network, ip_address, ip_network
from itertools import zip_longest
from urllib.parse import urlsplit

import httpcore
from django.conf import settings

PATIENCE = 15  # seconds for all of it: connecting, TLS, sending, the head of the answer
MOST_READ = 64 * 1024  # bytes
MOST_ADDRESSES = 8  # of one name: so many are looked at and tried
NEXT_AFTER = 3  # seconds; then another address of the name is tried
LONGEST_URL = 500

HERE = IPv4Address("127.0.0.1")
PUBLIC_V6 = IPv6Network("2000::/3")
# Public by their number, and yet ways to somewhere else: tunnels that carry an IPv4 address (6to4, Teredo and its
# neighbours) and their relays, documentation, and where a large cloud answers its own machines.
TUNNELS = ("2002::/16", "2001::/23", "192.88.99.0/24", "192.0.0.0/24")
DETOURS = [ip_network(net) for net in (*TUNNELS, "3fff::/20", "168.63.129.16/32")]


class Refused(Exception):
    """Nothing is sent to this address. The text is one of the words of `WHY`."""


class Unreached(Exception):
    """No answer came. The text is one of the words of `WHY`."""


# What may stand in the way, in one word each; whoever shows them has the sentences. A name that nobody knows and one of
# a machine that is not public are the same word: whoever names addresses should not find out names of the inside.
WHY = ("address", "not_public", "certificate", "unreachable", "too_slow", "garbled")


def post(url, body, headers):
    """Send bytes, and return the status of the answer, whatever it is. Raises Refused, Unreached."""
    require_plain(url)
    limits = {"timeout": dict.fromkeys(("connect", "read", "write", "pool"), PATIENCE)}
    try:
        with (
            httpcore.ConnectionPool(ssl_context=trusted(), network_backend=Guarded(), retries=0) as pool,
            pool.stream("POST", url, headers=headers, content=body, extensions=limits) as answer,
        ):
            return answer.status
    except httpcore.TimeoutException as error:
        raise Unreached("too_slow") from error
    except httpcore.ProtocolError as error:
        raise Unreached("garbled") from error
    except httpcore.NetworkError as error:
        raise Unreached("unreachable") from error


def require_plain(url):
    """Raise Refused for anything but a plain https address: no credentials, no fragment, no odd letters."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Refused("address") from error
    is_visible = url.isascii() and url.isprintable() and not set(url) & set(' \\"<>^`{|}')
    is_bare = parts.hostname and not parts.username and "@" not in parts.netloc and "#" not in url
    if not (is_visible and is_bare and port != 0 and len(url) <= LONGEST_URL and is_scheme_allowed(parts)):
        raise Refused("address")


def is_scheme_allowed(parts):
    """Plain http goes to this very machine, where that is allowed at all."""
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname == str(HERE) and may_stay_here())


def may_stay_here():
    return settings.WEBHOOKS_TO_THIS_MACHINE


def is_public(address):
    """Whether an address (of `ipaddress`) is one machine on the open net, and nothing else by another name."""
    if address.version == 6 and address not in PUBLIC_V6:  # mapped and translated (NAT64) IPv4 too
        return False
    return address.is_global and not address.is_multicast and not any(address in net for net in DETOURS)


def looked_at(host, port):
    """The addresses of a name, as text, each of them public. Raises Refused."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Refused("not_public") from error
    addresses = by_turns(dict.fromkeys(ip_address(entry[4][0]) for entry in found))[:MOST_ADDRESSES]
    for address in addresses:
        if not (is_public(address) or (address == HERE and may_stay_here())):
            raise Refused("not_public")
    return [str(address) for address in addresses]


def by_turns(addresses):
    """One of each kind in turn, as the resolver orders them: where a whole kind leads nowhere the other is not far."""
    kinds = {}
    for address in addresses:
        kinds.setdefault(address.version, []).append(address)
    return [address for row in zip_longest(*kinds.values()) for address in row if address]


@cache
def trusted():
    return httpcore.default_ssl_context()


class Guarded(httpcore.NetworkBackend):
    """Connects to addresses that were looked at, and has an end in time for everything after."""

    def __init__(self):
        self.until = time.monotonic() + PATIENCE
        self.backend = httpcore.SyncBackend()

    def connect_tcp(self, host, port, timeout=None, local_address=None, socket_options=None):
        *others, last = looked_at(host, port)
        for number, address in enumerate(others):
            try:
                seconds = min(NEXT_AFTER, left(self.until) / (len(others) + 1 - number))
                return self._connected(address, port, seconds, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._connected(last, port, left(self.until), socket_options)

    def _connected(self, address, port, seconds, options):
        stream = self.backend.connect_tcp(address, port, seconds, None, options)
        return Timed(stream, self.until)


class Timed(httpcore.NetworkStream):
    """A connection that ends at a moment, however slowly the other side drips, and that does not read without end."""

    def __init__(self, stream, until):
        self.stream, self.until, self.has_read = stream, until, 0

    def read(self, max_bytes, timeout=None):
        found = self.stream.read(max_bytes, left(self.until))
        self.has_read += len(found)
        if self.has_read > MOST_READ:
            raise httpcore.RemoteProtocolError("more than anybody asked for")
        return found

    def write(self, buffer, timeout=None):
        self.stream.write(buffer, left(self.until))

    def start_tls(self, ssl_context, server_hostname=None, timeout=None):
        try:
            return Timed(self.stream.start_tls(ssl_context, server_hostname, left(self.until)), self.until)
        except httpcore.ConnectError as error:
            is_certificate = isinstance(error.__cause__, ssl.SSLCertVerificationError)
            raise Unreached("certificate" if is_certificate else "unreachable") from error

    def close(self):
        self.stream.close()

    def get_extra_info(self, info):
        return self.stream.get_extra_info(info)


def left(until):
    """Seconds until then. Raises ReadTimeout when it has passed."""
    seconds = until - time.monotonic()
    if seconds <= 0:
        raise httpcore.ReadTimeout("the time is over")
    return seconds
