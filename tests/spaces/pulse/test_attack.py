"""An attacker against twelve peers and three waves, in which somebody joins and somebody leaves.

They see every page, export and answer of the API, know who joined and who left, and know what everybody answered but
one person. Two things are shown. What they see is made of the stored readings and of public numbers alone: with other
answers and the same readings, every byte is the same. And the readings leave all five answers of that person possible,
in each item, also when everybody answers the same in all three waves: no single answer is recovered.
"""

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from difflib import unified_diff
from random import Random

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from spaces.actions import membership as memberships
from spaces.actions import pulse as pulses
from spaces.actions import pulse_counting as counting
from spaces.actions.pulse_counting import WITHHELD, Reading
from spaces.models.pulse import Band
from spaces.pulse_items import ITEMS
from tests import world as w
from tests.spaces.pulse.likelihood import SCORES, after_the_lot

pytestmark = pytest.mark.django_db
BEGAN = datetime(2026, 11, 23, 9, tzinfo=UTC)
KEYS = [item.key for item in ITEMS]
# Before which wave somebody joins, and before which somebody leaves; "same" is who joined leaving again.
VARIANTS = {
    "joins, then another leaves": (1, 2, "another"),
    "one leaves, then another joins": (2, 1, "another"),
    "both at once": (1, 1, "another"),
    "joins and leaves again": (1, 2, "same"),
}


@pytest.fixture
def clock():
    with time_machine.travel(BEGAN, tick=False) as moving:
        yield moving


class Play:
    """Three waves of one space. `answers` gives {item: number} for a person; everybody answers every wave."""

    def __init__(self, clock, variant, answers):
        self.clock, self.answers = clock, answers
        self.joins, self.leaves, self.who = VARIANTS[variant]
        self.space = w.consolidated()
        w.peers_of(self.space, 12)
        self.waves, self.answered = [], []

    def run(self):
        for number in range(3):
            self.clock.move_to(BEGAN + timedelta(days=30 * (number + 1)))
            self.come_and_go(number)
            self.waves.append(self.one_wave())
        return self

    def come_and_go(self, number):
        if number == self.joins:
            w.peers_of(self.space, self.space.memberships.active().peers().count() + 1)
        if number == self.leaves:
            peers = self.space.memberships.active().peers().order_by("pk")
            leaving = peers.last() if self.who == "same" else peers[3]
            memberships.end(leaving, by=w.noa())

    def one_wave(self):
        wave = w.pulse_opened(self.space)
        people = [place.membership.person for place in wave.places.select_related("membership__person")]
        for person in people:
            pulses.answer(wave, by=person, answers=self.answers(person.pk))
        self.answered.append({person.pk for person in people})
        return pulses.close(wave, by=w.noa())


def steady(seed):
    """Everybody answers the same in each wave: the worst case."""

    def answers(person):
        chance = Random(f"{seed} {person}")
        return {key: chance.choice(SCORES) for key in KEYS}

    return answers


# --- What is seen ----------------------------------------------------------------------------------------------------


OF_A_SPACE = (
    "desk_pulses", "pulse_items", "pulse_new", "pulse_export", "space", "members", "history", "my_pulses", "my_space",
    "api:space",
)  # fmt: skip
OF_A_WAVE = ("my_pulse", "pulse_close", "pulse_extend", "pulse_call_off")
OF_ALL = ("desk", "outbox", "my", "my_copy", "api:spaces")


def everything_seen(client, space):
    """All that the facilitator and a peer get of pages, export, API and their own data, by address."""
    asked = [(name, []) for name in OF_ALL] + [(name, [space.pk]) for name in OF_A_SPACE]
    asked += [(name, [wave.pk]) for wave in space.pulses.order_by("number") for name in OF_A_WAVE]
    seen = []
    for person in (w.noa(), w.a_person("dana")):
        client.force_login(person)
        seen += [(person.name, name, read(client, address(name, keys))) for name, keys in asked]
    return seen


