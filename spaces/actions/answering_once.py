"""The same call again gets the same answer, and is not done again."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import timedelta

from cryptography.fernet import InvalidToken
from django.db import connection, transaction
from django.utils import timezone

from impact_spaces.lib.sealing import seal, unseal
from spaces.models import PartnerAnswer

KEPT = timedelta(hours=48)


class StillRunning(Exception):
    """The first call with this key is not answered yet."""


class KeyReused(Exception):
    """This key came with another call before."""


class AnswerLost(Exception):
    """It was done, and no key of this installation opens the seal of its answer any more."""


@dataclass(frozen=True)
class Answer:
    """What is answered; `again` when it was answered so before."""

    status: int
    body: bytes
    headers: dict = field(default_factory=dict)
    again: bool = False


def answer_once(partner, key, fingerprint, work):
    """The kept answer to this key, or that of `work()`, done and kept in one transaction.

    While the first call runs it holds a lock that dies with it, so that a server that was killed in the middle leaves
    nothing behind: neither its work nor a mark that would block the retry. What is refused (400 and above, or raised)
    is undone and not kept. Raises StillRunning, KeyReused, AnswerLost, and what `work` raises.
    """
    with transaction.atomic():
        if not locked(partner, key):
            raise StillRunning
        kept = partner.answers.filter(key=key, at__gt=timezone.now() - KEPT).first()
        if kept:
            return answered_before(kept, fingerprint)
        answer = work()
        if answer.status >= 400:
            transaction.set_rollback(True)
        else:
            keep(partner, key, fingerprint, answer)
        return answer


def locked(partner, key):
    """Try to lock this key of this partner until the transaction ends."""
    number = hashlib.sha256(f"answer:{partner.pk}:{key}".encode()).digest()[:8]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [int.from_bytes(number, signed=True)])
        return cursor.fetchone()[0]


def answered_before(kept, fingerprint):
    if kept.fingerprint != fingerprint:
        raise KeyReused
    try:
        headers, body = json.loads(unseal(kept.sealed))
    except InvalidToken as error:  # it is not done once more for that
        raise AnswerLost from error
    return Answer(kept.status, body.encode(), headers, again=True)


def keep(partner, key, fingerprint, answer):
    sealed = seal(json.dumps([answer.headers, answer.body.decode()]))
    about = {"fingerprint": fingerprint, "status": answer.status, "sealed": sealed, "at": timezone.now()}
    PartnerAnswer.objects.update_or_create(partner=partner, key=key, defaults=about)


def forget_answers():
    """Answers whose time is over."""
    PartnerAnswer.objects.filter(at__lt=timezone.now() - KEPT).delete()
