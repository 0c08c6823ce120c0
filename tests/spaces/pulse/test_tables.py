"""From the tables alone: no link from a person to an answer, while a wave is open and after.

Two runs of one story, in which two people gave each other's answers. Every row of every table is looked at after each
step, with where it lies (ctid), which transaction wrote it (xmin) and how far each sequence has counted. But for what
is sealed, the two runs leave the same.
"""

from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
import time_machine
from django.conf import settings
from django.db import connection

from impact_spaces.lib import keyfiles
from spaces.actions import pulse as pulses
from spaces.models import Urn
from tests import world as w
from tests.fixtures.database import copy_afresh
from tests.spaces.attacks import sql

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
PEERS = ("dana", "avi", "michal", "raed", "peer4", "peer5")
# A pattern that stands nowhere else, so that it can be looked for byte by byte.
FIRST, SECOND = [1, 5, 1, 5, 5, 1, 1, 5, 1, 5, 5, 5], [2, 4, 2, 4, 4, 2, 2, 4, 2, 4, 4, 4]
RANDOM_COLUMNS = {"sealed", "keyhole", "nonce", "key"}  # sealed texts, the salt of a mail's number, an event's


def tables():
    return sorted(connection.introspection.table_names())


def snapshot():
    """Every row of every table with its place and its transaction, and every sequence."""
    found = {}
    for table in tables():
        rows = sql(f"SELECT ctid, xmin::text::bigint, * FROM {table}")
        found |= {(table, str(row[0])): row for row in rows}
    sequences = sql("SELECT sequencename, last_value FROM pg_sequences ORDER BY 1")
    return found | {("sequence", name): (name, value) for name, value in sequences}


def columns(table):
    there = "attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped"
    found = sql(f"SELECT attname FROM pg_attribute WHERE {there} ORDER BY attnum", table)
    return [name for (name,) in found]


def story(answers):
    """Snapshots of what changed: at the opening, after each answer, and once it was counted."""
    with time_machine.travel(NOW, tick=False):
        space = w.consolidated(peers=PEERS[:4])
        w.peers_of(space, 6)
        before = snapshot()
        wave = w.pulse_opened(space)
        seen = [snapshot()]
        for name in PEERS:
            given = dict(zip(wave.items, answers[name], strict=True))
            pulses.answer(wave, by=w.a_person(name), answers=given)
            seen.append(snapshot())
        pulses.close(wave, by=w.noa())
        return [without_chance(changed(before, one)) for one in (*seen, snapshot())]


def changed(before, after):
    return {place: row for place, row in after.items() if before.get(place) != row}


def without_chance(rows):
    """Transactions by their order, as their numbers are the whole server's; random columns left out."""
    written = sorted({row[1] for (table, _place), row in rows.items() if table != "sequence"})
    order = {xmin: number for number, xmin in enumerate(written)}
    return {
        place: row if place[0] == "sequence" else (order[row[1]], *steady_values(place[0], row[2:]))
        for place, row in rows.items()
    }


def steady_values(table, values):
    return [value for name, value in zip(columns(table), values, strict=True) if name not in RANDOM_COLUMNS]


def two_runs(monkeypatch, one, another):
    """The same coins fall in both; which ballot comes first makes no difference to them."""
    found = []
    for first in (one, another):
        copy_afresh()
        monkeypatch.setattr(pulses, "CHANCE", Random(7))
        found.append(story(dict.fromkeys(PEERS, SECOND) | {first: FIRST}))
    return found


@pytest.mark.parametrize("pair", [("dana", "peer5"), ("avi", "michal")])
def test_two_people_with_each_others_answers_leave_the_same_tables(monkeypatch, pair):
    one, another = two_runs(monkeypatch, *pair)
    assert [len(one), len(another)] == [8, 8]
    for step, other in zip(one, another, strict=True):
        assert step == other


