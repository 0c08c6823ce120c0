"""The site's settings, with the addresses of `api_site.py`."""

from impact_spaces.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.api_site"
