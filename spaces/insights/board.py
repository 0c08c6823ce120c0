"""What needs a facilitator now, across all the spaces they run: a fixed number of queries, however many spaces."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, Min, OuterRef, Q, Subquery
from django.utils import timezone

from spaces.insights.candidates import ready
from spaces.models import (
    Agreement,
    Decision,
    Invitation,
    Mailing,
    Meeting,
    Membership,
    Message,
    Objection,
    Pulse,
    PulsePlace,
    Question,
    Reply,
    Response,
    Signature,
    Space,
    Summary,
)
from spaces.models.decision import Outcome
from spaces.models.invitation import Kind
from spaces.models.membership import Role
from spaces.readings import RECHECK_UNTIL, waiting_for_recheck
from spaces.states import TROUBLE, InvitationState, MailingState, MessageState, Stage

SOON = timedelta(days=3)
LATELY = timedelta(days=7)
AT_REST = (Stage.PAUSED, Stage.CLOSED)


@dataclass(frozen=True)
class Waiting:
    """One thing that waits in one space. `what` names the kind, `key` is the decision or document it is about."""

    what: str
    space_id: int
    space: str
    count: int
    when: datetime | None = None
    about: str = ""
    key: object = None  # as it stands in its address


def waiting(person, now=None):
    """All that waits for a facilitator, the most urgent first."""
    now = now or timezone.now()
    spaces = running(person)
    invitations = Invitation.objects.filter(space__in=spaces)
    return [
        *paused_mailings(spaces),
        *undelivered(spaces),
        *unmailed(spaces),
        *decisions(spaces, now),
        *counted("words", without_words(spaces), "decision__closed_at", "decision__"),
        *counted("questions", open_questions(spaces), "decision__closes_at", "decision__"),
        *reviews(spaces, now),
        *counted("deadline", invitations.waiting().filter(deadline__gt=now, deadline__lte=now + SOON)),
        *pulses(spaces, now),
        *rechecks(spaces, now),
        *meetings(spaces, now),
        *without_document(spaces),
        *candidates(spaces),
        *proposals(invitations),
        *counted("deferred", invitations.filter(state="deferred", deferred_until__lte=timezone.localdate(now))),
        *counted("expired", invitations.filter(state="expired", deadline__gt=now - LATELY)),
        *unsigned(spaces),
    ]


def running(person):
    """The keys of the spaces at work. As a list: PostgreSQL then knows how many they are, and plans for it."""
    return list(Space.objects.run_by(person).exclude(stage__in=AT_REST).values_list("pk", flat=True))


def counted(what, rows, when="deadline", by=""):
    """One row a space: how many, and the first of their deadlines. `by` is the way to the space where it is longer."""
    found = rows.order_by().values_list(f"{by}space_id", f"{by}space__name").annotate(n=Count("pk"), first=Min(when))
    return [Waiting(what, space_id, name, n, first) for space_id, name, n, first in found.order_by("first")]


def undelivered(spaces):
    """Invitations that wait for an answer, while the latest mail to them did not arrive."""
    later = Message.objects.filter(invitation=OuterRef("invitation"), pk__gt=OuterRef("pk"))
    lost = Message.objects.filter(
        ~Exists(later), space__in=spaces, state__in=TROUBLE, invitation__state=InvitationState.OPEN
    )
    return counted("undelivered", lost, "created_at")


def paused_mailings(spaces):
    """Mailings that paused themselves, or that somebody paused, while mails of them wait."""
    held = Message.objects.filter(mailing=OuterRef("pk"), state=MessageState.HELD)
    paused = Mailing.objects.filter(space__in=spaces, state=MailingState.PAUSED).select_related("space")
    found = paused.annotate(held=number_of(held, "mailing")).filter(held__gt=0).order_by("state_since")
    return [
        Waiting(
            "paused_by_hand" if one.why_paused == Mailing.Why.BY_HAND else "paused_itself",
            one.space_id, one.space.name, one.held, one.state_since, one.get_why_paused_display(), one.pk,
        )
        for one in found
    ]  # fmt: skip


def unmailed(spaces):
    """Invitations that are open though nobody was told of them, since their mailing was stopped."""
    stopped = Mailing.objects.filter(space__in=spaces, state=MailingState.STOPPED).values("space")
    return counted("unmailed", Invitation.objects.unmailed().filter(space__in=stopped))


def decisions(spaces, now):
    """Open decisions with how many have not answered; those past their deadline wait as open names."""
    silent = Response.objects.filter(decision=OuterRef("pk"), answer="", membership__ended_at=None)
    found = Decision.objects.open().filter(space__in=spaces).select_related("space")
    found = found.annotate(silent=number_of(silent, "decision"))
    return [
        Waiting(
            "decision" if one.closes_at > now else "open_names",
            one.space_id, one.space.name, one.silent or 0, one.closes_at, one.title, one.pk,
        )
        for one in found.order_by("closes_at")
    ]  # fmt: skip


def without_words(spaces):
    """Objections that were confided, and that the group cannot read yet."""
    return Objection.objects.filter(decision__space__in=spaces, words="")


def open_questions(spaces):
    return Question.objects.filter(decision__space__in=spaces, decision__outcome="", answer="")


def reviews(spaces, now):
    """What was agreed to be looked at again by now, and has no later version."""
    due = Decision.objects.filter(space__in=spaces, outcome=Outcome.AGREED, review_on__lte=timezone.localdate(now))
    found = due.filter(review=None, amended_by=None).select_related("space").order_by("review_on")
    return [Waiting("review", one.space_id, one.space.name, 1, None, one.title, one.pk) for one in found]


def pulses(spaces, now):
    """Open waves whose end is near, with how many have not answered: never who."""
    silent = PulsePlace.objects.filter(pulse=OuterRef("pk"), has_answered=False, membership__ended_at=None)
    found = Pulse.objects.open().filter(space__in=spaces, closes_at__lte=now + SOON).select_related("space")
    found = found.annotate(silent=number_of(silent, "pulse")).filter(silent__gt=0).order_by("closes_at")
    return [Waiting("pulse", one.space_id, one.space.name, one.silent, one.closes_at, key=one.pk) for one in found]


def rechecks(spaces, now):
    """Where a stakeholder joined two months ago, and the peers were not asked again since."""
    found = waiting_for_recheck(Space.objects.filter(pk__in=spaces), now).order_by("joined_at")
    return [Waiting("recheck", one.pk, one.name, 1, one.joined_at + RECHECK_UNTIL) for one in found]


def meetings(spaces, now):
    """Meetings of the next days that somebody has not answered to, and those of the last weeks whose summary nobody
    can read yet.
    """
    silent = Reply.objects.waiting(now).of_members().filter(meeting=OuterRef("pk"))
    shared = Summary.objects.shared().filter(meeting=OuterRef("pk"))
    soon = Q(starts_at__gt=now, starts_at__lte=now + SOON)
    over = ~Exists(shared) & Q(ends_at__range=(now - 2 * LATELY, now))
    found = Meeting.objects.standing().filter(soon | over, space__in=spaces).annotate(n=number_of(silent, "meeting"))
    return [
        Waiting("meeting", one.space_id, one.space.name, one.n, one.starts_at, one.title, one.uid)
        if one.starts_at > now
        else Waiting("summary", one.space_id, one.space.name, 1, one.ends_at, one.title, one.uid)
        for one in found.select_related("space").order_by("starts_at", "pk")
        if one.n or one.starts_at <= now
    ]


def without_document(spaces):
    """Spaces where somebody accepted, and there is no foundation document yet that they could sign."""
    document = Agreement.objects.filter(space=OuterRef("space"), kind=Agreement.Kind.FOUNDATION)
    waiting_to_sign = Membership.objects.present().peers().filter(~Exists(document), space__in=spaces)
    return counted("document", waiting_to_sign, "since")


def candidates(spaces):
    """Candidates of other sectors on whom the group can decide: their window is over."""
    found = ready(spaces).order_by().values_list("invitation__space_id", "invitation__space__name")
    counts = found.annotate(n=Count("pk"), first=Min("window_until")).order_by("first")
    return [Waiting("candidates", space_id, name, n, first) for space_id, name, n, first in counts]


def proposals(invitations):
    """What peers propose; and people of other sectors whom the group agreed to invite, once the door is open."""
    agreed = Q(kind=Kind.STAKEHOLDER, candidacy__decision__outcome=Outcome.AGREED)
    can_go_on = Q(kind=Kind.PEER) | agreed & Q(space__stage=Stage.CROSS_SECTOR)
    return counted("proposal", invitations.filter(can_go_on, state=InvitationState.PROPOSED), "created_at")


def unsigned(spaces):
    """Current documents that some of those concerned have not signed: the annex waits for everybody who is in."""
    newer = Agreement.objects.filter(space=OuterRef("space"), kind=OuterRef("kind"), version__gt=OuterRef("version"))
    documents = Agreement.objects.filter(~Exists(newer), space__in=spaces).select_related("space")
    signed = Signature.objects.filter(agreement=OuterRef("pk"), membership__ended_at=None)
    found = documents.annotate(
        signed=number_of(signed, "agreement"),
        peers=number_of(members().peers(), "space"),
        everybody=number_of(members(), "space"),
    )
    rows = []
    for one in found.order_by("published_at"):
        asked = one.peers if one.kind == Agreement.Kind.FOUNDATION else one.everybody
        if (asked or 0) > (one.signed or 0):
            missing = (asked or 0) - (one.signed or 0)
            rows.append(
                Waiting(
                    "unsigned", one.space_id, one.space.name, missing, one.published_at, one.get_kind_display(), one.pk
                )
            )
    return rows


def members():
    return Membership.objects.filter(space=OuterRef("space"), ended_at=None).exclude(role=Role.FACILITATOR)


def number_of(rows, by):
    return Subquery(rows.order_by().values(by).annotate(n=Count("pk")).values("n"))
