"""The list of candidates as the peers and their facilitator read it. Reads only."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from spaces.models import Candidacy, Decision
from spaces.models.decision import Outcome
from spaces.states import InvitationState, Stage

GONE = (InvitationState.WITHDRAWN,)


@dataclass(frozen=True)
class Candidate:
    """One candidate in words. What only the facilitator may know is in `ForFacilitator`."""

    pk: int
    name: str
    body: str
    sector: str
    sector_name: str
    why: str
    need: int  # its version
    need_text: str
    by: str  # nothing where they chose not to be named
    on: date
    state: str
    tone: str
    hold_was_asked: bool
    talk_is_asked: bool
    is_waiting: bool
    mine: bool  # this reader asked to wait
    may_ask: bool
    decision: Decision | None
    is_ready: bool  # the group can decide
    row: Candidacy


def listed(person, space):
    """The candidacies of a space that somebody may see, newest first, with what their rows need."""
    found = Candidacy.objects.visible_to(person).filter(invitation__space=space)
    return found.select_related("invitation__organisation", "need", "decision", "by")


def rows(candidacies, space, place=None):
    """The candidates of a page. `place` is the membership of a peer who reads them."""
    consolidated = space.moves.of_space().filter(to_state=Stage.CONSOLIDATED).order_by("-at").values_list("at").first()
    since = consolidated[0] if consolidated else timezone.now()
    for one in candidacies:
        one.invitation.space = space
    return [row(one, since, place, timezone.localdate()) for one in candidacies]


def row(one, since, place, today):
    holds, who = one.holds, one.invitation
    decision = one.decision if one.decision and one.decision.opened_at >= since else None
    waiting = who.state == InvitationState.PROPOSED
    decided = decision is not None and decision.outcome in (Outcome.NONE, Outcome.AGREED)
    state, tone = standing(one, decision)
    return Candidate(
        pk=one.pk, name=who.name, body=who.from_where,
        sector=who.organisation.sector if who.organisation else "",
        sector_name=who.organisation.get_sector_display() if who.organisation else "",
        why=one.why, need=one.need.version, need_text=one.need.text, by=one.by.name if one.with_name else "",
        on=timezone.localdate(one.opened_at), state=state, tone=tone,
        hold_was_asked=waiting and holds.was_asked(today), talk_is_asked=waiting and one.talk_asked_on is not None,
        is_waiting=waiting, mine=bool(place) and holds.asked_by(place),
        may_ask=bool(place) and waiting and not decided and space_works(one), decision=decision,
        is_ready=waiting and not decided and not one.window_is_open and space_works(one), row=one,
    )  # fmt: skip


def space_works(one):
    return one.invitation.space.stage in (Stage.CONSOLIDATED, Stage.CROSS_SECTOR)


def standing(one, decision):
    """Where a candidate stands, in words, and the tone they are shown in."""
    if one.invitation.state == InvitationState.WITHDRAWN:
        return _("taken off the list"), "plain"
    if one.invitation.state != InvitationState.PROPOSED:
        return _("invited by the space"), "good"
    if decision is not None and decision.is_open:
        return _("the group is deciding"), "wait"
    if decision is not None and decision.outcome == Outcome.AGREED:
        return _("the group agreed on {day}").format(day=day(decision.closed_at)), "good"
    if decision is not None:
        return str(decision.get_outcome_display()), "stop"
    if one.window_is_open:
        return _("one may ask to wait until {day}").format(day=date_format(one.last_day, "DATE_FORMAT")), "info"
    return _("the group can decide"), "wait"


def day(moment: datetime):
    return date_format(timezone.localtime(moment), "DATE_FORMAT")


@dataclass(frozen=True)
class ForFacilitator:
    """A candidate with what the facilitator knows besides: the figure in steps, and whether a hold stands."""

    candidate: Candidate
    figure: str
    hold_stands: bool
    hold_was_taken_back: bool


def for_facilitator(candidate):
    holds, today = candidate.row.holds, timezone.localdate()
    stands = candidate.is_waiting and holds.stands(today)
    return ForFacilitator(
        candidate, str(candidate.row.get_figure_display()), stands, candidate.hold_was_asked and not stands
    )


def ready(spaces):
    """Candidacies of these spaces whose window is over and on which no decision was opened."""
    found = Candidacy.objects.waiting().filter(invitation__space__in=spaces, decision=None)
    return found.filter(window_until__lte=timezone.now(), invitation__space__stage__in=["consolidated", "cross_sector"])


def count_in(person, space):
    """How many candidates are on the list, for the link to it."""
    return Candidacy.objects.visible_to(person).waiting().filter(invitation__space=space).count()
