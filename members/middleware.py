"""A signed-in person reads the site in their own language and time zone."""

import zoneinfo

from django.utils import timezone, translation


class PersonLocaleMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not request.user.is_authenticated:
            return self.get_response(request)
        translation.activate(request.user.language)
        request.LANGUAGE_CODE = translation.get_language()
        with timezone.override(zone_of(request.user)):
            return self.get_response(request)


def zone_of(person):
    """The person's time zone; the site's own when theirs is not one that this machine knows."""
    try:
        return zoneinfo.ZoneInfo(person.time_zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):  # no such name, no name at all, a folder of names
        return timezone.get_default_timezone()
