"""One piece of evidence, and how it stands to the level that the group set for itself."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _


class Axis(StrEnum):
    PROCESS = "process"
    TASK = "task"


class Standing(StrEnum):
    """How the evidence stands to the group's level. Most evidence has none, and that is well."""

    REACHED = "reached"
    BELOW = "below"
    WITHHELD = "withheld"
    PLAIN = "plain"


@dataclass(frozen=True)
class Sign:
    """What is looked at, what is there, and the group's own level where it set one."""

    axis: Axis
    label: str
    text: str
    standing: Standing = Standing.PLAIN
    level: str = ""


def reached(is_reached):
    return Standing.REACHED if is_reached else Standing.BELOW


def percent(number):
    return _("at least {n}%").format(n=number)


def day(moment):
    return date_format(localdate(moment), "SHORT_DATE_FORMAT")
