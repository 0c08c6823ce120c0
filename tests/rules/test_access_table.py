"""Every address of the site stands in the access table, and answers everybody as it says."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.rules.access_table import LINES, ROLES
from tests.rules.table_world import build
from tests.rules.urls import addresses

ADDRESSES = {address.name: address for address in addresses()}


class Asking:
    """Asks for an address in every role, and undoes what that did."""

    def __init__(self):
        people, self.samples = build()
        self.clients = {role: a_client(people[role]) for role in ROLES}

    def answers(self, line, method):
        path = ADDRESSES[line.name].path([self.samples.get(word, word) for word in line.values])
        return [self.answer(client, path, method) for client in self.clients.values()]

    def answer(self, client, path, method):
        cookies = client.cookies.copy()
        with transaction.atomic():
            response = client.generic(method, path, content_type="application/x-www-form-urlencoded")
            list(response)  # to its end, so that a file is closed
            transaction.set_rollback(True)
        client.cookies = cookies  # also after signing out
        to_sign_in = response.status_code == 302 and response.url.startswith(reverse("account_login") + "?")
        return "in" if to_sign_in else str(response.status_code)


def a_client(person):
    client = Client()
    if person:
        client.force_login(person)
    return client


@pytest.fixture(scope="module")
def asking(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield Asking()
        transaction.set_rollback(True)


def test_every_address_stands_in_the_table():
    assert sorted(ADDRESSES.keys() - {line.name for line in LINES}) == []


def test_no_line_is_stale():
    assert [line.name for line in LINES if line.name not in ADDRESSES] == []


@pytest.mark.django_db
@pytest.mark.parametrize("line", LINES, ids=str)
def test_everybody_is_answered_as_the_table_says(line, asking):
    assert as_written(line, *(asking.answers(line, method) for method in ("GET", "POST"))) == as_written(line)


def as_written(line, get=None, post=None):
    """A line as it stands in the table, so that what the site answers can be read and copied."""
    sides = [" ".join(f"{answer:<3}" for answer in side) for side in (get or line.get, post or line.post)]
    return f"{line!s:<42}| {sides[0]} | {sides[1]}"


@pytest.mark.django_db
def test_looking_ahead_is_looking(asking):
    """HEAD is what mail scanners send first."""
    for line in LINES:
        if line.get[0] == "200":
            assert asking.answers(line, "HEAD") == line.get, line
