"""What a pulse says to the door: is there one, is it fresh, did enough answer. Questions only; the figures inform,
and open nothing. A wave whose figures are withheld counts: it was asked and answered.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from spaces.models import Membership, Move, Pulse, Space
from spaces.states import Stage

RECHECK_FROM, RECHECK_UNTIL = timedelta(days=60), timedelta(days=90)


def latest(space):
    """The wave that was counted last, or None."""
    return space.pulses.closed().order_by("-number").first()


def is_fresh(pulse, space, now=None):
    """Whether a wave was counted within the days that the group has set."""
    return (now or timezone.now()) - pulse.closed_at <= timedelta(days=space.pulse_fresh_days)


def has_enough(pulse, space):
    """Whether as many of those asked answered as the group has set."""
    return pulse.asked > 0 and pulse.answered * 100 >= pulse.asked * space.pulse_share_percent


def is_fresh_enough(space, now=None):
    """Whether the latest wave is fresh and was answered by enough."""
    found = latest(space)
    return found is not None and is_fresh(found, space, now) and has_enough(found, space)


@dataclass(frozen=True)
class Recheck:
    """A new pulse among the peers, due after the first stakeholder joined. `done` is the wave that met it."""

    joined_at: datetime
    since: datetime
    until: datetime
    before: Pulse | None
    done: Pulse | None

    def is_due(self, now=None):
        return self.done is None and self.since <= (now or timezone.now())


def due_after_joining(space):
    """The look back after the first stakeholder joined through the door as it stands open now; None before that."""
    joined_at = with_first_joined(Space.objects.filter(pk=space.pk)).values_list("joined_at", flat=True).first()
    if joined_at is None:
        return None
    since, until = joined_at + RECHECK_FROM, joined_at + RECHECK_UNTIL
    closed = space.pulses.closed().order_by("number")
    before = closed.filter(closed_at__lte=joined_at).last()
    return Recheck(joined_at, since, until, before, closed.filter(closed_at__gte=since).first())


def waiting_for_recheck(spaces, now=None):
    """Those of some spaces in which the look back is due and was not made; each knows `joined_at`."""
    late = (now or timezone.now()) - RECHECK_FROM
    made = Pulse.objects.closed().filter(space=OuterRef("pk"), closed_at__gte=OuterRef("joined_at") + RECHECK_FROM)
    return with_first_joined(spaces).filter(~Exists(made), stage=Stage.CROSS_SECTOR, joined_at__lte=late)


def with_first_joined(spaces):
    """Spaces whose door is open (or was when they paused), with the moment in which the first stakeholder joined."""
    opened = Move.objects.of_space().filter(
        space=OuterRef("pk"), from_state=Stage.CONSOLIDATED, to_state=Stage.CROSS_SECTOR
    )
    joined = Membership.objects.stakeholders().filter(
        space=OuterRef("pk"), active_since__gte=OuterRef("opened_door_at")
    )
    return spaces.filter(Q(stage=Stage.CROSS_SECTOR) | Q(paused_from=Stage.CROSS_SECTOR)).annotate(
        opened_door_at=Subquery(opened.order_by("-at").values("at")[:1]),
        joined_at=Subquery(joined.order_by("active_since").values("active_since")[:1]),
    )
