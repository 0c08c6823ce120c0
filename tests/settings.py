"""The site's own settings, with a place of its own for each test process."""

import os
from pathlib import Path

import pytest

if not os.environ.get("DATABASE_URL") or not os.environ.get("REDIS_URL"):
    pytest.exit("Start the tests with bin/test: it brings PostgreSQL and Valkey. Arguments go to pytest.", returncode=2)

# Each xdist worker has its own Valkey database and its own folder; the database's name is set by the fixtures.
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
os.environ["REDIS_URL"] = os.environ["REDIS_URL"].partition("?")[0] + f"?db={int(WORKER[2:]) + 1}"
os.environ["DATA_DIR"] = str(Path(os.environ["DATA_DIR"], WORKER))
Path(os.environ["DATA_DIR"], "static").mkdir(parents=True, exist_ok=True)
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop in the tests' thread

from impact_spaces.settings import *  # noqa: E402, F403

MIDDLEWARE.insert(0, "tests.browser.measuring.MeasuredMiddleware")  # noqa: F405

# Each Client() would look for every static file anew, 10 ms each time; so a file is looked for when it is asked for.
WHITENOISE_AUTOREFRESH = True
