from io import StringIO

import pytest
from django.core.management import call_command

pytestmark = pytest.mark.django_db


def test_the_database_of_the_tests_can_search_hebrew():
    err = StringIO()
    call_command("check", "--database", "default", "--tag", "database", stderr=err)
    assert "sectors.W001" not in err.getvalue()
