"""What somebody outside names as an address, and where a request to it goes: to a public machine or nowhere."""

import socket
import ssl
import time
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from impact_spaces.lib import outgoing
from impact_spaces.lib.outgoing import Refused, Unreached, is_public, post
from tests.fixtures.receiver import Receiver

TRICKY = [
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0177.0.0.1/",
    "https://localhost/",
    "https://localhost./",
    "https://0.0.0.0/",
    "https://0/",
    "https://10.0.0.1/",
    "https://172.16.0.1/",
    "https://192.168.1.1/",
    "https://100.64.0.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://168.63.129.16/",
    "https://192.0.0.192/",
    "https://198.18.0.1/",
    "https://192.88.99.1/",
    "https://224.0.0.1/",
    "https://255.255.255.255/",
    "https://[::1]/",
    "https://[::]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:8.8.8.8]/",
    "https://[::7f00:1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[64:ff9b:1::a00:1]/",
    "https://[2002:7f00:1::]/",
    "https://[2001:0:7f00:1::]/",
    "https://[2001:db8::1]/",
    "https://[3fff::1]/",
    "https://[fe80::1]/",
    "https://[fc00::1]/",
    "https://[fd00:ec2::254]/",
    "https://[fec0::1]/",
    "https://[ff02::1]/",
]
ODD = [
    "http://example.org/",
    "http://127.0.0.1:8000/",
    "ftp://example.org/",
    "file:///etc/passwd",
    "gopher://example.org:70/_x",
    "//example.org/",
    "example.org",
    "https://",
    "https:///path",
    "https://user:secret@example.org/",
    "https://example.org@127.0.0.1/",
    "https://@example.org/",
    "https://example.org/#here",
    "https://example.org\\@127.0.0.1/",
    "https://exam\nple.org/",
    "https://example.org/a b",
    "https://①②⑦.⓪.⓪.①/",
    "https://example.org:0/",
    "https://example.org:99999/",
    "https://example.org:port/",
    "https://[::1/",
    "https://example.org/" + "x" * 500,
]


@pytest.fixture
def in_production(settings):
    settings.WEBHOOKS_TO_THIS_MACHINE = False


class Names:
    """A resolver that a stranger runs: `means` has a list of addresses for each time that a name is asked for."""

    def __init__(self):
        self.means, self.asked, self.real = {}, [], socket.getaddrinfo

    def __call__(self, host, port, *more, **options):
        if str(host)[0].isdecimal():  # an address, which nobody is asked for
            return self.real(host, port, *more, **options)
        self.asked.append(host)
        addresses = self.means[host].pop(0)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]


@pytest.fixture
def names(monkeypatch):
    found = Names()
    monkeypatch.setattr(socket, "getaddrinfo", found)
    return found


@pytest.mark.parametrize("url", TRICKY)
def test_what_is_not_a_public_machine_gets_nothing(url, in_production):
    with pytest.raises(Refused, match="not_public"):
        post(url, b"{}", {})


@pytest.mark.parametrize("url", ODD)
def test_what_is_not_a_plain_https_address_is_refused_unread(url, in_production, names):
    with pytest.raises(Refused, match="address"):
        post(url, b"{}", {})
    assert names.asked == []


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2001:4860:4860::8888", "2a00:1450::1"])
def test_public_machines_are_public(address):
    assert is_public(ip_address(address))


def test_one_private_address_among_public_ones_spoils_the_name(in_production, names):
    names.means["hooks.example"] = [["8.8.8.8", "10.0.0.1"]]
    with pytest.raises(Refused, match="not_public"):
        post("https://hooks.example/", b"{}", {})


def test_what_is_sent_arrives_as_it_is(receiver):
    assert post(receiver.url, b'{"a": 1}', {"Webhook-Id": "evt_1", "Content-Type": "application/json"}) == 200
    ((headers, body),) = receiver.came
    assert (headers["Webhook-Id"], headers["Content-Type"], body) == ("evt_1", "application/json", b'{"a": 1}')
    assert headers["Host"] == f"127.0.0.1:{receiver.port}"


