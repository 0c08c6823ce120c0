"""Set-ups that are broken or weak, each with what is said of it."""

from datetime import timedelta

from tests.lib.mailcheck.good import OURS, TO, context, dkim, good_names, many
from tests.lib.mailcheck.surroundings import Handler

# What is broken: (arguments of checked, the line that says so, the end of the line that says what to do)
BROKEN = {
    "no host of this name": (
        {"host": "mail.nowhere.invalid"},
        "There is no host of the name mail.nowhere.invalid.",
        "wrong letter in EMAIL_URL.",
    ),
    "nobody listens": ({"port": 9}, "No mail server listens at localhost, port 9.", "Is the port the right one?"),
    "tls from the start where there is none": (
        {"EMAIL_USE_SSL": True, "EMAIL_USE_TLS": False},
        "The server does not begin with TLS at this port.",
        "usually 465.",
    ),
    "no encryption offered": (
        {"starttls": None, "auth": False},
        "The server offers no STARTTLS.",
        "or smtp+ssl:// in EMAIL_URL.",
    ),
    "an old certificate": (
        {"starttls": lambda: context(until=-timedelta(days=3))},
        "The server's certificate is not accepted: certificate has expired.",
        "Renew it.",
    ),
    "another host's certificate": (
        {"starttls": lambda: context("other.org.il")},
        "Hostname mismatch",
        "stands in the certificate in EMAIL_URL, not localhost.",
    ),
    "a stranger's certificate": (
        {"starttls": lambda: context(ca="stranger")},
        "unable to get local issuer certificate",
        "SSL_CERT_FILE.",
    ),
    "an old certificate, by tls from the start": (
        {"ssl": lambda: context(until=-timedelta(days=3)), "EMAIL_USE_SSL": True, "EMAIL_USE_TLS": False},
        "certificate has expired.",
        "Renew it.",
    ),
    "a wrong password": (
        {"EMAIL_HOST_PASSWORD": "wrong"},
        "The server does not let us in: 535 5.7.8",
        "a password made for programs.",
    ),
    "a password where none is asked for": (
        {"handler": lambda: Handler(without=["AUTH"])},
        "The server offers no way to sign in here.",
        "or at another port.",
    ),
    "a sender that the server does not know": (
        {"handler": lambda: Handler({"MAIL": "553 5.7.1 not your address"})},
        f"The server does not take the sender spaces@{OURS}: 553 5.7.1 not your address.",
        "or use one that it knows.",
    ),
    "an addressee that the server does not take": (
        {"handler": lambda: Handler({"RCPT": "550 5.1.1 who?"})},
        f"The server does not take the address {TO}: 550 5.1.1 who?.",
        "to known addresses only.",
    ),
    "the mail itself is refused": (
        {"handler": lambda: Handler({"DATA": "554 5.7.1 spam"})},
        "The test mail was not taken: 554 5.7.1 spam.",
        "The provider's own log says why.",
    ),
    "a sender of an example": (
        {"DEFAULT_FROM_EMAIL": "Spaces <spaces@impact.example>"},
        "spaces@impact.example is an example, no address.",
        "an address of your own domain.",
    ),
    "a sender from a service for private mailboxes": (
        {"DEFAULT_FROM_EMAIL": "spaces@gmail.com"},
        "spaces@gmail.com belongs to a service for private mailboxes.",
        "are refused or end as spam.",
    ),
    "no sender": (
        {"DEFAULT_FROM_EMAIL": "Spaces"},
        "DEFAULT_FROM_EMAIL names no address: 'Spaces'.",
        "spaces@your-domain>",
    ),
    "nothing can come back": (
        {"names": lambda: good_names(mx=[])},
        f"{OURS} takes no mails: it has no MX record",
        "whom nobody can answer.",
    ),
    "no spf": ({"names": lambda: good_names(spf=[])}, f"{OURS} has no SPF record", '~all"'),
    "two spf records": (
        {"names": lambda: good_names(spf=["v=spf1 -all", "v=spf1 ~all"])},
        f"{OURS} has 2 SPF records",
        "Put them into one.",
    ),
    "spf for everybody": (
        {"names": lambda: good_names(spf=["v=spf1 +all"])},
        "It ends with +all",
        "End it with ~all or -all.",
    ),
    "spf of too many": (
        {"names": lambda: many(11)},
        "To read it takes 11 questions to DNS",
        "Take out what no longer sends for you.",
    ),
    "no key at the selector": (
        {"DKIM_SELECTOR": "impact"},
        f"There is no DKIM key at impact._domainkey.{OURS}.",
        "or mend DKIM_SELECTOR.",
    ),
    "a revoked key": (
        {"names": lambda: good_names(dkim=["v=DKIM1; p="])},
        "The DKIM key s1 was revoked",
        "present key.",
    ),
    "a key cut when it was pasted": (
        {"names": lambda: good_names(dkim=[dkim()[:200]])},
        "The DKIM key s1 cannot be read.",
        "publish it anew.",
    ),
    "no dmarc": (
        {"names": lambda: good_names(dmarc=[])},
        f"There is no DMARC record for {OURS}.",
        'TXT "v=DMARC1; p=none"',
    ),
    "two dmarc records": (
        {"names": lambda: good_names(dmarc=["v=DMARC1; p=none"] * 2 + ["v=DMARC1; p=reject"])},
        f"There are 2 DMARC records at {OURS}",
        "Leave one.",
    ),
    "dmarc without a policy": (
        {"names": lambda: good_names(dmarc=["v=DMARC1; p=maybe"])},
        "has no policy that is one",
        "quarantine or reject.",
    ),
    "an envelope of another house": (
        {
            "BOUNCE_ADDRESS": "bounces@relay.net.il",
            "names": lambda: good_names(
                more={
                    ("relay.net.il", "MX"): ["10 mx.relay.net.il."],
                    ("relay.net.il", "TXT"): ["v=spf1 a:localhost -all"],
                }
            ),
        },
        f"The envelope's domain relay.net.il does not fit {OURS}",
        f"signs with d={OURS}.",
    ),
    "nobody is told what comes back": (
        {"MAIL_HOOKS": {}},
        "Nobody tells this site which mails came back",
        "(docs/deploy.md).",
    ),
    "mails are written to files": (
        {"EMAIL_BACKEND": "impact_spaces.lib.mail.FolderBackend"},
        "Mails go nowhere",
        "user:password@host:587",
    ),
}

