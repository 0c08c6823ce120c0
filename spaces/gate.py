"""The door's list of evidence: one small function for each criterion, in the order in which a group meets them.

Nothing here opens or closes anything. `spaces.actions.space` asks whether all that is required is met, and the
database asks again (`models/door.py`).
"""

from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spaces import readings
from spaces.models import Agreement, Decision
from spaces.models.decision import Answer, Outcome, Topic
from spaces.models.dependency import not_asked
from spaces.states import Stage

SMALLEST_GROUP = 2


class Mark(StrEnum):
    MET = "met"
    MISSING = "missing"


@dataclass(frozen=True)
class Criterion:
    """One line of the list: what is asked, whether it is met, and by what evidence or what is missing."""

    key: str
    label: str
    mark: Mark
    evidence: str = ""


def criteria(space):
    """The whole list for a space."""
    peers = list(space.memberships.active().peers().select_related("person"))
    annex = current_annex(space)
    return [
        group(peers),
        need(space),
        annex_signed(annex, peers),
        agreed(space, peers),
        dependencies(space, peers),
        pulse(space),
    ]


def missing(space):
    """The labels of what is required and not met."""
    return [line.label for line in criteria(space) if line.mark == Mark.MISSING]


def group(peers):
    evidence = ngettext("{n} active peer", "{n} active peers", len(peers)).format(n=len(peers))
    met = len(peers) >= SMALLEST_GROUP
    return Criterion("group", _("There is a group of peers"), Mark.MET if met else Mark.MISSING, evidence)


def need(space):
    latest = space.needs.order_by("-version").first()
    label = _("The need is written")
    if latest is None:
        return Criterion("need", label, Mark.MISSING, _("Nobody has written why others should come in."))
    text = latest.text if len(latest.text) <= 90 else f"{latest.text[:89]}…"
    return Criterion("need", label, Mark.MET, _("“{text}”, version {n}").format(text=text, n=latest.version))


def annex_signed(annex, peers):
    label = _("Every peer has signed the cross-sector annex")
    if annex is None:
        return Criterion("annex", label, Mark.MISSING, _("There is no annex yet."))
    signed = set(annex.signatures.values_list("membership_id", flat=True))
    count = sum(peer.pk in signed for peer in peers)
    evidence = _("{count} of {all} signed version {n}").format(count=count, all=len(peers), n=annex.version)
    met = bool(peers) and count == len(peers)
    return Criterion("annex", label, Mark.MET if met else Mark.MISSING, evidence)


def agreed(space, peers):
    label = _("The group decided by consent to open the door")
    decision = door_decision(space)
    if decision is None:
        return Criterion("decision", label, Mark.MISSING, _("No decision was opened since the group consolidated."))
    if decision.is_open:
        return Criterion("decision", label, Mark.MISSING, progress(decision))
    if decision.outcome != Outcome.AGREED:
        return Criterion("decision", label, Mark.MISSING, decision.get_outcome_display())
    consented = set(decision.responses.filter(answer=Answer.CONSENT).values_list("membership_id", flat=True))
    joined_later = [peer for peer in peers if peer.pk not in consented]
    if joined_later and not space.door_is_open:
        return Criterion("decision", label, Mark.MISSING, _("Somebody joined after the decision and was not asked."))
    day = date_format(timezone.localtime(decision.closed_at), "SHORT_DATE_FORMAT")
    return Criterion("decision", label, Mark.MET, _("Agreed on {day}, no objection").format(day=day))


def dependencies(space, peers):
    """Whether each active peer was asked in private. What they said, or whether they did, is nobody's business."""
    label = _("Everybody was asked in private about dependencies")
    count = len(peers) - not_asked(space).count()
    evidence = _("{count} of {all} were asked").format(count=count, all=len(peers))
    met = bool(peers) and count == len(peers)
    return Criterion("dependencies", label, Mark.MET if met else Mark.MISSING, evidence)


def pulse(space, now=None):
    """Whether a pulse was taken lately and enough of those asked answered. What it shows opens and closes nothing."""
    label, taken = _("A fresh pulse of the group"), readings.latest(space)
    if taken is None:
        return Criterion("pulse", label, Mark.MISSING, _("No pulse was taken yet."))
    day = date_format(timezone.localtime(taken.closed_at), "SHORT_DATE_FORMAT")
    evidence = _("{answered} of {asked} answered, counted on {day}").format(
        answered=taken.answered, asked=taken.asked, day=day
    )
    if not readings.is_fresh(taken, space, now):
        old = _("older than {n} days").format(n=space.pulse_fresh_days)
        return Criterion("pulse", label, Mark.MISSING, f"{evidence}, {old}")
    met = readings.has_enough(taken, space)
    return Criterion("pulse", label, Mark.MET if met else Mark.MISSING, evidence)


def door_decision(space):
    """The latest decision on opening the door since the group last consolidated, also when the door is open by now."""
    consolidated = space.moves.of_space().filter(to_state=Stage.CONSOLIDATED).order_by("-at").values("at")[:1]
    return (
        Decision.objects.filter(space=space, topic=Topic.OPEN_DOOR, opened_at__gte=consolidated)
        .order_by("-opened_at", "-id")
        .first()
    )


def invitable_by(invitation):
    """The decision by which somebody of another sector can be invited: on this person, agreed, and opened since the
    group last consolidated. None where there is none.
    """
    return (
        standing_decisions(invitation.space).filter(candidacies__invitation=invitation, outcome=Outcome.AGREED).first()
    )


def deciding(candidacy):
    """Whether the group decides on a candidate now, or has agreed and that holds."""
    decisions = standing_decisions(candidacy.space).filter(pk=candidacy.decision_id)
    return decisions.filter(outcome__in=[Outcome.NONE, Outcome.AGREED]).exists()


def standing_decisions(space):
    """Decisions on whom to invite that were opened since the group last consolidated."""
    consolidated = space.moves.of_space().filter(to_state=Stage.CONSOLIDATED).order_by("-at").values("at")[:1]
    return Decision.objects.filter(space=space, topic=Topic.INVITE, opened_at__gte=consolidated)


def progress(decision):
    """How many answered, without saying what."""
    answers = list(decision.responses.values_list("answer", flat=True))
    done = sum(answer != Answer.NONE for answer in answers)
    until = date_format(timezone.localtime(decision.closes_at), "SHORT_DATETIME_FORMAT")
    return _("{done} of {all} answered, open until {until}").format(done=done, all=len(answers), until=until)


def current_annex(space):
    return Agreement.objects.filter(space=space, kind=Agreement.Kind.ANNEX).order_by("-version").first()
