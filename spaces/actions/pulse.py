"""The pulse: asking the peers how the group is, taking their answers, counting them.

An answer is final: once it lies among the others nobody can find it again, its writer neither.
"""

import logging
from contextlib import contextmanager
from datetime import timedelta
from random import SystemRandom

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from impact_spaces.lib.keyfiles import KeyMissing
from impact_spaces.lib.refusals import Forbidden, NotPossible
from spaces import access
from spaces.actions import urn
from spaces.actions.event import tell
from spaces.actions.message import enqueue, to_member
from spaces.actions.moving import hold
from spaces.actions.pulse_counting import drawn, left_out, readings
from spaces.models import Pulse, PulsePlace, PulseReading
from spaces.models.message import MailKind
from spaces.pulse_items import HIGHEST, ITEMS, LOWEST
from spaces.states import FLOOR, Stage

log = logging.getLogger(__name__)

LEAST_APART = timedelta(days=14)  # between one picture and the next wave
LONGEST = timedelta(days=60)
SOON_COUNTED = timedelta(minutes=15)  # after its time a wave is counted by then, or something is wrong
CHANCE = SystemRandom()


def open_wave(space, *, by, closes_at):
    """Ask the active peers, who are frozen as the roster. Returns the pulse. Raises Forbidden, NotPossible."""
    access.require_facilitator(by, space)
    with transaction.atomic(), telling_of_keys():
        space = hold(space.pk)
        peers = list(space.memberships.active().peers().select_related("person").order_by("pk"))
        require_askable(space, peers)
        require_ahead(closes_at)
        pulse = Pulse.objects.create(
            space=space,
            number=space.pulses.count() + 1,
            items=[*(item.key for item in ITEMS), *(item.key for item in space.pulse_items.asked().order_by("pk"))],
            by=by,
            closes_at=closes_at,
            asked=len(peers),
        )
        PulsePlace.objects.bulk_create([PulsePlace(pulse=pulse, membership=peer) for peer in peers])
        urn.make(pulse, capacity=len(peers))
        enqueue([to_member(peer, MailKind.PULSE, f"pulse:{pulse.pk}", until=closes_at) for peer in peers])
    return pulse


def require_askable(space, peers):
    if space.stage in (Stage.PAUSED, Stage.CLOSED):
        raise NotPossible(_("The space rests at the moment; nothing is asked now."))
    if not peers:
        raise NotPossible(_("There is nobody yet who could be asked: no peer has signed."))
    if space.pulses.open().exists():
        raise NotPossible(_("A pulse is open already."))
    shown = space.pulses.closed().exclude(counted=None).order_by("-number").first()
    if shown is not None and timezone.now() < shown.closed_at + LEAST_APART:
        raise NotPossible(
            ngettext(
                "There is {n} day between two pulses at least: asked more often, they would tell of single people.",
                "There are {n} days between two pulses at least: asked more often, they would tell of single people.",
                LEAST_APART.days,
            ).format(n=LEAST_APART.days)
        )


def require_ahead(closes_at):
    now = timezone.now()
    if closes_at <= now:
        raise NotPossible(_("The time to answer must lie ahead."))
    if closes_at > now + LONGEST:
        raise NotPossible(_("A pulse is open for two months at most: how a group is changes meanwhile."))


def answer(pulse, *, by, answers):
    """Put an answer among the others: {key of the item: 1 to 5, or None for "don't know"}, for every item of the wave.

    Raises Forbidden for anybody who is not on the roster any more, NotPossible. Nothing is half written.
    """
    with transaction.atomic(), telling_of_keys():
        space = hold(pulse.space_id)
        pulse = Pulse.objects.select_for_update().get(pk=pulse.pk)
        place = pulse.places.filter(membership__person=by, membership__ended_at=None).first()
        if place is None:
            raise Forbidden(_("Only those who were members when this opened are asked."))
        require_answerable(pulse, space, place)
        urn.drop_in(pulse, values_of(pulse, answers))
        place.has_answered = True
        place.save(update_fields=["has_answered"])


def require_answerable(pulse, space, place):
    if space.stage in (Stage.PAUSED, Stage.CLOSED):
        raise NotPossible(_("The space rests at the moment; nothing is asked now."))
    if not pulse.is_open or pulse.closes_at <= timezone.now():
        raise NotPossible(_("This pulse is over."))
    if place.has_answered:
        raise NotPossible(_("You have answered already. An answer can't be found again, so it can't be changed."))


def values_of(pulse, answers):
    """The answers in the order of the wave's items. Raises NotPossible."""
    if set(answers) != set(pulse.items):
        raise NotPossible(_("Please answer each line; “don't know” is an answer too."))
    values = [answers[key] for key in pulse.items]
    if any(value is not None and value not in range(LOWEST, HIGHEST + 1) for value in values):
        raise NotPossible(_("An answer is a number from 1 to 5, or “don't know”."))
    return values


