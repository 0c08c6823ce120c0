"""What a move of a space does to what is under way in it: rounds, pulse, meetings, and what was told in private."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from spaces.models import Decision, Meeting, Pulse
from spaces.models.room import Room
from spaces.states import Stage


def under_way(space, to):
    """Sentences for the page before a move; those that touch nothing are left out."""
    if to == Stage.PAUSED:
        return [rounds_rest(space), pulse_rests(space), meetings_rest(space)]
    if to == Stage.CLOSED:
        return [rounds_end(space), pulse_ends(space), meetings_end(space), _("What was told in private is removed.")]
    if space.stage == Stage.CROSS_SECTOR:
        return [guests_calendars(space), _("All that was said stays in the room where it was said.")]
    return []


def rounds(space):
    return Decision.objects.open().filter(space=space).count()


def rounds_rest(space):
    n = rounds(space)
    return n and ngettext(
        "{n} decision stands still; it gets the time of the pause back.",
        "{n} decisions stand still; they get the time of the pause back.",
        n,
    ).format(n=n)


def rounds_end(space):
    n = rounds(space)
    return n and ngettext(
        "{n} decision ends without an agreement.", "{n} decisions end without an agreement.", n
    ).format(n=n)


def has_pulse(space):
    return Pulse.objects.open().filter(space=space).exists()


def pulse_rests(space):
    return has_pulse(space) and _("The open pulse stands still; it gets the time of the pause back.")


def pulse_ends(space):
    return has_pulse(space) and _("The open pulse is called off; its answers are destroyed unread.")


def meetings_rest(space):
    n = Meeting.objects.coming().filter(space=space).count()
    return n and ngettext(
        "{n} meeting stays in the calendars; nobody is reminded of it.",
        "{n} meetings stay in the calendars; nobody is reminded of them.",
        n,
    ).format(n=n)


def meetings_end(space):
    n = Meeting.objects.coming().filter(space=space).count()
    return n and ngettext(
        "{n} meeting is called off, in everybody's calendar too.",
        "{n} meetings are called off, in everybody's calendar too.",
        n,
    ).format(n=n)


def guests_calendars(space):
    n = Meeting.objects.coming().filter(space=space, room=Room.WHOLE).count()
    return n and ngettext(
        "{n} meeting of the whole is taken out of the stakeholders' calendars.",
        "{n} meetings of the whole are taken out of the stakeholders' calendars.",
        n,
    ).format(n=n)
