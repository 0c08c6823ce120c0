"""The description of the API that is committed is the one that the code gives."""

import io

from django.core.management import call_command

from tests.rules.code import text_of


def test_the_description_is_the_one_that_is_committed():
    """Otherwise: bin/manage spectacular --lang en --file docs/openapi.yaml"""
    made = io.StringIO()
    call_command("spectacular", "--lang", "en", "--validate", "--fail-on-warn", stdout=made)
    assert made.getvalue().rstrip("\n") == text_of("docs/openapi.yaml").rstrip("\n")