def address(name, keys):
    return reverse(name if ":" in name else f"spaces:{name}", args=keys)


def read(client, path):
    """The page without what is new each time: tokens against forgery, and keys of rows."""
    text = client.get(path).content.decode()
    text = re.sub(r'name="(csrfmiddlewaretoken|next)" value="[^"]*"', "", text)
    return re.sub(r"/\d+/|\"id\": ?\d+|\?before=[-\w.%]+", "KEY", text)


def test_all_that_is_seen_is_made_of_the_readings(client, clock, monkeypatch):
    """The readings are held fast here, and the answers are others: nobody can see the difference."""
    bands = [Band.HIGH, Band.MIDDLE, Band.LOW]
    fixed = {key: Reading(bands[place % 3], place % 2 == 0) for place, key in enumerate(KEYS)} | {KEYS[-1]: WITHHELD}
    monkeypatch.setattr(pulses, "readings", lambda ballots, items, chance: fixed)
    seen = []
    for seed in ("one", "another"):
        clock.move_to(BEGAN)
        with w.savepoint():
            seen.append(everything_seen(client, Play(clock, "both at once", steady(seed)).run().space))
            transaction.set_rollback(True)
    assert len(seen[0]) == 54
    assert "a strength" in str(seen[0])
    differing = [(one, other) for one, other in zip(*seen, strict=True) if one != other]
    assert [one[:2] for one, _other in differing] == [], told_apart(differing)


def told_apart(pairs):
    """The lines by which somebody could tell one from the other."""
    return "\n".join(
        line for one, other in pairs for line in unified_diff(*map(str.splitlines, (one[2], other[2])), n=0)
    )


def test_nothing_asks_for_a_part_of_the_group(client, clock):
    space = Play(clock, "both at once", steady("x")).run().space
    client.force_login(w.noa())
    parts = ("sector=third", "circle=lead", "role=initiator", "wave=1", "person=1", "without=1", "all", "format=json")
    for name in ("desk_pulses", "pulse_export", "my_pulses"):
        whole = read(client, address(name, [space.pk]))
        assert [part for part in parts if read(client, f"{address(name, [space.pk])}?{part}") != whole] == []


# --- What it tells ---------------------------------------------------------------------------------------------------


def figures_in_the_export(client, space):
    """{(wave, item): Reading} as an attacker reads them off the file."""
    client.force_login(w.noa())
    text = client.get(reverse("spaces:pulse_export", args=[space.pk])).content.decode("utf-8-sig")
    bands = {str(band.label): str(band) for band in Band}
    found = {}
    for row in csv.DictReader(io.StringIO(text)):
        key = next(item.key for item in ITEMS if item.en == row["Item"])
        left_behind = {"yes": True, "no": False}.get(row["Some are left behind"])
        found[int(row["Pulse"]), key] = Reading(bands[row["Band"]], left_behind)
    return found


def beliefs(play, seen, target, item):
    """How likely all that was seen of an item is for each answer that one person may have given in every wave."""
    found = {}
    for mine in SCORES:
        chance = 1.0
        for wave, answered in zip(play.waves, play.answered, strict=True):
            if target in answered:
                others = [play.answers(person)[item] for person in answered - {target}]
                lot = counting.left_out(answered, earlier(play, wave))
                chance *= after_the_lot(seen[wave.number, item], [*others, mine], lot)
        found[mine] = chance
    return found


def earlier(play, wave):
    return [answered for one, answered in zip(play.waves, play.answered, strict=True)
            if one.number < wave.number and one.is_shown]  # fmt: skip


def surest(play, seen):
    """How sure the attacker gets where they get surest, of anybody in any item; and how many answers stay possible."""
    sure, possible = 0.0, set()
    for target in set.union(*play.answered):
        for item in KEYS:
            found = beliefs(play, seen, target, item)
            possible.add(sum(chance > 0 for chance in found.values()))
            sure = max(sure, max(found.values()) / sum(found.values()))
    return sure, possible


