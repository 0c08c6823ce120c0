"""Partner systems: made and changed by an operator; their keys by those who answer for them."""

import secrets
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from impact_spaces.lib.refusals import NotPossible
from impact_spaces.lib.tokens import digest
from members.models import Person, clean_address
from spaces import access
from spaces.models import Partner, PartnerCall, PartnerKey, PartnerToken

TOKEN_LIVES = timedelta(minutes=15)
CALLS_KEPT = timedelta(days=14)
MOST_KEYS = 5  # that live at a time; two are enough for a change without a gap


def make_partner(*, by, contacts=(), **about):
    """A new partner system. `contacts` are the addresses of those who answer for it: whoever has no account gets one,
    to sign in by a code like everybody. Raises Forbidden.
    """
    access.require_operator(by)
    with transaction.atomic():
        partner = Partner.objects.create(by=by, **about)
        partner.contacts.set(people_at(contacts))
    return partner


def people_at(addresses):
    found = [clean_address(address) for address in addresses]
    known = {person.email: person for person in Person.objects.filter(email__in=found)}
    return [known.get(address) or Person.objects.create_user(address, address) for address in dict.fromkeys(found)]


def change_partner(partner, *, by, contacts=None, **about):
    """Change what an operator says of a partner system; from the next call on it holds. Raises Forbidden."""
    access.require_operator(by)
    with transaction.atomic():
        for name, value in about.items():
            setattr(partner, name, value)
        partner.save(update_fields=list(about))
        if contacts is not None:
            partner.contacts.set(people_at(contacts))


def make_key(partner, *, by, others_for=None):
    """A new key of a partner. Returns it and its secret, which is kept nowhere and can be shown this once.

    With `others_for` (a timedelta) the keys that it has now end after that; without, they stay until somebody ends
    them. Raises Forbidden for all but its contact persons, NotPossible when it has many already.
    """
    access.require_contact(by, partner)
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        Partner.objects.select_for_update(no_key=True).get(pk=partner.pk)
        live = partner.keys.live()
        if live.count() >= MOST_KEYS:
            raise NotPossible(_("There are {n} keys already. Please end one first.").format(n=MOST_KEYS))
        if others_for:
            until = timezone.now() + others_for
            live.filter(Q(until=None) | Q(until__gt=until)).update(until=until)
        client_id = f"partner-{secrets.token_hex(12)}"
        key = PartnerKey.objects.create(partner=partner, client_id=client_id, secret_digest=digest(secret), by=by)
    return key, secret


def end_key(key, *, by):
    """End a key at once; its tokens die with it. Ending it again changes nothing. Raises Forbidden."""
    access.require_contact_or_operator(by, key.partner)
    with transaction.atomic():
        PartnerKey.objects.filter(pk=key.pk, ended_at=None).update(ended_at=timezone.now(), ended_by=by)
        PartnerToken.objects.filter(key=key).delete()


def issue_token(key, token, scopes):
    """Keep a token's digest for as long as the token lives."""
    now = timezone.now()
    with transaction.atomic():
        PartnerToken.objects.create(digest=digest(token), key=key, scopes=scopes, until=now + TOKEN_LIVES)
        PartnerKey.objects.filter(pk=key.pk).update(used_at=now)


NOTE = """
INSERT INTO spaces_partnercall (partner_id, key_id, at, method, route, status)
SELECT %s, %s, %s, %s, %s, %s FROM set_config('synchronous_commit', 'off', true)
"""


def note_call(key, *, method, route, status):
    """A line for the partner's page: never the values in an address, never a body.

    A call waits neither for the disk to hold its line nor for an object to be made of it.
    """
    with connection.cursor() as cursor:
        cursor.execute(NOTE, [key.partner_id, key.pk, timezone.now(), method[:10], route[:200], status])


def forget_old():
    """Tokens that are over, and calls of long ago."""
    now = timezone.now()
    PartnerToken.objects.filter(until__lt=now).delete()
    PartnerCall.objects.filter(at__lt=now - CALLS_KEPT).delete()
