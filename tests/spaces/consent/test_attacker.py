"""What a peer learns over time of who confided an objection: the same, whoever it was.

A round is played twice, with another author in the same place; one of the others keeps every page and every mail
that they get on the way, through the amended version to its end. The two collections are equal, letter by letter.
"""

import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from spaces.actions import amending, decision, objecting
from spaces.models import Message
from tests import world as w
from tests.spaces.consent.rounds import NAMES, a_group, asked, confide, fresh, in_days, say

pytestmark = pytest.mark.django_db
READER = "dana"
SUSPECTS = ("michal", "raed")
CHANGING = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"|/(\d+)/|"decision": \d+')


class Watcher:
    """Keeps what one peer can fetch at a moment, without what differs from one request to the next."""

    def __init__(self, name, space):
        self.person, self.space, self.kept = w.a_person(name), space, []
        self.client = Client()
        self.client.force_login(self.person)

    def look(self):
        pages = [reverse("spaces:my"), reverse("spaces:my_space", args=[self.space.pk])]
        pages += [reverse("spaces:decision", args=[one.pk]) for one in self.space.decisions.order_by("pk")]
        self.kept += [CHANGING.sub("", self.client.get(page).text) for page in pages]
        self.kept.append(CHANGING.sub("", b"".join(self.client.get(reverse("spaces:my_copy"))).decode()))
        mails = Message.objects.filter(address=self.person.email, kind__in=["decision", "questions", "recorded"])
        self.kept.append(list(mails.order_by("pk").values_list("kind", "due_at")))


def a_story(author, other):
    """Everything that the reader could see while `author` confides and `other` consents, in a space of six."""
    space = a_group()
    watcher = Watcher(READER, space)
    found = asked(space)
    watcher.look()
    say(found, READER)
    objecting.word_objection(confide(found, author), by=w.noa(), text="Not all of us can carry this")
    watcher.look()
    say(found, other, "avi", "tamar")
    decision.remind_open_names(found, by=w.noa())
    watcher.look()
    say(found, "yael")
    watcher.look()
    later = amending.amend(
        fresh(found), by=w.noa(), proposal="Every month.", closes_at=in_days(5),
        integrates=[(objection, "Less often") for objection in found.objections.all()],
    )  # fmt: skip
    say(later, *(name for name in NAMES if name != "yael"))
    watcher.look()
    say(later, "yael")
    watcher.look()
    return watcher.kept


@pytest.fixture
def both_stories(db):
    told = []
    for author, other in (SUSPECTS, SUSPECTS[::-1]):
        with time_machine.travel("2026-11-10T09:00:00+02:00", tick=False):
            told.append(undone(a_story, author, other))
    return told


def undone(story, *names):
    """What a story returns; its rows are taken back."""
    found = []

    class Undo(Exception):
        pass

    try:
        with w.savepoint():
            found = story(*names)
            raise Undo
    except Undo:
        return found


def test_whoever_confided_it_a_peer_sees_the_same(both_stories):
    one, other = both_stories
    assert len(one) == len(other) > 20
    for seen, also in zip(one, other, strict=True):
        assert seen == also


def test_this_would_be_seen_if_a_page_named_whoever_objected(both_stories):
    """The comparison is able to fail: the facilitator's own page does differ."""

    def desk(author, other):
        found = asked(a_group())
        confide(found, author)
        client = Client()
        client.force_login(w.noa())
        return CHANGING.sub("", client.get(reverse("spaces:desk_decision", args=[found.pk])).text)

    with time_machine.travel("2026-11-10T09:00:00+02:00", tick=False):
        assert undone(desk, *SUSPECTS) != undone(desk, *SUSPECTS[::-1])
