"""Endpoints of a partner system: made, tried out, given another secret, switched on again, removed.

Whoever may see an endpoint may do this: a partner's own program, and the people who answer for it.
"""

import secrets
from base64 import b64encode
from datetime import timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from impact_spaces.lib.outgoing import Refused, require_plain
from impact_spaces.lib.refusals import NotPossible
from impact_spaces.lib.sealing import seal
from spaces.actions.event import catch_up, nudge, tell_system
from spaces.actions.message import enqueue, to_person
from spaces.event_kinds import KINDS, WANTED
from spaces.models import Delivery, Endpoint, Event, Partner
from spaces.models.message import MailKind

MOST_ENDPOINTS = 10
BOTH_SIGN = timedelta(hours=24)  # after a change of the secret


def make_endpoint(partner, *, url, kinds, scopes):
    """A new endpoint, told of what happens from now on. Returns it and its secret, which is shown this once.

    `scopes` is what whoever asks may ask for. Raises NotPossible.
    """
    require_address(url)
    require_kinds(kinds, scopes)
    secret = new_secret()
    catch_up()
    with transaction.atomic():
        Partner.objects.select_for_update(no_key=True).get(pk=partner.pk)
        if Endpoint.objects.visible_to_partner(partner).count() >= MOST_ENDPOINTS:
            raise NotPossible(_("There are {n} endpoints already. Please remove one first.").format(n=MOST_ENDPOINTS))
        after = Event.objects.aggregate(last=Max("position"))["last"] or 0
        made = Endpoint.objects.create(
            partner=partner, url=url, kinds=sorted(set(kinds)), sealed_secret=seal(secret), after=after
        )
    return made, secret


def require_address(url):
    """Raises NotPossible for an address that nothing is sent to."""
    try:
        require_plain(url)
    except Refused as error:
        raise NotPossible(
            _("Webhooks go to a plain https:// address, without a name, a password or a # in it.")
        ) from error


def require_kinds(kinds, scopes):
    """Raises NotPossible for kinds of events that these scopes do not let anybody know of."""
    if not kinds or not set(kinds) <= set(WANTED):
        raise NotPossible(_("Please choose the events. Possible here: {list}.").format(list=", ".join(WANTED)))
    for kind in kinds:
        if KINDS[kind].scope and KINDS[kind].scope not in scopes:
            text = _("The event {kind} needs the scope {scope}.")
            raise NotPossible(text.format(kind=kind, scope=KINDS[kind].scope))


def new_secret():
    return f"whsec_{b64encode(secrets.token_bytes(32)).decode()}"


def change_secret(endpoint):
    """A new secret. For a day the former one signs too, so that no receiver misses one. Returns the new one."""
    secret = new_secret()
    with transaction.atomic():
        current = held(endpoint)
        current.sealed_former, current.former_until = current.sealed_secret, timezone.now() + BOTH_SIGN
        current.sealed_secret = seal(secret)
        current.save(update_fields=["sealed_former", "former_until", "sealed_secret"])
    return secret


def held(endpoint):
    """The endpoint as it is now, locked. Raises NotPossible when it was removed."""
    current = Endpoint.objects.select_for_update(no_key=True).get(pk=endpoint.pk)
    if current.removed_at is not None:
        raise NotPossible(_("This endpoint was removed."))
    return current


def require_active(endpoint):
    if not endpoint.is_active:
        raise NotPossible(_("This endpoint is switched off. Switch it on first."))


def send_test(endpoint):
    """Send an event that means nothing, to this endpoint alone. Returns its delivery. Raises NotPossible."""
    with transaction.atomic():
        current = held(endpoint)
        require_active(current)
        event = Event.objects.create(kind="webhook.test", partner_id=current.partner_id, about=current.key)
        delivery = Delivery.objects.create(endpoint=current, event=event)
        transaction.on_commit(nudge)
    return delivery


def resend(delivery):
    """Send an event once more, with the same id, and all attempts before it. Raises NotPossible."""
    with transaction.atomic():
        require_active(held(delivery.endpoint))
        found = Delivery.objects.filter(pk=delivery.pk).exclude(step=Delivery.Step.SENDING)
        found.update(step=Delivery.Step.WAITING, next_at=timezone.now(), attempts=0)
        transaction.on_commit(nudge)


def switch_on(endpoint):
    """Send again what waits, and what happened since it was switched off. Raises NotPossible."""
    with transaction.atomic():
        current = held(endpoint)
        found = Endpoint.objects.filter(pk=current.pk)
        found.update(off_since=None, why_off="")
        forget_failures(found)
        transaction.on_commit(nudge)


def switch_off(endpoint, why):
    """Stop sending to an endpoint that fails. Its partner is told by an event, and who answers for it by mail; what
    waits goes on waiting.
    """
    now = timezone.now()
    with transaction.atomic():
        current = Endpoint.objects.select_for_update(no_key=True).select_related("partner").get(pk=endpoint.pk)
        if current.is_active:
            found = Endpoint.objects.filter(pk=current.pk)
            found.update(off_since=now, why_off=why)
            forget_failures(found)
            tell_system("webhook.disabled", current.partner, about=current.key, state=why)
            occasion = f"endpoint_off:{current.pk}:{now:%Y%m%d%H%M%S}"
            contacts = current.partner.contacts.order_by("pk")
            enqueue([to_person(one, MailKind.ENDPOINT_OFF, occasion) for one in contacts])


def forget_failures(endpoints):
    """After a success, or a new beginning."""
    endpoints.update(failing_since=None, failed_at=None, failing_for=timedelta())


def remove(endpoint):
    """Never send to this endpoint again, and forget its secrets. Twice is the same."""
    with transaction.atomic():
        found = Endpoint.objects.standing().filter(pk=endpoint.pk)
        found.update(removed_at=timezone.now(), sealed_secret="", sealed_former="", former_until=None)
        Delivery.objects.filter(endpoint=endpoint, step=Delivery.Step.WAITING).update(step=Delivery.Step.DROPPED)
