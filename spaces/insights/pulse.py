"""The group's picture: what the readings of the waves say, item by item. Reads only what may be shown to all of them.

Everything here is made of stored readings and of how many were asked and answered; the answers are nowhere any more.
"""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from spaces import readings
from spaces.models import Pulse, PulseItem, PulsePlace, PulseReading
from spaces.models.pulse import Band
from spaces.models.pulse_item import OWN
from spaces.pulse_items import ITEMS, OPENNESS, Axis
from spaces.states import FLOOR, Stage

LATEST = 8  # waves that a picture goes back
RANK = {Band.LOW: 0, Band.MIDDLE: 1, Band.HIGH: 2}
TONES = {Band.LOW: "stop", Band.MIDDLE: "wait", Band.HIGH: "good", Band.WITHHELD: "plain"}
NOT_ASKED = None


@dataclass(frozen=True)
class Cell:
    """One item in one wave."""

    band: str
    left_behind: bool = False

    @property
    def label(self):
        return Band(self.band).label

    @property
    def tone(self):
        return TONES[self.band]

    @property
    def rank(self):
        """Which of the three bands, from the lowest; None where it is withheld."""
        return RANK.get(self.band)


@dataclass(frozen=True)
class Line:
    """One item through the waves, oldest first; None where a wave did not ask it."""

    item: object
    cells: list

    @property
    def last(self):
        return self.cells[-1]

    @property
    def moved(self):
        """Up, down or same, by band, since the wave before that shows it; nothing where there is none to compare."""
        if self.last is NOT_ASKED or self.last.rank is None:
            return ""
        before = [cell.rank for cell in self.cells[:-1] if cell is not NOT_ASKED and cell.rank is not None]
        if not before:
            return ""
        return "up" if self.last.rank > before[-1] else "down" if self.last.rank < before[-1] else "same"


@dataclass(frozen=True)
class Picture:
    waves: list
    lines: list

    @property
    def last(self):
        return self.waves[-1]

    @property
    def axes(self):
        """[(axis, its lines)], for the axes that the waves asked about."""
        found = [(axis, [line for line in self.lines if line.item.axis == axis]) for axis in Axis]
        return [(axis.label, lines) for axis, lines in found if lines]


def picture(space, most=LATEST):
    """The picture of a space's latest closed waves, or None before the first. Three queries, however many waves."""
    waves = list(space.pulses.closed().order_by("-number")[:most])[::-1]
    return Picture(waves, lines_of(waves)) if waves else None


def lines_of(waves):
    """A line for each item that the last of some waves asked."""
    found = cells_of(waves)
    return [Line(item, [found.get((wave.pk, item.key)) for wave in waves]) for item in items_of(waves[-1])]


def cells_of(waves):
    """{(wave, key of the item): Cell}."""
    rows = PulseReading.objects.filter(pulse__in=waves).values_list("pulse", "item", "band", "left_behind")
    return {(pulse, item): Cell(band, bool(left_behind)) for pulse, item, band, left_behind in rows}


def items_of(pulse):
    """What a wave asks, in its order: items of the bank and the group's own."""
    own = PulseItem.objects.filter(pk__in=[int(key.removeprefix(OWN)) for key in pulse.items if is_own(key)])
    known = {item.key: item for item in [*ITEMS, *own]}
    return [known[key] for key in pulse.items if key in known]


def is_own(key):
    return key.startswith(OWN) and key.removeprefix(OWN).isdecimal()


def latest(space):
    """The wave that was counted last, with a line for each item; None before the first."""
    return picture(space, most=1)


def why_withheld(wave):
    """Why a wave shows no figures, in words; nothing where it shows them."""
    if wave.is_shown:
        return ""
    if wave.answered < FLOOR:
        return _("Withheld: fewer than {floor} answered.").format(floor=FLOOR)
    return _(
        "Withheld: a few people answered only this pulse or only an earlier one. "
        "Side by side, the two pictures could tell of them."
    )


def progress(pulse):
    """How many of those who are asked have answered so far; who they are is not told to anybody."""
    still_asked = Q(has_answered=True) | Q(membership__ended_at=None)
    return pulse.places.filter(still_asked).aggregate(
        asked=Count("pk"), answered=Count("pk", filter=Q(has_answered=True))
    )


def open_wave(space):
    return space.pulses.open().first()


def place_of(person, pulse):
    """The place of somebody in a wave's roster, or None."""
    return PulsePlace.objects.filter(pulse=pulse, membership__person=person, membership__ended_at=None).first()


def to_answer(person, now):
    """The open waves that ask this person and have no answer yet, the nearest end first."""
    mine = PulsePlace.objects.filter(membership__person=person, membership__ended_at=None, has_answered=False)
    waves = Pulse.objects.open().filter(closes_at__gt=now, places__in=mine)
    waves = waves.exclude(space__stage__in=[Stage.PAUSED, Stage.CLOSED])
    return waves.select_related("space").order_by("closes_at")


@dataclass(frozen=True)
class Compared:
    """An openness item before the first stakeholder joined, and after."""

    item: object
    before: Cell | None
    after: Cell | None

    @property
    def fell(self):
        """Whether it is a band lower, or some are left behind who were not."""
        cells = (self.before, self.after)
        if any(cell is None or cell.rank is None for cell in cells):
            return False
        return self.after.rank < self.before.rank or self.after.left_behind > self.before.left_behind


def looked_back(space):
    """(the recheck, its comparison) after the first stakeholder joined; None before that."""
    recheck = readings.due_after_joining(space)
    if recheck is None:
        return None
    return recheck, compared(recheck.before, recheck.done) if recheck.before and recheck.done else []


def compared(before, after):
    found = cells_of([before, after])
    return [
        Compared(item, found.get((before.pk, item.key)), found.get((after.pk, item.key)))
        for item in ITEMS
        if item.key in OPENNESS
    ]
