"""Objecting through the facilitator: who depends on somebody in the room need not stand up against them."""

from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from impact_spaces.lib.refusals import NotPossible
from spaces import access
from spaces.actions.message import enqueue, to_member
from spaces.actions.rounds import held, keep, take
from spaces.models.confided import confided_in
from spaces.models.message import MailKind
from spaces.models.position import Answer, Position


def object_by_proxy(decision, *, by, reason):
    """Object without one's name. Only the facilitator learns whose it is and reads these words, and they do at once;
    the group reads the words that the facilitator writes, and then nobody's position with a name.

    Returns what was confided. Raises Forbidden, NotPossible.
    """
    if not reason.strip():
        raise NotPossible(_("An objection needs its reason: it is what the group works with."))
    with transaction.atomic():
        position = Position(str(Answer.OBJECTION), reason.strip(), key=get_random_string(22))
        response = take(decision, position, by=by)
        tell_facilitators(decision)
    return next(one for one in confided_in(decision) if one.membership.pk == response.membership_id)


def tell_facilitators(decision):
    """One mail a day at most, at the full hour: its time is not to tell who was there at that minute."""
    hour = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    occasion = f"confided:{decision.pk}:{timezone.localdate():%Y%m%d}"
    facilitators = decision.space.memberships.present().facilitators().select_related("person")
    mails = [to_member(one, MailKind.CONFIDED, occasion) for one in facilitators]
    for mail in mails:
        mail.due_at = mail.created_at = hour
    enqueue(mails)


def word_objection(objection, *, by, text):
    """Write the words in which the group reads an objection that was confided.

    While the round is open they may be changed; once the group has read them they stay. Raises Forbidden, NotPossible.
    """
    access.require_facilitator(by, objection.decision.space)
    if not text.strip():
        raise NotPossible(_("Please write the words that the group will read."))
    with transaction.atomic():
        decision = held(objection.decision)
        place, position = find(decision, objection.key)
        if decision.is_open:
            keep(place, replace(position, words=text.strip()), **recorded(place))
        else:
            tell(decision, position, text.strip())


def find(decision, key):
    for place in decision.responses.counting():
        position = place.position
        if position.key and position.key == key:
            return place, position
    raise NotPossible(_("This objection was taken back."))


def recorded(place):
    return {"by": place.recorded_by, "confirmed_by": place.confirmed_by, "until": place.changeable_until}


def tell(decision, position, words):
    row = decision.objections.get(pk=position.objection)
    if row.words and row.words != words:
        raise NotPossible(_("The group has read these words already."))
    row.words = words
    row.save(update_fields=["words"])