@pytest.mark.parametrize("status", [204, 302, 307, 404, 410, 500])
def test_an_answer_is_an_answer_and_nothing_is_followed(receiver, status):
    def answer(request):
        request.send_response(status)
        request.send_header("Location", "/elsewhere")
        request.end_headers()

    receiver.answers = [answer]
    assert post(receiver.url, b"{}", {}) == status
    assert len(receiver.came) == 1


def test_no_proxy_is_asked(receiver, monkeypatch):
    proxy = Receiver()
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
    post(receiver.url, b"{}", {})
    assert (len(receiver.came), proxy.came) == (1, [])
    proxy.close()


def test_who_answers_drop_by_drop_is_left(receiver, monkeypatch):
    monkeypatch.setattr(outgoing, "PATIENCE", 0.4)

    def drip(request):
        for _letter in range(40):
            request.wfile.write(b"H")
            request.wfile.flush()
            time.sleep(0.05)

    receiver.answers = [drip]
    with pytest.raises(Unreached, match="too_slow|garbled"):
        post(receiver.url, b"{}", {})


def test_who_goes_on_announcing_an_answer_is_left(receiver, monkeypatch):
    monkeypatch.setattr(outgoing, "PATIENCE", 0.4)

    def soon(request):
        for _time in range(40):
            request.wfile.write(b"HTTP/1.1 103 Early Hints\r\n\r\n")
            request.wfile.flush()
            time.sleep(0.05)

    receiver.answers = [soon]
    with pytest.raises(Unreached, match="too_slow"):
        post(receiver.url, b"{}", {})


def test_a_flood_is_not_read(receiver):
    def flood(request):
        request.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(4000):
            request.wfile.write(b"X-%d: %s\r\n" % (number, b"x" * 100))
        request.wfile.write(b"\r\n")

    receiver.answers = [flood]
    with pytest.raises(Unreached, match="garbled"):
        post(receiver.url, b"{}", {})


def test_a_long_body_after_the_head_is_left_where_it_is(receiver):
    def long(request):
        request.send_response(200)
        request.end_headers()
        for _part in range(1000):
            request.wfile.write(b"x" * 100_000)

    receiver.answers = [long]
    assert post(receiver.url, b"{}", {}) == 200


def test_who_says_nothing_sensible_is_garbled_and_who_is_not_there_unreachable(receiver):
    receiver.answers = [lambda request: request.wfile.write(b"220 mail.example ESMTP\r\n\r\n")]
    with pytest.raises(Unreached, match="garbled"):
        post(receiver.url, b"{}", {})
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        with pytest.raises(Unreached, match="unreachable"):
            post(f"http://127.0.0.1:{free.getsockname()[1]}/", b"{}", {})


def test_a_name_that_nobody_knows_is_told_apart_from_none_that_is_private():
    with pytest.raises(Refused, match="not_public"):
        post("https://nobody.invalid/", b"{}", {})


# `BLACK_HOLE` answers nothing: its queue of connections is full. `DEAD` refuses.
DEAD, ALIVE, BLACK_HOLE = "127.0.0.3", "127.0.0.1", "127.0.0.2"


@pytest.fixture
def mute(receiver):
    """A machine that takes no connection and refuses none, at the port of the receiver."""
    full = socket.create_server((BLACK_HOLE, receiver.port), backlog=0)
    waiting = []
    for _number in range(4):
        waiting.append(socket.socket())
        waiting[-1].setblocking(False)
        waiting[-1].connect_ex((BLACK_HOLE, receiver.port))
    yield
    for one in (*waiting, full):
        one.close()


@pytest.fixture
def local_names(names, monkeypatch):
    """The machines of these tests count as public ones, and a name of theirs as one that webhooks go to."""
    monkeypatch.setattr(outgoing, "is_public", lambda address: str(address).startswith("127.0.0."))
    monkeypatch.setattr(outgoing, "is_scheme_allowed", lambda parts: True)
    return names


@pytest.mark.parametrize("dead", [[DEAD], [BLACK_HOLE], [BLACK_HOLE, DEAD, BLACK_HOLE]])
def test_where_an_address_is_dead_the_next_one_gets_it(receiver, mute, local_names, monkeypatch, dead):
    monkeypatch.setattr(outgoing, "NEXT_AFTER", 0.3)
    local_names.means["hooks.example"] = [[*dead, ALIVE]]
    assert post(f"http://hooks.example:{receiver.port}/", b"{}", {}) == 200
    assert (len(receiver.came), local_names.asked) == (1, ["hooks.example"])


