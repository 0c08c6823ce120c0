"""Whether those who send the mails are alive, for the banner on the desk."""

import time

from django.core.cache import cache
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from redis.exceptions import RedisError

SILENT_AFTER = 120  # seconds; a heartbeat comes every 15


def silence():
    """A sentence when the worker or the timetable has been silent for long; nothing when both are heard."""
    beats = heard()
    oldest = min(beats.values()) if len(beats) == 2 else None
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
        return cache.get_many(["heartbeat:worker", "heartbeat:beat"])
    except RedisError:
        return {}
