"""bin/manage check_mail ADDRESS: what is wrong with the mail, in plain words, and a test mail."""

from email.utils import make_msgid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from impact_spaces.lib.mailcheck import names, sender, server
from impact_spaces.lib.mailcheck.finding import WRONG, look, ok, wrong
from impact_spaces.lib.mailcheck.sender import our_domain
from impact_spaces.lib.provider_headers import SMTP


class Command(BaseCommand):
    help = "Looks at the whole way that mails take and sends one to ADDRESS. Ends with 1 when something is wrong."

    def add_arguments(self, parser):
        parser.add_argument("address")
        parser.add_argument("--dns", default="", metavar="HOST:PORT", help="ask this name server")

    def handle(self, *, address, dns, **_options):
        try:
            validate_email(address)
        except ValidationError:
            raise CommandError(f"{address!r} is not a mail address.") from None
        is_broken = False
        for finding in findings(address, names.Names(dns)):
            self.stdout.write(str(finding))
            is_broken |= finding.level == WRONG
        if is_broken:
            raise SystemExit(1)


def findings(address, dns):
    """Everything that there is to say, in the order in which a mail meets it."""
    found = list(the_way(address))
    yield from found
    yield from sender.sender()
    yield from names.domain(dns)
    yield from sender.reports()
    if any(one.level == WRONG for one in found):
        yield look("No test mail was sent.", "Mend first what is wrong on the way.")
    else:
        yield the_test_mail(address)


def the_way(address):
    if settings.EMAIL_BACKEND == SMTP:
        yield from server.talk(server.from_settings(), address)
    elif settings.EMAIL_BACKEND.startswith("impact_spaces.lib.mail."):
        yield wrong(f"Mails go nowhere: each is written to a file in {settings.EMAIL_FILE_PATH}.",
                    "Set EMAIL_URL to your mail server: smtp+tls://user:password@host:587")  # fmt: skip
    else:
        yield ok(f"Mails go by {settings.EMAIL_BACKEND}, not by SMTP; only the test mail can show whether it works.")


def the_test_mail(address):
    is_smtp = settings.EMAIL_BACKEND == SMTP
    mail = EmailMultiAlternatives(
        subject=_("A test mail"),
        body="This mail shows that the site can send. In its source, spf, dkim and dmarc should say pass.\n",
        from_email=server.return_address() if is_smtp else settings.DEFAULT_FROM_EMAIL,  # of the envelope
        to=[address],
        headers={
            "From": settings.DEFAULT_FROM_EMAIL,
            "Message-ID": make_msgid(domain=our_domain()),
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{settings.BASE_URL}/stop/this-was-a-test/>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    try:
        mail.send()
    except Exception as error:  # whatever a provider's own way of sending raises, it is the answer
        return wrong(f"The test mail was not taken: {server.words(error)}.", "The provider's own log says why.")
    return ok(f"A test mail was taken for {address}. Look whether it arrived, and not as spam.")
