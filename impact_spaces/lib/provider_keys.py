"""The secrets of mail providers: which there are, and what each has to look like. Read before Django is set up."""

import base64
import binascii

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

SHORTEST = 20


def name_and_password(secret):
    """What stands before the @ in the address that the provider is given. Raises ValueError."""
    if ":" not in secret or len(secret) < SHORTEST:
        raise ValueError(f"a name, a colon and a password, at least {SHORTEST} characters together")
    return secret


def signing_key(secret):
    if len(secret) < SHORTEST or not secret.isascii():
        raise ValueError(f"at least {SHORTEST} characters")
    return secret.encode()


def public_key(secret):
    """The key that SendGrid shows as its verification key."""
    try:
        key = load_der_public_key(base64.b64decode(secret, validate=True))
    except (ValueError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, EllipticCurvePublicKey):
        raise ValueError("the verification key, as SendGrid shows it")
    return key


def svix_key(secret):
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except binascii.Error:
        key = b""
    if len(key) < 16:
        raise ValueError("whsec_ and what follows it")
    return key


READ = {
    "mailgun": signing_key,
    "postmark": name_and_password,
    "sendgrid": public_key,
    "brevo": name_and_password,
    "sparkpost": name_and_password,
    "amazon_ses": name_and_password,
    "mailjet": name_and_password,
    "resend": svix_key,
}


def check(hooks):
    """Look at {provider: secret}. Raises ValueError with what is wrong, never with a secret."""
    for name, secret in hooks.items():
        if name not in READ:
            raise ValueError(f"{name} is not among those that are known: {', '.join(READ)}.")
        try:
            READ[name](secret)
        except ValueError as error:
            raise ValueError(f"what stands there for {name} has to be {error}.") from None