def test_a_planted_bug_is_caught_a_row_for_each_answer(monkeypatch):
    """An answer in a row of its own tells its writer by its place, whatever it is called."""
    put_in = pulses.urn.drop_in

    def with_a_row(pulse, values):
        sql("CREATE TABLE IF NOT EXISTS spaces_ballot (values text)")
        sql("INSERT INTO spaces_ballot VALUES (%s)", str(values))
        put_in(pulse, values)

    monkeypatch.setattr(pulses.urn, "drop_in", with_a_row)
    one, another = two_runs(monkeypatch, "dana", "peer5")
    assert one != another


def test_the_sealed_text_keeps_its_length_and_tells_nothing_of_the_order():
    space = w.consolidated(peers=PEERS[:4])
    wave = w.pulse_opened(space)
    texts = [bytes(Urn.objects.get().sealed)]
    for name in PEERS[:4]:
        pulses.answer(wave, by=w.a_person(name), answers=dict.fromkeys(wave.items, 4))
        texts.append(bytes(Urn.objects.get().sealed))
    assert {len(text) for text in texts} == {12 + 4 * 13 + 16}
    for one, next_ in zip(texts, texts[1:], strict=False):
        same = sum(a == b for a, b in zip(one, next_, strict=True))
        assert same < len(one) / 4


def test_after_closing_neither_answers_nor_key_are_anywhere():
    """Looked for in the rows, in the files that held them, in the database's own log, in the folder of the keys."""
    space = w.consolidated(peers=PEERS[:4])
    w.peers_of(space, 6)
    wave = w.pulse_opened(space)
    name = Urn.objects.get().keyhole
    path = Path(settings.DATA_DIR, "keys", name)
    kept = {path.read_text().split()[1]}
    for peer in PEERS:
        pulses.answer(wave, by=w.a_person(peer), answers=dict(zip(wave.items, FIRST, strict=True)))
        kept.add(path.read_text().split()[1])
    pulses.close(wave, by=w.noa())
    sql("CHECKPOINT")
    assert len(kept) == 7
    dump = "\n".join(str(row) for row in snapshot().values())
    assert [key for key in kept if key in dump or str(bytes.fromhex(key)) in dump] == []
    raw = files_of_the_database()
    assert len(raw) > 1_000_000
    for secret in [bytes(FIRST), bytes(SECOND), *(bytes.fromhex(key) for key in kept), *(key.encode() for key in kept)]:
        assert secret not in raw
    assert (Urn.objects.count(), name in keyfiles.names()) == (0, False)


def files_of_the_database():
    """The bytes of every table as they lie on the disk, dead rows included, and of the end of the write-ahead log."""
    files = [sql("SELECT pg_relation_filepath(%s)", table)[0][0] for table in tables()]
    files += [f"pg_wal/{name}" for (name,) in sql("SELECT name FROM pg_ls_waldir() ORDER BY modification DESC LIMIT 3")]
    return b"".join(bytes(sql("SELECT pg_read_binary_file(%s)", file)[0][0]) for file in files)


def test_an_answer_is_kept_in_no_session_and_no_log(client, caplog):
    space = w.consolidated(peers=PEERS[:4])
    wave = w.pulse_opened(space)
    client.force_login(w.a_person("dana"))
    given = dict(zip(wave.items, map(str, FIRST), strict=True))
    with caplog.at_level("DEBUG"):
        for step in ("check", "edit", "check", "send"):
            assert client.post(f"/my/pulses/{wave.pk}/", given | {"step": step}).status_code in (200, 302)
    assert wave.places.filter(has_answered=True).count() == 1
    assert sorted(client.session.keys()) == ["_auth_user_backend", "_auth_user_hash", "_auth_user_id", "_messages"]
    assert "says_own_view" not in f"{caplog.text} {dict(client.session)}"


def test_of_a_place_it_is_kept_whose_it_is_and_that_it_was_answered():
    assert sorted(columns("spaces_pulseplace")) == ["has_answered", "id", "membership_id", "pulse_id"]
    assert sorted(columns("spaces_pulsereading")) == ["band", "id", "item", "left_behind", "pulse_id"]
