"""What every test may ask for: the database, a browser, the worker and beat, the cast."""

import pytest
from django.utils import translation

pytest_plugins = [
    "tests.fixtures.database",
    "tests.fixtures.browser",
    "tests.fixtures.processes",
    "tests.fixtures.receiver",
    "tests.fixtures.pace",
    "tests.world",
    "tests.rules.sizes",
]


@pytest.fixture(autouse=True)
def _reads_english():
    """Tests speak the language of the source; pages answer in their reader's."""
    with translation.override("en"):
        yield
