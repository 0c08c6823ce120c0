"""Everybody of the cast follows every link and posts every form: nothing breaks, and nothing of the peers leaks."""

import re

import pytest
from django.db import transaction

from members.models import Person
from tests import world as w
from tests.browser.crawler import Crawler
from tests.browser.forms import always
from tests.browser.full_world import CANARY, build, feed, letters
from tests.rules.access_table import LINES

pytestmark = pytest.mark.django_db

PEERS_SAY = (
    "canary need", "canary title", "canary proposal", "canary meeting", "canary item", "canary text",
    "canary commitment", "canary said 3", "canary answered", "canary.pdf",
)  # fmt: skip
STARTS = ("/", "/accounts/login/")


def ruth():
    return Person.objects.get(email="ruth@health.gov.il")


CAST = {
    "a facilitator": lambda: w.noa(),
    "a peer": lambda: w.a_person("avi"),
    "a peer who has not signed": lambda: w.a_person("raed"),
    "a stakeholder": lambda: ruth(),
    "a stakeholder who left": lambda: w.named("gal"),
    "who runs the site": lambda: w.named("staff"),
    "who answers for a partner system": lambda: w.named("tal"),
    "an outsider": lambda: w.omer(),
    "nobody": lambda: None,
}


# What no page links to: asked by monitors, programs and developers, or only where somebody was locked out.
BY_NOBODY = re.compile(
    r"/healthz|/readyz|/metrics|dev_|api:|spaces:(calendar_inbox|bounce_inbox|mail_hook|my_write_again)|account_(inactive|signup|confirm_login_code|request_login_code)"
)


@pytest.fixture(scope="module")
def space(django_db_setup, django_db_blocker):
    """The open space of a full world."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def walks(space):
    """All that each of the cast was shown."""
    in_hand = {"nobody": letters(space), "a peer": [feed(w.a_person("avi"))], "a stakeholder": [feed(ruth())]}
    return {who: Crawler(person()).crawl(*STARTS, *in_hand.get(who, ())) for who, person in CAST.items()}


NONSENSE = {"a sign that no text has": "a\x00b", "too much": "x" * 20_000, "markup": "\u202e'\"><script>{{7*7}}%s{0}😀"}


@pytest.mark.parametrize("who", CAST)
def test_every_link_leads_somewhere_and_every_form_is_understood(walks, who):
    assert [str(one) for one in walks[who] if one.status not in (200, 302, 409, 422)] == []


def test_every_page_that_is_shown_stands_in_the_access_table(walks):
    shown = {one.name or one.path for walk in walks.values() for one in walk}
    assert sorted(shown - {line.name for line in LINES}) == []


def test_every_page_of_the_access_table_is_shown_to_somebody(walks):
    shown = {one.name for walk in walks.values() for one in walk}
    missing = [line.name for line in LINES if line.name not in shown and not BY_NOBODY.match(line.name)]
    assert missing == [], " ".join(missing)


@pytest.mark.parametrize("who", ["a stakeholder", "a stakeholder who left", "an outsider", "a peer who has not signed"])
def test_nobody_else_is_shown_what_the_peers_say(walks, who):
    signed = "after POST /my/documents/"  # and was a peer then
    assert [str(one) for one in walks[who] if CANARY in one.text and not str(one).startswith(signed)] == []


def test_the_peers_are_shown_it(walks):
    said = "".join(one.text for one in walks["a peer"])
    assert [words in said for words in PEERS_SAY] == [True] * len(PEERS_SAY)


@pytest.mark.parametrize("what", NONSENSE)
def test_nonsense_in_every_field_breaks_nothing(what, space):
    seen = Crawler(w.noa(), fill=always(NONSENSE[what]), most_posts=1).crawl(*STARTS)
    assert [str(one) for one in seen if one.status >= 500] == []
    assert "<script>{{7*7}}" not in "".join(one.text for one in seen)
