"""Whatever happens in whatever order, side by side: a reader with a cursor reads what a replay from the start gives."""

import os
import random
import threading
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from impact_spaces.lib.refusals import Forbidden, NotPossible
from spaces.actions import grant, meeting, membership
from spaces.actions.space import move_space
from spaces.models import Grant, Meeting, Membership, Space
from spaces.scopes import BY_SPACE
from spaces.states import Stage
from tests import world as w
from tests.faults.conftest import at_once
from tests.spaces.events.feeding import read

pytestmark = pytest.mark.django_db(transaction=True)

STEPS = int(os.environ.get("STEPS", "40"))
SEED = int(os.environ.get("SEED", "7"))
SHARES = ([], ["meetings"], ["name"], ["name", "meetings"], ["email", "organisation"])


class Chance:
    """Steps of members, facilitators and the clock in some spaces, the same ones for a seed."""

    def __init__(self, spaces, partners, seed):
        self.spaces, self.partners, self.random = spaces, partners, random.Random(seed)

    def play(self):
        verbs = [self.grant, self.share, self.share, self.meet, self.answer, self.move, self.place]
        for _step in range(STEPS):
            with suppress(NotPossible, Forbidden):  # not now, or somebody was faster
                self.random.choice(verbs)()
        connection.close()

    def space(self):
        return Space.objects.get(pk=self.random.choice(self.spaces).pk)

    def member(self, space):
        found = Membership.objects.active().peers().filter(space=space).order_by("pk")
        return self.random.choice(list(found.select_related("person", "space")))

    def grant(self):
        space, partner = self.space(), self.random.choice(self.partners)
        live = Grant.objects.live().filter(space=space, partner=partner).first()
        if live and self.random.random() < 0.4:
            grant.end_grant(live, by=w.noa())
        else:
            scopes = self.random.sample(BY_SPACE, self.random.randint(1, len(BY_SPACE)))
            grant.grant(space, partner, by=w.noa(), scopes=scopes)

    def share(self):
        member = self.member(self.space())
        found = Grant.objects.live().filter(space=member.space).select_related("space", "partner").order_by("?").first()
        if found:
            grant.share(found, member, by=member.person, what=self.random.choice(SHARES))

    def meet(self):
        starts_at = timezone.now() + timedelta(days=self.random.randint(1, 400), minutes=self.random.randint(0, 1000))
        w.a_meeting(self.space(), starts_at, circle=self.random.choice(["lead", "plenum"]))

    def answer(self):
        found = Meeting.objects.coming().filter(space=self.space()).order_by("?").first()
        if found is None:
            return
        if self.random.random() < 0.3:
            meeting.cancel(found, by=w.noa())
        else:
            meeting.reply(found, by=self.member(found.space).person, answer=self.random.choice(["yes", "no"]))

    def move(self):
        space = self.space()
        move_space(space, space.paused_from if space.stage == Stage.PAUSED else Stage.PAUSED, by=w.noa())

    def place(self):
        circle = self.random.choice(["lead", "plenum"])
        membership.set_place(self.member(self.space()), by=w.noa(), circle=circle)


class Reader(threading.Thread):
    """Follows the feed of one system, in pages of any length, until nothing comes after `is_over`."""

    def __init__(self, partner, is_over):
        super().__init__()
        self.partner, self.is_over, self.seen, self.random = partner, is_over, [], random.Random(partner.pk)

    def run(self):
        was_over = found = False
        while found or not was_over:
            was_over = self.is_over.is_set()
            after = self.seen[-1]["id"] if self.seen else ""
            found = read(self.partner, after=after, most=self.random.randint(1, 20))
            self.seen += found
        connection.close()


def ids(events):
    return [one["id"] for one in events]


def test_what_was_read_with_cursors_is_what_a_replay_gives(transactional_db):
    """One system keeps its grants: it reads the very same. Where a grant ended, a replay leaves out what was under it;
    to no system anything comes to light that it had passed by.
    """
    spaces = [w.consolidated(f"Space {number}") for number in range(3)]
    kept, *others = [w.a_partner(name) for name in ("Kept", "Umbrella", "Evaluation")]
    for space in spaces:
        w.granted(kept, space, *BY_SPACE)
    is_over = threading.Event()
    readers = [Reader(partner, is_over) for partner in (kept, *others)]
    for reader in readers:
        reader.start()
    at_once(*[Chance(spaces, others, SEED * 100 + number).play for number in range(6)])
    is_over.set()
    for reader in readers:
        reader.join(timeout=60)
        assert len(ids(reader.seen)) == len(set(ids(reader.seen)))
        again = read(reader.partner)
        assert again == [one for one in reader.seen if one["id"] in set(ids(again))]
    assert read(kept) == readers[0].seen
    assert min(len(reader.seen) for reader in readers) > STEPS / 4
    kinds = {one["type"] for reader in readers for one in reader.seen}
    assert {"meetings.began", "meetings.ended", "meeting.called", "meeting.changed", "meeting.off"} <= kinds
