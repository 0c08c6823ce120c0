"""EMAIL_URL for a provider's own interface instead of SMTP: anymail://postmark?SERVER_TOKEN=…"""

import re
from urllib.parse import parse_qsl, urlsplit

SCHEME = "anymail"
# Those that need nothing but HTTP. Amazon's wants a library of its own: use its SMTP interface.
BY_HTTP = ("mailgun", "postmark", "sendgrid", "brevo", "sparkpost", "mailjet", "resend")


def is_interface(url):
    return url.startswith(f"{SCHEME}://")


def read(url):
    """The settings of such an address: what follows the question mark are django-anymail's settings of the provider.

    Raises ValueError, without a secret in its words.
    """
    parts = urlsplit(url)
    provider = parts.hostname or ""
    if provider not in BY_HTTP:
        raise ValueError(f"anymail:// is followed by one of {', '.join(BY_HTTP)}")
    keys = dict(parse_qsl(parts.query))
    if not keys or not all(re.fullmatch("[A-Z_]+", key) for key in keys):
        raise ValueError(f"anymail://{provider}?NAME=value names its keys in capitals, as django-anymail does")
    # What the interface cannot carry, a calendar beside the text, is left out; the file to save by hand stays.
    anymail = {f"{provider.upper()}_{key}": value for key, value in keys.items()}
    anymail["IGNORE_UNSUPPORTED_FEATURES"] = True
    return {"EMAIL_BACKEND": f"anymail.backends.{provider}.EmailBackend", "ANYMAIL": anymail}
