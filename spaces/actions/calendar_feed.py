"""A person's private address for their calendar program: made, made anew, taken back."""

import secrets

from django.utils import timezone

from impact_spaces.lib.tokens import digest
from spaces.models import Feed


def make_feed(person):
    """A new secret of 256 bits; an earlier one ends. Returns it: it is kept nowhere, and shown this once."""
    token = secrets.token_urlsafe(32)
    Feed.objects.update_or_create(person=person, defaults={"digest": digest(token), "made_at": timezone.now()})
    return token


def revoke_feed(person):
    """End the address, if there is one. Calendars that ask for it get nothing from then on."""
    Feed.objects.filter(person=person).delete()
