"""What is logged of a request."""

import logging

import pytest

from impact_spaces.lib.links import stop_token
from tests import world as w
from tests.spaces.links.test_letter import link

pytestmark = pytest.mark.django_db


def written(caplog):
    """The lines as the handler of the site writes them."""
    (console,) = [handler for handler in logging.getLogger().handlers if handler.get_name() == "console"]
    return [console.format(record) for record in caplog.records if console.filter(record)]


def test_no_line_holds_the_secret_of_a_link(client, caplog):
    raed = w.invited(w.consolidated(), "raed")
    client.force_login(w.omer())
    assert client.post(link(raed), {"answer": "accept"}).status_code == 409
    assert client.get(f"/i/{raed.token}x/agreement/").status_code == 404
    assert client.get(f"/stop/{stop_token(7)}/").status_code == 404
    assert client.get(f"/feed/{'x' * 43}.ics").status_code == 404
    lines = "\n".join(written(caplog))
    assert lines.count("/i/…/") == 2
    assert lines.count("/stop/…/") == 1
    assert lines.count("/feed/…") == 1
    assert raed.token not in lines
