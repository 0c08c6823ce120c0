"""The list of addresses that are not written to, with the reason. It belongs to no space and outlives every import."""

from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from impact_spaces.lib.refusals import NotPossible
from members.models import Person, clean_address
from spaces import access
from spaces.actions.moving import advance
from spaces.models import Invitation, Message, Suppression
from spaces.states import MessageState

Reason = Suppression.Reason
# What a person said outweighs what a server said, and a complaint outweighs a request.
WEIGHT = {Reason.BOUNCED: 0, Reason.ASKED: 1, Reason.COMPLAINED: 2}


def suppress(address, reason):
    """Write to this address no more: no invitation, no reminder, from any space. Twice is the same; a weightier
    reason replaces a lighter one, never the other way round.
    """
    address = clean_address(address)
    with transaction.atomic():
        Suppression.objects.get_or_create(email=address, defaults={"reason": reason})
        lighter = [one for one in Reason if WEIGHT[one] < WEIGHT[reason]]
        Suppression.objects.filter(email=address, reason__in=lighter).update(reason=reason, at=timezone.now())
        # Invitations before their mails, as everywhere: two that wait for each other would wait for ever.
        Invitation.objects.filter(email=address, next_reminder_at__isnull=False).update(next_reminder_at=None)
        queued = Message.objects.filter(address=address, state=MessageState.QUEUED, invitation__isnull=False)
        advance(queued, MessageState.SUPPRESSED)


def lift(address, *, by):
    """Write again to an address that led nowhere, as whoever runs the site finds. What a person asked for stands.

    Raises Forbidden, NotPossible.
    """
    access.require(by.is_staff and by.is_active, _("Only whoever runs this site may do this."))
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
    lifted, _of = found.filter(signed_in__gt=F("at")).delete()
    return lifted
