"""The list of addresses that are not written to, with the reason. It belongs to no space and outlives every import."""

from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from impact_spaces.lib.refusals import NotPossible
from members.models import Person, clean_address
from spaces import access
from spaces.actions.moving import advance, hold_all, lock
from spaces.models import Invitation, Message, Suppression
from spaces.states import MessageState

Reason = Suppression.Reason
# What a person said outweighs what a server said, and a complaint outweighs a request.
WEIGHT = {Reason.BOUNCED: 0, Reason.ASKED: 1, Reason.COMPLAINED: 2}


def suppress(address, reason):
    """Write to this address no more: no invitation, no reminder, from any space. Twice is the same; a weightier
    reason replaces a lighter one, never the other way round.
    """
    with transaction.atomic():
        suppress_all({clean_address(address): reason})


def suppress_all(reasons, unreached=()):
    """`suppress` for many at once, {address: reason}; and no more reminders of the invitations `unreached`, by keys.

    In a transaction of the caller that has locked none of this yet. Locks are taken in the order of the whole house:
    spaces, then the list, invitations, mails, each by its keys. So two that are about the same people wait for each
    other instead of for ever, and so do they and whoever does something in one of the spaces.
    """
    unheard = Q(email__in=reasons) | Q(pk__in=unreached)
    reminded = Invitation.objects.filter(unheard, next_reminder_at__isnull=False)
    queued = Message.objects.filter(address__in=reasons, state=MessageState.QUEUED, invitation__isnull=False)
    hold_all({*reminded.values_list("space_id", flat=True), *queued.values_list("space_id", flat=True)})
    list_all(reasons)
    Invitation.objects.filter(pk__in=lock(reminded)).update(next_reminder_at=None)
    advance(Message.objects.filter(pk__in=lock(queued)), MessageState.SUPPRESSED)


def list_all(reasons):
    rows = [Suppression(email=address, reason=reason) for address, reason in sorted(reasons.items())]
    Suppression.objects.bulk_create(rows, ignore_conflicts=True)
    lock(Suppression.objects.filter(email__in=reasons))
    for reason in set(reasons.values()):
        addresses = [address for address, given in reasons.items() if given == reason]
        lighter = [one for one in Reason if WEIGHT[one] < WEIGHT[reason]]
        found = Suppression.objects.filter(email__in=addresses, reason__in=lighter)
        found.update(reason=reason, at=timezone.now())


def lift(address, *, by):
    """Write again to an address that led nowhere, as whoever runs the site finds. What a person asked for stands.

    Raises Forbidden, NotPossible.
    """
    access.require_operator(by)
    found = Suppression.objects.filter(email=clean_address(address.replace("\x00", "")))
    lifted, _of = found.filter(reason=Reason.BOUNCED).delete()
    if not lifted and found.exists():
        raise NotPossible(_("The person at this address asked for it, or complained: only they can take it back."))
    if not lifted:
        raise NotPossible(_("This address is not on the list: it is written to."))


def lift_for(address):
    """The person themselves asks to be written to again, be it that they marked a mail as spam by mistake."""
    Suppression.objects.filter(email=clean_address(address)).delete()


def lift_where_somebody_signed_in():
    """An address in which a sign-in code arrived leads somewhere, whatever came back before. Returns how many."""
    since = Person.objects.filter(email=OuterRef("email")).values("last_login")[:1]
    found = Suppression.objects.filter(reason=Reason.BOUNCED).annotate(signed_in=Subquery(since))
    with transaction.atomic():
        lifted, _of = Suppression.objects.filter(pk__in=lock(found.filter(signed_in__gt=F("at")))).delete()
    return lifted