def test_many_dead_addresses_leave_time_for_the_last_one(receiver, mute, local_names, monkeypatch):
    monkeypatch.setattr(outgoing, "PATIENCE", 2)
    local_names.means["hooks.example"] = [[BLACK_HOLE, DEAD, "127.0.0.4", "127.0.0.5", ALIVE]]
    assert post(f"http://hooks.example:{receiver.port}/", b"{}", {}) == 200


def test_where_all_are_dead_nobody_answers(receiver, mute, local_names, monkeypatch):
    monkeypatch.setattr(outgoing, "PATIENCE", 0.6)
    for addresses, problem in (([BLACK_HOLE, DEAD], "unreachable"), ([DEAD, BLACK_HOLE], "too_slow")):
        local_names.means["hooks.example"] = [addresses]
        with pytest.raises(Unreached, match=problem):
            post(f"http://hooks.example:{receiver.port}/", b"{}", {})


def test_an_answer_however_bad_is_no_reason_to_try_another_address(receiver, local_names):
    other = Receiver(DEAD, receiver.port)
    receiver.answers = [500]
    local_names.means["hooks.example"] = [[ALIVE, DEAD]]
    assert post(f"http://hooks.example:{receiver.port}/", b"{}", {}) == 500
    assert (len(receiver.came), other.came) == (1, [])
    other.close()


def test_addresses_of_both_kinds_are_tried_by_turns():
    found = [ip_address(text) for text in ("2a00::1", "2a00::2", "2a00::3", "8.8.8.8")]
    assert [str(one) for one in outgoing.by_turns(found)] == ["2a00::1", "8.8.8.8", "2a00::2", "2a00::3"]
    assert outgoing.by_turns([]) == []


@pytest.fixture
def with_tls(tmp_path, monkeypatch):
    """A receiver whose certificate is for hooks.example, made by somebody whom this process trusts."""
    chain, key = certificate_for("hooks.example", tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(chain))
    outgoing.trusted.cache_clear()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, key)
    found = Receiver(context=context)
    found.context = context
    yield found
    found.close()
    outgoing.trusted.cache_clear()


def certificate_for(host, folder):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    chain, private = folder / "chain.pem", folder / "key.pem"
    chain.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    private.write_bytes(key.private_bytes(serialization.Encoding.PEM, *plain))
    return chain, private


def test_the_certificate_is_checked_for_the_name_though_the_address_is_pinned(with_tls, names):
    names.means = {"hooks.example": [["127.0.0.1"]], "other.example": [["127.0.0.1"]]}
    assert post(f"https://hooks.example:{with_tls.port}/", b"{}", {}) == 200
    assert with_tls.came[0][0]["Host"] == f"hooks.example:{with_tls.port}"
    with pytest.raises(Unreached, match="certificate"):
        post(f"https://other.example:{with_tls.port}/", b"{}", {})
    assert len(with_tls.came) == 1


def test_a_name_is_asked_once_and_a_second_meaning_leads_nowhere(with_tls, names):
    inside = Receiver("127.0.0.2", with_tls.port, with_tls.context)
    names.means["hooks.example"] = [["127.0.0.1"], ["127.0.0.2"]]
    try:
        assert post(f"https://hooks.example:{with_tls.port}/", b"{}", {}) == 200
        assert (names.asked, len(with_tls.came), inside.came) == (["hooks.example"], 1, [])
        with pytest.raises(Refused, match="not_public"):
            post(f"https://hooks.example:{with_tls.port}/", b"{}", {})
        assert (len(with_tls.came), inside.came) == (1, [])
    finally:
        inside.close()


def test_a_certificate_of_nobody_known_is_refused(with_tls, names, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    outgoing.trusted.cache_clear()
    names.means = {"hooks.example": [["127.0.0.1"]]}
    with pytest.raises(Unreached, match="certificate"):
        post(f"https://hooks.example:{with_tls.port}/", b"{}", {})
    assert with_tls.came == []
