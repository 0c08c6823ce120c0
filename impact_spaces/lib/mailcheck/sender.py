"""Who the mails come from, and which way reports come back: what the settings alone tell."""

from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings

from impact_spaces.lib.mailcheck.finding import look, ok, wrong

MADE_UP = (".example", ".invalid", ".test", ".localhost", ".example.com", ".example.org", ".example.net")
# Their own rules (DMARC: reject) have mails in their names refused that others send.
MAILBOXES = (
    "gmail.com", "googlemail.com", "yahoo.com", "outlook.com", "hotmail.com", "live.com", "icloud.com", "aol.com",
    "walla.co.il", "walla.com", "netvision.net.il", "bezeqint.net", "012.net.il", "013.net", "zahav.net.il",
)  # fmt: skip


def domain_of(address):
    return parseaddr(address)[1].rpartition("@")[2].lower()


def our_domain():
    return domain_of(settings.DEFAULT_FROM_EMAIL)


def envelope_domain():
    """The domain that servers see as the sender's: of the address for mails that come back, where there is one."""
    return domain_of(settings.BOUNCE_ADDRESS) or our_domain()


def sender():
    address, domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1], our_domain()
    if not domain or "." not in domain:
        return [wrong(f"DEFAULT_FROM_EMAIL names no address: {settings.DEFAULT_FROM_EMAIL!r}.",
                      "Write it as: Impact Spaces <spaces@your-domain>")]  # fmt: skip
    if f".{domain}".endswith(MADE_UP):
        return [
            wrong(f"{address} is an example, no address.", "Set DEFAULT_FROM_EMAIL to an address of your own domain.")
        ]
    if domain in MAILBOXES:
        return [wrong(f"{address} belongs to a service for private mailboxes.",
                      "Send from a domain of your own; mails in its name are refused or end as spam.")]  # fmt: skip
    return [ok(f"Mails come from {address}."), *same_house(domain)]


def same_house(domain):
    host = urlsplit(settings.BASE_URL).hostname or ""
    if related(host, domain):
        return []
    return [look(f"Links in mails lead to {host}, and mails come from {domain}.",
                 "People trust, and filters like, mails whose links lead to the domain they come from.")]  # fmt: skip


def related(one, another):
    """Whether one domain is the other, above or below it."""
    return one == another or one.endswith(f".{another}") or another.endswith(f".{one}")


def reports():
    """Whether the site learns what becomes of mails."""
    inbox = bool(settings.BOUNCE_INBOX_SECRET)
    found = []
    if settings.MAIL_HOOKS:
        names = ", ".join(settings.MAIL_HOOKS)
        found.append(ok(f"Reports are taken from {names}, at {settings.BASE_URL}/hooks/mail/NAME/."))
    if inbox:
        found.append(ok(f"Mails that came back are taken at {settings.BASE_URL}/inbox/bounces/."))
    if not found:
        return [wrong("Nobody tells this site which mails came back: it will write to dead addresses for ever.",
                      "Set MAIL_HOOKS for your provider, or BOUNCE_INBOX_SECRET (docs/deploy.md).")]  # fmt: skip
    if inbox and not settings.BOUNCE_ADDRESS:
        found.append(look("BOUNCE_ADDRESS is not set: mails come back to the sender's own address.",
                          "See that what comes there is handed over too, or set BOUNCE_ADDRESS."))  # fmt: skip
    return [*found, try_the_loop()]


def try_the_loop():
    return look(
        "Whether reports really arrive shows only a mail that comes back.",
        f"In a trial space invite nobody-of-this-name@{our_domain()}: within minutes the invitation has to say that "
        "its mail did not arrive. Use no other domain: strangers' servers count mails to names that they do not know.",
    )
