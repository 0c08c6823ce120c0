"""Sealing what only its writer may read, with keys that are never in the database."""

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def seal(text):
    """The text encrypted, without the time of sealing. Two seals of one text differ; their length tells its own."""
    return box().encrypt_at_time(text.encode(), 0).decode()


def unseal(sealed):
    """The text behind a seal. Raises InvalidToken when no key of this installation fits."""
    return box().decrypt(sealed.encode()).decode()


def filled_up(text, size, or_more=False):
    """The text with blanks after it, `size` bytes long: what is sealed then tells nothing by its length.

    With `or_more` a longer text gets a multiple of `size`; without, raises ValueError for it.
    """
    length = len(text.encode())
    if length > size and not or_more:
        raise ValueError("longer than what it should be filled up to")
    return text + " " * (-length % size if length else size)


def box():
    return MultiFernet([Fernet(key) for key in settings.PRIVATE_KEYS])
