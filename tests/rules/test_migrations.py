"""The models and their triggers are what the migrations make."""

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_no_migration_is_missing(capsys):
    try:
        call_command("makemigrations", "--check", "--dry-run", verbosity=2)
    except SystemExit:
        pytest.fail(f"Run makemigrations:\n{capsys.readouterr().out}")
