"""Names, notes and moments as mails write them."""

import re
from dataclasses import dataclass
from functools import lru_cache

from django.utils import formats, timezone, translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from impact_spaces.lib.calendar import zone_of
from impact_spaces.lib.headers import UNSEEN, one_line

# A name that looks like a link or an address is not repeated: a mail of ours never carries somebody else's message.
NO_NAME = re.compile(r"[/@<>\\]|www\.|\.[a-z]{2,}\b", re.IGNORECASE)
BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")  # in a note single marks of direction may stand, these may not
LONGEST_PURPOSE = 400


def shown_name(name):
    name = one_line(name or "")
    return "" if NO_NAME.search(name) else name


def note_of(text):
    """A note with its lines, without signs that cannot be seen."""
    if not text:
        return ""
    text = OVERRIDES.sub("", BREAKS.sub("\n", text).replace("\t", " "))
    kept = "\n".join(UNSEEN.sub("", line) for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", kept).strip()


@lru_cache(maxsize=256)
def shortened(purpose):
    return Truncator(one_line(purpose)).chars(LONGEST_PURPOSE)


@dataclass(frozen=True)
class Spelling:
    """How moments are written for a reader: in their language, on the clock of the space's country."""

    language: str
    country: str

    def day(self, moment):
        return spelled(self, moment, "DATE_FORMAT")

    def short_date(self, moment):
        return spelled(self, moment, "j.n")

    def weekday(self, moment):
        return spelled(self, moment, "l")

    def hour(self, moment):
        return spelled(self, moment, "H:i")

    def day_and_hour(self, moment):
        return day_and_hour(self, moment)


@lru_cache(maxsize=2048)  # many mails name the same moment, and spelling it takes longer than filling a mail
def spelled(spelling, moment, style):
    with translation.override(spelling.language):
        return formats.date_format(timezone.localtime(moment, zone_of(spelling.country)), style)


@lru_cache(maxsize=2048)
def day_and_hour(spelling, moment):
    with translation.override(spelling.language):
        return _("{day} at {hour}").format(day=spelling.day(moment), hour=spelling.hour(moment))
