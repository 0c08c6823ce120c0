"""Mails as a mail program reads them."""

from email import message_from_bytes, policy

from spaces.actions.writing import Writer


def written(message, name="Noa Barak", address="noa@world.example"):
    """The mail of one message of the outbox; the facilitator's name and address are given with it."""
    message.contact_name, message.contact_address = name, address
    (mail,) = Writer().write([message])
    if isinstance(mail, Exception):
        raise mail
    return mail


def parsed(data):
    """A mail from its bytes. Raises where the parser finds anything odd."""
    return message_from_bytes(data, policy=policy.default.clone(raise_on_defect=True))


def all_of(mail):
    """Everything that can be read in a Mail: its headers, its texts, its files."""
    found = parsed(mail.data)
    texts = [part.get_content() for part in found.walk() if not part.is_multipart()]
    return "\n".join([*(f"{name}: {value}" for name, value in found.items()), *map(str, texts)])