@pytest.mark.parametrize("variant", VARIANTS)
def test_no_single_answer_is_recovered(client, clock, monkeypatch, variant):
    monkeypatch.setattr(pulses, "CHANCE", Random(variant))
    play = Play(clock, variant, steady(variant)).run()
    seen = figures_in_the_export(client, play.space)
    assert len(seen) == 36
    sure, possible = surest(play, seen)
    assert possible == {5}
    assert sure < 0.95


def test_a_planted_bug_is_caught_sharp_borders(client, clock, monkeypatch):
    """Without the coins the same attacker does get answers."""
    monkeypatch.setattr(counting, "heads", lambda chance: 0)
    monkeypatch.setattr(pulses, "left_out", lambda answered, others: 0)
    play = Play(clock, "joins and leaves again", steady("sharp")).run()
    seen = figures_in_the_export(client, play.space)
    pinned = 0
    for target in set.union(*play.answered):
        for item in KEYS:
            others = [[play.answers(person)[item] for person in answered - {target}] for answered in play.answered]
            possible = [mine for mine in SCORES if all(
                counting.reading([*known, mine], None) == seen[wave.number, item]
                for known, wave, answered in zip(others, play.waves, play.answered, strict=True) if target in answered
            )]  # fmt: skip
            pinned += possible == [play.answers(target)[item]]
    assert pinned > 0


# --- Few who come or go ----------------------------------------------------------------------------------------------


def compared(play):
    """For each pair of pictures: how many answered only one of the two, and how many chance left out of the later."""
    shown = [(wave, answered) for wave, answered in zip(play.waves, play.answered, strict=True) if wave.is_shown]
    return [(len(one ^ other), later.answered - later.counted)
            for number, (later, other) in enumerate(shown) for _wave, one in shown[:number]]  # fmt: skip


@pytest.mark.parametrize("variant", VARIANTS)
def test_no_two_pictures_differ_by_fewer_than_five(client, clock, variant):
    play = Play(clock, variant, steady(variant)).run()
    assert [wave.is_shown for wave in play.waves] == [True] * 3
    assert [pair for pair in compared(play) if pair[0] > 0 and sum(pair) < 5] == []
    client.force_login(w.noa())
    assert "Drawn by lot" in read(client, reverse("spaces:desk_pulses", args=[play.space.pk]))


def test_a_planted_bug_is_caught_no_lot(clock, monkeypatch):
    monkeypatch.setattr(pulses, "left_out", lambda answered, others: 0)
    play = Play(clock, "joins, then another leaves", steady("x")).run()
    assert [pair for pair in compared(play) if pair[0] > 0 and sum(pair) < 5] != []


def test_where_too_few_would_remain_the_wave_is_withheld_and_says_why(client, clock):
    space = w.consolidated()
    w.peers_of(space, 7)
    w.pulsed(space)
    clock.shift(timedelta(days=30))
    w.peers_of(space, 8)
    second = w.pulsed(space)
    assert (second.asked, second.answered, second.counted) == (8, 8, None)
    client.force_login(w.noa())
    page = read(client, reverse("spaces:desk_pulses", args=[space.pk]))
    assert "a few people answered only this pulse or only an earlier one" in page
    rows = list(csv.DictReader(io.StringIO(
        client.get(reverse("spaces:pulse_export", args=[space.pk])).content.decode("utf-8-sig"))))  # fmt: skip
    of_second = [row for row in rows if row["Pulse"] == "2"]
    assert {(row["Answers in the figures"], row["Band"], row["Some are left behind"]) for row in of_second} == {
        ("withheld", "withheld", "withheld")
    }


def test_a_planted_bug_is_caught_no_floor(clock, monkeypatch):
    """The database keeps the floor, whatever the code says."""
    monkeypatch.setattr(counting, "FLOOR", 1)
    space = w.consolidated()
    with pytest.raises(IntegrityError, match="no_pulse_below_the_floor"), w.savepoint():
        w.pulsed(space)
