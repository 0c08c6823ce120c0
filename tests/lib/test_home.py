"""The front door."""

import pytest
from django.test import Client

from tests import world as w

pytestmark = pytest.mark.django_db


def test_a_stranger_reads_what_it_is_and_why_it_begins_within_the_sector():
    page = Client(headers={"accept-language": "en"}).get("/").content.decode()
    for words in ("impact space", "impact sphere", "Why within the sector first", "/accounts/login/"):
        assert words in page, words


@pytest.mark.parametrize(("who", "where"), [(w.omer, "/my/"), (w.noa, "/desk/")])
def test_whoever_is_signed_in_goes_to_their_place(client, who, where):
    client.force_login(who())
    assert client.get("/").headers["Location"] == where
