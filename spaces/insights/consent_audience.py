"""Who reads which answer, and when: said on the form before it is given."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spaces.models.room import Room
from spaces.states import FLOOR


def of_answer(decision):
    """Under one's own name."""
    active = decision.space.memberships.active()
    text = ngettext(
        "Nobody reads your answer before the round closes, nor does the facilitator. Then {n} peer and the "
        "facilitator read all answers together, with names.",
        "Nobody reads your answer before the round closes, nor does the facilitator. Then {n} peers and the "
        "facilitator read all answers together, with names.",
        active.peers().count(),
    ).format(n=active.peers().count())
    unless = _("If somebody objects through the facilitator, it is without names, for everybody.")
    return " ".join([text, others(decision, active), unless])


def others(decision, active):
    if decision.room != Room.WHOLE:
        return _("Nobody from outside does.")
    n = active.stakeholders().count()
    return ngettext(
        "{n} stakeholder reads the reasons, without names.", "{n} stakeholders read the reasons, without names.", n
    ).format(n=n)


def of_confided(decision):
    """Through the facilitator."""
    facilitators = decision.space.memberships.present().facilitators().count()
    asked = decision.responses.counting().count()
    at_once = ngettext(
        "At once {n} person reads your name and your words: the facilitator, who may talk with you about them.",
        "At once {n} people read your name and your words: the facilitators, who may talk with you about them.",
        facilitators,
    ).format(n=facilitators)
    later = _(
        "When the round closes, the others read the words that the facilitator writes, and no position with a name: "
        "that one of {n} objected, not who. It counts fully."
    ).format(n=asked)
    small = _("In a group as small as this others may guess all the same.") if asked < FLOOR else ""
    return " ".join(filter(None, [at_once, later, small]))


def of_what_was_confided(decision):
    """Beside one's own objection, once it was confided."""
    n = decision.space.memberships.present().facilitators().count()
    return ngettext(
        "Only {n} person reads this with your name: the facilitator. The group never does.",
        "Only {n} people read this with your name: the facilitators. The group never does.",
        n,
    ).format(n=n)


def of_question(decision):
    """What the group reads of a question."""
    n = decision.responses.counting().count()
    return ngettext(
        "{n} person who decides reads your question at once, and so does the facilitator.",
        "{n} people who decide read your question at once, and so does the facilitator.",
        n,
    ).format(n=n)
