import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import world as w


@pytest.fixture
def signed_in(client):
    """signed_in(person): the client of somebody who is signed in."""

    def sign_in(person):
        client.force_login(person)
        return client

    return sign_in


@pytest.fixture
def desk(signed_in, db):
    """The client of Noa, who facilitates."""
    return signed_in(w.noa())


@pytest.fixture
def queries():
    """queries(open_page): how often the database is asked, once the session and the templates are warm."""

    def count(open_page):
        open_page()
        with CaptureQueriesContext(connection) as captured:
            open_page()
        return len(captured)

    return count
