"""The evidence of the process axis: how the group is together. Nobody is shown by name, nothing of few people."""

from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spaces import readings
from spaces.insights import pulse
from spaces.insights.decision import integrated_objections
from spaces.insights.meetings import attendance
from spaces.insights.signs import Axis, Sign, Standing, percent, reached
from spaces.models import Agreement, Candidacy, Levels
from spaces.models.candidacy import Figure
from spaces.models.dependency import not_asked
from spaces.models.pulse import Band
from spaces.pulse_items import OPENNESS

RESILIENCE = "view_under_dependence"
GOOD_ENOUGH = {Levels.Band.GOOD: (Band.HIGH,), Levels.Band.TALK: (Band.HIGH, Band.MIDDLE)}
LONGEST = 4  # readings that are compared by their distance


def of_the_group(space, levels):
    """Signs of a space's group process: a list of Sign."""
    return [
        came(space, levels),
        signatures(space),
        objections(space),
        answered(space),
        openness(space, levels),
        resilience(space, levels),
        apart(space, levels),
        asked_about_dependencies(space),
        dependencies(space),
    ]


def came(space, levels):
    """Attendance of the group as a whole: no meeting and no person is ranked."""
    label, seen = _("Who came to the last meetings"), attendance(space)
    if not seen.asked:
        return Sign(Axis.PROCESS, label, _("No attendance was noted yet."))
    present = seen.came + seen.substitute
    share = present * 100 // seen.asked
    text = ngettext("over {n} meeting: {share}%", "over {n} meetings: {share}%", seen.meetings)
    standing = reached(share >= levels.attendance_percent)
    text = text.format(share=share, n=seen.meetings)
    return Sign(Axis.PROCESS, label, text, standing, percent(levels.attendance_percent))


def signatures(space):
    peers = space.memberships.present().peers()
    label, latest = _("Foundation document"), newest_foundation(space)
    if latest is None:
        return Sign(Axis.PROCESS, label, _("There is none yet."), Standing.BELOW)
    signed, all_of_them = latest.signatures.filter(membership__in=peers).count(), peers.count()
    text = _("{signed} of {all} peers signed version {n}").format(signed=signed, all=all_of_them, n=latest.version)
    return Sign(Axis.PROCESS, label, text, reached(signed == all_of_them), _("everybody"))


def newest_foundation(space):
    return space.agreements.filter(kind=Agreement.Kind.FOUNDATION).order_by("-version").first()


def objections(space):
    """No objection at all may mean silence, not unity: the line says so instead of praising it."""
    label, taken_up = _("Objections that changed a proposal"), integrated_objections(space)
    text = ngettext("{n} was taken up", "{n} were taken up", taken_up).format(n=taken_up)
    if not taken_up:
        text = _("None so far. It may be agreement, and it may be silence.")
    return Sign(Axis.PROCESS, label, text)


def answered(space):
    label, wave = _("Answers to the last pulse"), readings.latest(space)
    if wave is None:
        return Sign(Axis.PROCESS, label, _("No pulse was taken yet."))
    text = _("{answered} of {asked}").format(answered=wave.answered, asked=wave.asked)
    level = percent(space.pulse_share_percent)
    return Sign(Axis.PROCESS, label, text, reached(readings.has_enough(wave, space)), level)


def openness(space, levels):
    """The five items of openness, confidentiality and fairness, in the last wave."""
    return banded(space, levels, _("Openness, confidentiality, fairness"), OPENNESS)


def resilience(space, levels):
    return banded(space, levels, _("“I could say my view even with somebody I depend on in the room”"), (RESILIENCE,))


def banded(space, levels, label, keys):
    picture = pulse.latest(space)
    if picture is None:
        return Sign(Axis.PROCESS, label, _("No pulse was taken yet."))
    cells = [line.last for line in picture.lines if line.item.key in keys]
    if not cells or any(cell.rank is None for cell in cells):
        return Sign(Axis.PROCESS, label, Band.WITHHELD.label, Standing.WITHHELD)
    good = sum(cell.band in GOOD_ENOUGH[levels.openness] for cell in cells)
    behind = any(cell.left_behind for cell in cells)
    text = in_words(cells, good, behind)
    return Sign(Axis.PROCESS, label, text, reached(good == len(cells) and not behind), levels.get_openness_display())


def in_words(cells, good, behind):
    text = cells[0].label if len(cells) == 1 else _("{good} of {all} items").format(good=good, all=len(cells))
    return _("{text}; some are left behind").format(text=text) if behind else text


def apart(space, levels):
    """Whether there are two readings far enough apart to show a movement."""
    label = _("Readings over time")
    closed = space.pulses.closed().order_by("-number").values_list("closed_at", flat=True)[:LONGEST]
    days = [(later - earlier).days for later, earlier in pairwise(closed)]
    level = _("two, {n} days or more apart").format(n=levels.days_between)
    if not days:
        return Sign(Axis.PROCESS, label, _("Fewer than two"), Standing.BELOW, level)
    text = ngettext("{n} day since the one before", "{n} days since the one before", days[0]).format(n=days[0])
    return Sign(Axis.PROCESS, label, text, reached(max(days) >= levels.days_between), level)


def asked_about_dependencies(space):
    peers = space.memberships.active().peers().count()
    asked = peers - not_asked(space).count()
    text = _("{asked} of {all} peers were asked in private").format(asked=asked, all=peers)
    return Sign(
        Axis.PROCESS, _("Asked about dependencies"), text, reached(bool(peers) and asked == peers), _("everybody")
    )


def dependencies(space):
    """For candidates on the list: on how many of them five peers or more depend. Below five nothing is said."""
    label = _("Dependence on candidates")
    figures = list(Candidacy.objects.waiting().filter(invitation__space=space).values_list("figure", flat=True))
    if not figures:
        return Sign(Axis.PROCESS, label, _("Nobody is on the list of candidates."))
    many = sum(figure in (Figure.FIVE, Figure.TEN, Figure.TWENTY) for figure in figures)
    text = ngettext(
        "Five peers or more depend on {many} of {n} candidate. Of fewer nothing is said.",
        "Five peers or more depend on {many} of {n} candidates. Of fewer nothing is said.",
        len(figures),
    ).format(many=many, n=len(figures))
    return Sign(Axis.PROCESS, label, text)
