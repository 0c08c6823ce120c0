"""The site's settings for a server process of its own, with the addresses of `site.py`."""

from impact_spaces.settings import *  # noqa: F403

ROOT_URLCONF = "tests.spaces.partners.site"
