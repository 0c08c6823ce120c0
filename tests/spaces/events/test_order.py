"""One order for all: with writers side by side a reader misses nothing, sees nothing twice, and nothing out of turn."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from spaces.actions.event import catch_up, give_positions, tell
from spaces.actions.moving import hold
from spaces.models import Event
from tests import world as w
from tests.faults.conftest import at_once
from tests.spaces.events.feeding import read

pytestmark = pytest.mark.django_db(transaction=True)

EVENTS = int(os.environ.get("EVENTS", "1500"))


@contextmanager
def elsewhere():
    """Another connection: yields a function that runs another one there."""
    with ThreadPoolExecutor(1) as thread:
        yield lambda job: thread.submit(job).result(timeout=30)
        thread.submit(lambda: connection.close()).result()


@pytest.fixture
def crm():
    return w.a_partner()


def granted_spaces(crm, count):
    spaces = [w.a_space(f"Space {number}") for number in range(count)]
    for space in spaces:
        w.granted(crm, space)
    return spaces


def ids(events):
    return [one["id"] for one in events]


def test_what_is_not_committed_has_no_place_and_is_not_passed_by(crm):
    first, second = granted_spaces(crm, 2)
    before = ids(read(crm))
    with elsewhere() as run:
        with transaction.atomic():
            tell("space.moved", space=first, about=first.pk, state="paused")
            run(lambda: tell("space.moved", space=second, about=second.pk, state="paused"))
            seen = run(lambda: ids(read(crm)))
            assert len(seen) == len(before) + 1
        later = run(lambda: read(crm, after=seen[-1]))
    assert [one["data"]["space"] for one in later] == [first.pk]
    assert ids(read(crm)) == seen + ids(later)


def test_within_a_space_the_order_is_that_of_the_transactions_even_for_who_forgot_to_hold_it(crm):
    (space,) = granted_spaces(crm, 1)
    late = threading.Event()

    def slow():
        with transaction.atomic():
            hold(space.pk)
            late.wait(10)
            tell("space.moved", space=space, about=space.pk, state="first")

    def quick():
        with transaction.atomic():
            threading.Timer(0.2, late.set).start()
            tell("space.moved", space=space, about=space.pk, state="second")

    def quick_later():
        threading.Event().wait(0.1)
        quick()

    at_once(slow, quick_later)
    assert [one["data"]["state"] for one in read(crm)][-2:] == ["first", "second"]


def test_giving_places_side_by_side_gives_each_one_place(crm):
    (space,) = granted_spaces(crm, 1)
    catch_up()
    before = Event.objects.count()
    for number in range(300):
        tell("space.moved", space=space, about=space.pk, state=str(number))
    results = at_once(*[give_positions] * 6)
    assert sum(results) == 300
    positions = list(Event.objects.order_by("id").values_list("position", flat=True))
    assert positions == list(range(1, before + 301))


def test_giving_places_waits_for_the_end_of_no_transaction(crm):
    (space,) = granted_spaces(crm, 1)
    with elsewhere() as run, transaction.atomic():
        hold(space.pk)
        tell("space.moved", space=space, about=space.pk, state="paused")
        assert run(catch_up) >= 0


class Writers:
    """Fifty of them in ten spaces; `written` says in which order the transactions of each space came to their end."""

    def __init__(self, spaces):
        self.spaces, self.written = spaces, {space.pk: [] for space in spaces}

    def write(self, number):
        space = self.spaces[number % len(self.spaces)]
        for turn in range(EVENTS // 50):
            with transaction.atomic():
                hold(space.pk)
                tell("space.moved", space=space, about=space.pk, state=f"{number}.{turn}")
                self.written[space.pk].append(f"{number}.{turn}")  # while the space is held

    def work(self):
        at_once(*[lambda number=number: self.write(number) for number in range(50)])


class Reader(threading.Thread):
    """Follows the feed until there is nothing more after `is_over`."""

    def __init__(self, partner, after):
        super().__init__()
        self.partner, self.after, self.seen, self.is_over = partner, after, [], threading.Event()

    def run(self):
        was_over = found = False
        while found or not was_over:
            was_over = self.is_over.is_set()
            found = read(self.partner, after=self.after, most=97)
            self.after = found[-1]["id"] if found else self.after
            self.seen += found
        connection.close()


def test_fifty_writers_in_ten_spaces_and_a_reader(crm):
    """Nothing missing, nothing doubled, the order of each space kept. With EVENTS=10000 it is ten thousand."""
    writers = Writers(granted_spaces(crm, 10))
    before = ids(read(crm))
    reader = Reader(crm, before[-1])
    reader.start()
    writers.work()
    reader.is_over.set()
    reader.join(timeout=120)
    assert len(reader.seen) == len(set(ids(reader.seen))) == EVENTS
    for space, written in writers.written.items():
        assert [one["data"]["state"] for one in reader.seen if one["data"]["space"] == space] == written
    assert ids(read(crm)) == before + ids(reader.seen)
