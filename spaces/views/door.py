"""The door's list on the desk: each line with the link that helps to meet it, or what the door was opened by."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from spaces import gate
from spaces.models.decision import Outcome
from spaces.states import Stage


def lines(space, found):
    """The list for `parts/door.html` from the gate's criteria."""
    if space.door_is_open:
        return [opened_by(space, one) for one in found]
    return [line(one, *help_with(one, space)) for one in found]


def line(criterion, url="", action=""):
    return {
        "mark": criterion.mark, "label": criterion.label, "evidence": criterion.evidence, "url": url, "action": action,
    }  # fmt: skip


def opened_by(space, criterion):
    """A line of a door that is open: the decision that opened it, and how the rest stands now."""
    if criterion.key != "decision":
        return line(criterion)
    agreed = gate.door_decision(space)
    if agreed is None or agreed.outcome != Outcome.AGREED:
        return line(criterion)
    day = date_format(localtime(agreed.closed_at), "SHORT_DATE_FORMAT")
    evidence = _("“{title}”, {day}").format(title=agreed.title, day=day)
    met = gate.Criterion(criterion.key, criterion.label, gate.Mark.MET, evidence)
    return line(met, reverse("spaces:desk_decision", args=[agreed.pk]), _("To the decision"))


def help_with(criterion, space):
    """Where a missing line can be met, and the words for it."""
    if criterion.mark != gate.Mark.MISSING:
        return "", ""
    if criterion.key == "group":
        return reverse("spaces:invitations", args=[space.pk]), _("Invitations")
    if criterion.key == "need":
        return reverse("spaces:need_new", args=[space.pk]), _("Write the need")
    if criterion.key == "annex":
        return help_with_annex(space)
    if criterion.key == "dependencies":
        return reverse("spaces:desk_candidates", args=[space.pk]), _("Ask everybody")
    if criterion.key == "pulse":
        return reverse("spaces:desk_pulses", args=[space.pk]), _("Take a pulse")
    if criterion.key == "decision" and space.stage == Stage.CONSOLIDATED:
        return help_with_decision(space)
    return "", ""


def help_with_annex(space):
    annex = gate.current_annex(space)
    if annex is not None:
        return reverse("spaces:desk_agreement", args=[annex.pk]), _("Who has not signed")
    return reverse("spaces:agreement_new", args=[space.pk]) + "?kind=annex", _("Write the annex")


def help_with_decision(space):
    decision = gate.door_decision(space)
    if decision is not None and decision.is_open:
        return reverse("spaces:desk_decision", args=[decision.pk]), _("To the decision")
    return reverse("spaces:decision_new", args=[space.pk]) + "?topic=open_door", _("Open a decision")
