"""Whether those who send the mails are alive, for the banner on the desk."""

import time

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from redis.exceptions import RedisError

from impact_spaces.lib import heartbeats

SILENT_AFTER = 120  # seconds; a heartbeat comes every 15 to 20


def silence():
    """A sentence when a worker or the timetable has been silent for long; nothing when all are heard."""
    beats = heard()
    oldest = min(beats.values()) if len(beats) == len(heartbeats.PROCESSES) else None
    if oldest is None:
        return _("Mails do not go out at the moment: the worker or its timetable is not running. They are kept.")
    if time.time() - oldest <= SILENT_AFTER:
        return ""
    minutes = round((time.time() - oldest) / 60)
    return ngettext(
        "Mails have not gone out for {n} minute: the worker or its timetable is silent. They are kept.",
        "Mails have not gone out for {n} minutes: the worker or its timetable is silent. They are kept.",
        minutes,
    ).format(n=minutes)


def heard():
    """The last beats. None are heard while the cache is away, and no mail goes out then either."""
    try:
        return heartbeats.heard()
    except RedisError:
        return {}
