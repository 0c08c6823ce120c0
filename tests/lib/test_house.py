"""The tests' own house: a fresh database for each, and what migrations wrote is always there."""

import pytest
from django.core.cache import cache
from django.db import connection

from members.models import Person

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_a_committed_row_is_gone_in_the_next_test(turn):
    assert not Person.objects.exists()
    Person.objects.create_user("dana@association.example", "Dana")
    cache.set("turn", turn)


def test_an_ordinary_test_starts_empty_too():
    assert not Person.objects.exists()
    assert cache.get("turn") is None


@pytest.mark.django_db(transaction=True)
def test_permissions_written_by_migrations_survive(django_user_model):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM auth_permission")
        assert cursor.fetchone()[0] > 0


@pytest.mark.browser
def test_a_browser_shows_the_sign_in_page_in_hebrew(page):
    page.goto("/accounts/login/")
    html = page.locator("html")
    assert (html.get_attribute("lang"), html.get_attribute("dir")) == ("he", "rtl")


def test_a_worker_starts_on_the_tests_database(worker):
    assert worker.poll() is None
