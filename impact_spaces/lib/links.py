"""Links for mails: absolute, and signed where they act for somebody who is not signed in."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse


def absolute(name, *args):
    """The full address of a page."""
    return settings.BASE_URL + reverse(name, args=args)


def stop_token(number):
    """What stands in the link that stops mails: the number of the mail it stood in, signed. It tells no address."""
    return stop_signer().sign(number)


def read_stop_token(token):
    """The number of the mail. Raises LookupError when this site did not sign it."""
    try:
        return int(stop_signer().unsign(token))
    except BadSignature as error:
        raise LookupError("not signed by this site") from error


def stop_signer():
    return Signer(sep=".", salt="stop")
