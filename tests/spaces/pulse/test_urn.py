"""The pile of open answers: sealed, of one size, and gone with its key."""

import logging
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from impact_spaces.lib import keyfiles
from impact_spaces.lib.refusals import NotPossible
from spaces.actions import pulse as pulses
from spaces.actions import urn
from spaces.models import Pulse, PulseReading, Urn
from tests import world as w
from tests.spaces.attacks import refused, sql


@pytest.fixture
def wave(db):
    return w.pulse_opened(w.consolidated(peers=("dana", "avi", "michal", "raed")))


def give(wave, name, value=4):
    pulses.answer(wave, by=w.a_person(name), answers=dict.fromkeys(wave.items, value))


def pile(wave):
    return Urn.objects.get(pulse=wave)


def key_of(wave):
    return Path(settings.DATA_DIR, "keys", pile(wave).keyhole)


def test_its_length_never_tells_how_many_answers_lie_in_it(wave):
    lengths, texts = set(), set()
    for name in ("dana", "avi", "michal", "raed"):
        lengths.add(len(pile(wave).sealed))
        texts.add(bytes(pile(wave).sealed))
        give(wave, name)
    lengths.add(len(pile(wave).sealed))
    assert (len(lengths), len(texts)) == (1, 4)


def test_an_answer_has_no_place_in_it(wave, monkeypatch):
    """Every answer moves all of them; what lies where is chance."""
    seen = []
    monkeypatch.setattr(urn.SHUFFLE, "shuffle", lambda slots: seen.append(len(slots)))
    give(wave, "dana")
    give(wave, "avi")
    assert seen == [4, 4]


def test_all_that_went_in_comes_out_and_nothing_else(wave):
    given = [1, 5, None]
    for name, value in zip(("dana", "avi", "michal"), given, strict=True):
        give(wave, name, value)
    assert sorted(urn.pour_out(wave), key=str) == sorted(([value] * 12 for value in given), key=str)
    assert not Urn.objects.exists()


def test_a_missing_key_is_told_and_nothing_is_half_written(wave, caplog):
    give(wave, "dana")
    key_of(wave).unlink()
    before = bytes(pile(wave).sealed)
    with caplog.at_level(logging.ERROR), pytest.raises(NotPossible, match="nothing was written"):
        give(wave, "avi")
    assert bytes(pile(wave).sealed) == before
    assert [place.has_answered for place in wave.places.order_by("pk")] == [True, False, False, False]
    assert "cannot be opened, answered or counted here" in caplog.text
    assert "avi" not in caplog.text


def test_a_wave_whose_key_is_lost_is_not_counted_and_can_be_called_off(wave):
    give(wave, "dana")
    key_of(wave).unlink()
    assert pulses.close_due(now=wave.closes_at + timedelta(hours=1)) == 0
    assert Pulse.objects.open().count() == 1
    pulses.call_off(wave, by=w.noa())
    assert (Pulse.objects.open().count(), Urn.objects.count()) == (0, 0)


def test_one_wave_without_a_key_holds_up_no_other(wave):
    other = w.pulse_opened(w.consolidated("Food security", peers=("dana", "avi")))
    key_of(wave).unlink()
    assert pulses.close_due(now=max(wave.closes_at, other.closes_at)) == 1
    assert Pulse.objects.closed().get() == other


def test_a_key_of_another_wave_opens_nothing(wave):
    other = w.pulse_opened(w.consolidated("Food security", peers=("dana", "avi")))
    key_of(wave).write_bytes(key_of(other).read_bytes())
    with pytest.raises(NotPossible):
        give(wave, "dana")


def test_where_no_key_can_be_kept_nothing_is_opened(db, tmp_path, settings):
    space = w.consolidated()
    settings.DATA_DIR = tmp_path
    (tmp_path / "keys").write_text("in the way")
    with pytest.raises(NotPossible):
        w.pulse_opened(space)
    assert not Pulse.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_with_each_answer_the_key_forgets_what_was_before():
    wave = w.pulse_opened(w.consolidated())
    name = pile(wave).keyhole
    give(wave, "dana")
    with pytest.raises(keyfiles.KeyMissing, match="moved on"):
        keyfiles.key_at(name, 0)
    give(wave, "avi")
    pulses.close_due(now=wave.closes_at)
    assert name not in keyfiles.names()