def extend(pulse, closes_at, *, by):
    """Give more time. Raises Forbidden, NotPossible."""
    access.require_facilitator(by, pulse.space)
    with transaction.atomic():
        pulse = open_and_locked(pulse)
        require_ahead(closes_at)
        if closes_at <= pulse.closes_at:
            raise NotPossible(_("More time means a later day."))
        pulse.closes_at = closes_at
        pulse.save(update_fields=["closes_at"])


def close(pulse, *, by):
    """Count the answers now: when the time is over, when everybody answered, or from FLOOR answers on.

    Returns the pulse. Raises Forbidden, NotPossible.
    """
    access.require_facilitator(by, pulse.space)
    with transaction.atomic(), telling_of_keys():
        pulse = open_and_locked(pulse)
        if not is_over(pulse, timezone.now()) and how_many_answered(pulse) < FLOOR:
            raise NotPossible(
                _("Fewer than {floor} have answered. It is counted when the time is over.").format(floor=FLOOR)
            )
        count(pulse)
    return pulse


def is_over(pulse, now):
    """Whether the time is up, or everybody who is still there has answered."""
    waiting = pulse.places.filter(has_answered=False, membership__ended_at=None)
    return pulse.closes_at <= now or not waiting.exists()


def how_many_answered(pulse):
    return pulse.places.filter(has_answered=True).count()


def call_off(pulse, *, by):
    """End a wave without counting it; the answers are destroyed unread. Raises Forbidden, NotPossible."""
    access.require_facilitator(by, pulse.space)
    with transaction.atomic(), telling_of_keys():
        pulse = open_and_locked(pulse)
        urn.throw_away(pulse)
        pulse.called_off_at = timezone.now()
        pulse.save(update_fields=["called_off_at"])


def close_due(now=None):
    """Count every wave whose time is over or that everybody answered; what a closed space left open is called off.

    A paused space keeps what it has. Returns how many were counted.
    """
    now = now or timezone.now()
    waiting = PulsePlace.objects.filter(pulse=OuterRef("pk"), has_answered=False, membership__ended_at=None)
    due = Pulse.objects.open().filter(Q(closes_at__lte=now) | ~Exists(waiting)).exclude(space__stage=Stage.PAUSED)
    counted = sum(attempt(count_one, pulse, now) for pulse in due.exclude(space__stage=Stage.CLOSED))
    for pulse in Pulse.objects.open().filter(space__stage=Stage.CLOSED).select_related("space"):
        attempt(call_off, pulse, by=None)
    urn.sweep()
    return counted


def attempt(verb, pulse, *args, **kwargs):
    """Do one of many: where somebody was faster, or a key is away, the others go on. Returns whether it was done."""
    try:
        verb(pulse, *args, **kwargs)
    except NotPossible:
        return False
    return True


def count_one(pulse, now):
    with transaction.atomic(), telling_of_keys():
        pulse = open_and_locked(pulse)
        if not is_over(pulse, now):
            raise NotPossible(_("This pulse was given more time."))
        count(pulse)


def open_and_locked(pulse):
    """The wave, held, while it is open. Raises NotPossible."""
    hold(pulse.space_id)
    pulse = Pulse.objects.select_for_update().select_related("space").get(pk=pulse.pk)
    if not pulse.is_open:
        raise NotPossible(_("This pulse is over."))
    return pulse


def count(pulse):
    """Write the readings of a locked wave; of the answers nothing remains. Who left without answering was not asked."""
    ballots = drawn(urn.pour_out(pulse), left_out(who_answered(pulse), answered_before(pulse)), CHANCE)
    found = readings(ballots, pulse.items, CHANCE)
    pulse.answered = how_many_answered(pulse)
    pulse.asked = pulse.answered + pulse.places.filter(has_answered=False, membership__ended_at=None).count()
    pulse.counted = len(ballots) or None
    pulse.closed_at = timezone.now()
    pulse.save(update_fields=["asked", "answered", "counted", "closed_at"])
    PulseReading.objects.bulk_create(
        [
            PulseReading(pulse=pulse, item=item, band=one.band, left_behind=one.left_behind)
            for item, one in found.items()
        ]
    )
    if pulse.is_shown:
        tell("pulse.counted", space=pulse.space, about=pulse.pk)
    readers = pulse.space.memberships.active().inside().select_related("person").order_by("pk")
    enqueue([to_member(one, MailKind.PULSE_RESULT, f"pulse:{pulse.pk}:result") for one in readers])


def who_answered(pulse):
    """The people who answered a wave."""
    return set(pulse.places.filter(has_answered=True).values_list("membership__person", flat=True))


def answered_before(pulse):
    """Those who answered each earlier wave of this space whose figures are shown."""
    return [who_answered(one) for one in pulse.space.pulses.closed().exclude(counted=None)]


@contextmanager
def telling_of_keys():
    """A missing key is the operator's matter: the log names it, the person is told that nothing was written."""
    try:
        yield
    except KeyMissing as error:
        log.error("A pulse cannot be opened, answered or counted here: %s. See docs/pulse.md.", error)
        raise NotPossible(
            _("This does not work right now, and nothing was written. Whoever runs this site has to look at it.")
        ) from error