# What deserves a look: (arguments of checked, the line that says so)
LOOKS = {
    "no 8-bit mails": ({"handler": lambda: Handler(without=["8BITMIME"])}, "The server offers no 8BITMIME."),
    "no pipelining": ({"handler": lambda: Handler(without=["PIPELINING"])}, "The server offers no PIPELINING."),
    "a certificate that ends soon": (
        {"starttls": lambda: context(until=timedelta(days=5, hours=1))},
        "The certificate is good, for 5 more days.",
    ),
    "spf that says nothing of others": (
        {"names": lambda: good_names(spf=["v=spf1 a:localhost"])},
        "It does not say what is to happen to others.",
    ),
    "spf without the server": (
        {"names": lambda: good_names(spf=["v=spf1 ip4:192.0.2.9 -all"])},
        "It does not name localhost",
    ),
    "a short key": ({"names": lambda: good_names(dkim=[dkim(1024)])}, "The DKIM key s1 has 1024 bits."),
    "no key where they usually are": (
        {"names": lambda: good_names(dkim=[])},
        "No DKIM key stands where they usually do.",
    ),
    "dmarc that only watches": ({"names": lambda: good_names(dmarc=["v=DMARC1; p=none"])}, "only watches (p=none)."),
    "links to another house": ({"BASE_URL": "https://impact.net.il"}, "Links in mails lead to impact.net.il"),
}
