"""Writing an answer to a meeting, wherever it came from: the page, a facilitator, somebody's calendar."""

from django.utils import timezone
from django.utils.translation import gettext as _

from impact_spaces.lib.refusals import NotPossible
from spaces.actions.event import tell_of_meeting
from spaces.actions.meeting_reminding import reminder_for
from spaces.models.meeting import Answer

WRITTEN = ["answer", "substitute", "answered_at", "way", "sequence", "mail_stamp", "remind_at"]


def require_open(meeting):
    """Raises NotPossible for a meeting that cannot be answered, or changed, any more."""
    if meeting.is_cancelled:
        raise NotPossible(_("This meeting was called off."))
    if meeting.has_begun:
        raise NotPossible(_("This meeting has begun; it stays as it was."))


def put_answer(place, answer, substitute="", *, way, answered_at=None, sequence=None):
    """Write the answer of somebody whose place the caller holds. Raises NotPossible for none at all."""
    substitute = substitute.strip() if answer == Answer.SUBSTITUTE else ""
    if answer not in Answer.values or not answer:
        raise NotPossible(_("Please choose one of the answers."))
    if answer == Answer.SUBSTITUTE and not substitute:
        raise NotPossible(_("Please say who comes instead."))
    place.answer, place.substitute, place.way = answer, substitute[:150], way
    place.answered_at = answered_at or timezone.now()
    place.sequence = place.meeting.sequence if sequence is None else sequence
    place.remind_at = place.remind_at if answer != Answer.NO else None
    if place.remind_at is None:
        place.remind_at = reminder_for(place)
    place.save(update_fields=WRITTEN)
    tell_of_meeting("meeting.changed", place.meeting, [place])
