import pytest

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