@pytest.mark.django_db(transaction=True)
def test_a_step_that_was_not_kept_is_made_up_for(monkeypatch):
    """The process died between the commit and the key's next step."""
    wave = w.pulse_opened(w.consolidated())
    with monkeypatch.context() as dying:
        dying.setattr(keyfiles, "advance", lambda name, step: None)
        give(wave, "dana")
    give(wave, "avi")
    assert len(urn.unseal(pile(wave))) == 3


@pytest.mark.django_db(transaction=True)
def test_a_key_that_outlived_its_wave_is_destroyed_later(monkeypatch):
    wave = w.pulse_opened(w.consolidated())
    with monkeypatch.context() as dying:
        dying.setattr(keyfiles, "destroy", lambda name: None)
        pulses.call_off(wave, by=w.noa())
    mine = [name for name in keyfiles.names() if name.startswith(f"{wave.pk}-")]
    assert mine != []
    pulses.close_due()
    assert set(mine) & set(keyfiles.names()) == set()


@pytest.mark.django_db(transaction=True)
def test_answers_that_come_at_once_are_all_kept():
    wave = w.pulse_opened(w.consolidated(peers=("dana", "avi", "michal", "raed")))
    start, failed = threading.Barrier(8), []

    def answer(name, value):
        try:
            start.wait()
            give(wave, name, value)
        except NotPossible:
            failed.append(name)
        finally:
            connection.close()

    runs = [threading.Thread(target=answer, args=(name, value)) for value in (2, 3)
            for name in ("dana", "avi", "michal", "raed")]  # fmt: skip
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert sorted(failed) == ["avi", "dana", "michal", "raed"]
    assert len([slot for slot in urn.unseal(pile(wave)) if slot.startswith(urn.FULL)]) == 4


def test_the_database_keeps_its_rules_against_every_path(wave):
    give(wave, "dana")
    attempts = [
        ("UPDATE spaces_pulse SET closed_at = now() WHERE id = %s", wave.pk),
        ("UPDATE spaces_pulse SET items = '{}' WHERE id = %s", wave.pk),
        ("DELETE FROM spaces_pulse WHERE id = %s", wave.pk),
        ("UPDATE spaces_pulseplace SET has_answered = false WHERE pulse_id = %s", wave.pk),
        ("DELETE FROM spaces_pulseplace WHERE pulse_id = %s", wave.pk),
        ("UPDATE spaces_urn SET sealed = 'short' WHERE pulse_id = %s", wave.pk),
        ("INSERT INTO spaces_pulsereading (pulse_id, item, band, left_behind) VALUES (%s, 'x', 'low', true)", wave.pk),
        ("UPDATE spaces_pulse SET counted = 3 WHERE id = %s", wave.pk),
    ]  # fmt: skip
    assert [statement for statement, *values in attempts if not refused(sql, statement, *values)] == []


def test_nobody_is_put_on_the_roster_later_and_never_a_facilitator(wave):
    tamar = w.peers_of(wave.space, 5) and wave.space.memberships.peers().latest("pk")
    statement = "INSERT INTO spaces_pulseplace (pulse_id, membership_id, has_answered) VALUES (%s, %s, false)"
    for membership in (tamar, wave.space.memberships.facilitators().get()):
        assert refused(sql, statement, wave.pk, membership.pk)


def test_what_was_counted_stays_as_it_is(db):
    space = w.consolidated()
    w.peers_of(space, 6)
    wave = w.pulsed(space)
    attempts = [
        ("UPDATE spaces_pulsereading SET band = 'low' WHERE pulse_id = %s", wave.pk),
        ("DELETE FROM spaces_pulsereading WHERE pulse_id = %s", wave.pk),
        ("UPDATE spaces_pulse SET answered = 1 WHERE id = %s", wave.pk),
    ]
    assert [statement for statement, *values in attempts if not refused(sql, statement, *values)] == []
    assert PulseReading.objects.count() == 12
