"""The urn: the answers of an open wave, in one sealed text. No answer has a row, a place in an order or a time.

The text has room for everybody who is asked, always, and is shuffled and sealed anew with each answer. Its key is a
file of this machine (`lib/keyfiles.py`), never in the database, moved on with each answer, and destroyed with the row
when the wave closes: what a backup or the database's own log still holds of it then opens for nobody.

While a wave is open, whoever holds key and database at once, and looks between one answer and the next, could tell what
came in. That is whoever runs the machine, who could as well read what is sent to it; nobody else can.
"""

import secrets
from random import SystemRandom

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import transaction

from impact_spaces.lib import keyfiles
from spaces.models import Pulse, Urn

SHUFFLE = SystemRandom()
NONCE = 12
FULL, EMPTY = b"\x01", b"\x00"
DONT_KNOW = 0


def make(pulse, capacity):
    """An urn with room for `capacity` answers, and its key. Raises KeyMissing where no key can be kept."""
    name = f"{pulse.pk}-{secrets.token_hex(8)}.key"
    keyfiles.create(name)
    slots = [empty_slot(pulse) for _place in range(capacity)]
    urn = Urn(pulse=pulse, keyhole=name)
    urn.sealed = seal(urn, slots)
    urn.save(force_insert=True)


def drop_in(pulse, values):
    """Add an answer: a number or None for each item of the wave. Raises KeyMissing; nothing is written then."""
    urn = Urn.objects.select_for_update().get(pulse=pulse)
    slots = unseal(urn)
    slots.remove(next(slot for slot in slots if slot.startswith(EMPTY)))
    slots.append(FULL + bytes(DONT_KNOW if value is None else value for value in values))
    SHUFFLE.shuffle(slots)
    urn.step += 1
    urn.sealed = seal(urn, slots)
    urn.save(update_fields=["step", "sealed"])
    transaction.on_commit(lambda: keyfiles.advance(urn.keyhole, urn.step), robust=True)


def pour_out(pulse):
    """The answers in an order of chance, each a list of numbers or None. Urn and key are gone after this."""
    urn = Urn.objects.select_for_update().get(pulse=pulse)
    ballots = [slot[1:] for slot in unseal(urn) if slot.startswith(FULL)]
    destroy(urn)
    return [[None if value == DONT_KNOW else value for value in ballot] for ballot in ballots]


def throw_away(pulse):
    """Destroy the answers unread."""
    destroy(Urn.objects.select_for_update().get(pulse=pulse))


def destroy(urn):
    name = urn.keyhole
    urn.delete()
    transaction.on_commit(lambda: keyfiles.destroy(name), robust=True)


def sweep():
    """Destroy the keys of waves that are over, should a crash have left one. Keys of no wave we know are not ours."""
    here = {name: name.partition("-")[0] for name in keyfiles.names()}
    known = [int(pk) for pk in here.values() if pk.isdecimal()]
    over = set(Pulse.objects.filter(pk__in=known, urn=None).values_list("pk", flat=True))
    for name, pk in here.items():
        if pk.isdecimal() and int(pk) in over:
            keyfiles.destroy(name)


def seal(urn, slots):
    nonce = secrets.token_bytes(NONCE)
    return nonce + cipher(urn).encrypt(nonce, b"".join(slots), bound_to(urn))


def unseal(urn):
    """The slots of an urn."""
    sealed, size = bytes(urn.sealed), 1 + len(urn.pulse.items)
    try:
        text = cipher(urn).decrypt(sealed[:NONCE], sealed[NONCE:], bound_to(urn))
    except InvalidTag as error:
        raise keyfiles.KeyMissing(f"the key {urn.keyhole} does not fit") from error
    return [text[start : start + size] for start in range(0, len(text), size)]


def cipher(urn):
    return AESGCM(keyfiles.key_at(urn.keyhole, urn.step))


def bound_to(urn):
    """What a sealed text is good for: this wave, at this step."""
    return f"{urn.pulse_id}:{urn.step}".encode()


def empty_slot(pulse):
    return EMPTY + secrets.token_bytes(len(pulse.items))
