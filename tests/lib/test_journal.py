"""The journal of a run: what stands in it survives the death of its owner, and nobody reads it before that."""

import os
import resource
import signal
import subprocess
import sys

import pytest

from impact_spaces.lib import journal
from impact_spaces.lib.journal import FREE, IN_HAND, PLACES, TAKEN, WAITING, Abandoned, Journal, NoJournal

DIES = """
import os, signal, sys
sys.path.insert(0, ".")
import django
django.setup()
from impact_spaces.lib.journal import Journal, TAKEN, IN_HAND
file = Journal(77)
places = [file.hold(key) for key in (1, 2, 2**62)]
file.mark(places[0], TAKEN)
file.mark(places[2], IN_HAND)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


def test_what_a_killed_process_wrote_is_read_by_the_next_one(data_dir):
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "impact_spaces.settings", "DATA_DIR": str(data_dir)}
    died = subprocess.run([sys.executable, "-c", DIES], env=environment, capture_output=True)
    assert died.returncode == -signal.SIGKILL, died.stderr
    assert journal.runs() == [77]
    assert list(journal.abandoned()) == [Abandoned(77, [1], [2**62])]
    assert journal.runs() == []


def test_a_journal_whose_owner_lives_is_not_read():
    file = Journal(1)
    file.hold(5)
    assert list(journal.abandoned()) == []
    assert journal.runs() == [1]
    file.close(is_done=False)
    assert list(journal.abandoned()) == [Abandoned(1, [], [])]


def test_a_journal_stays_until_what_it_says_was_settled():
    Journal(1).close(is_done=False)
    for _left in journal.abandoned():
        break
    assert journal.runs() == [1]
    assert len(list(journal.abandoned())) == 1


def test_a_run_that_is_done_leaves_nothing(data_dir):
    Journal(1).close(is_done=True)
    assert list((data_dir / "journal").iterdir()) == []


def test_places_are_used_again_and_say_nothing_of_who_had_them_before():
    file = Journal(1)
    places = [file.hold(key) for key in range(PLACES)]
    assert len(set(places)) == PLACES
    file.mark(places[3], TAKEN)
    file.free(places[3])
    assert file.hold(9999) == places[3]
    file.close(is_done=False)
    assert list(journal.abandoned()) == [Abandoned(1, [], [])]


def test_an_end_in_order_blames_no_message_and_forgets_none_that_was_taken():
    file = Journal(1)
    for key, mark in enumerate((FREE, WAITING, IN_HAND, TAKEN)):
        file.mark(file.hold(key), mark)
    file.rest()
    file.close(is_done=False)
    assert list(journal.abandoned()) == [Abandoned(1, [3], [])]


@pytest.mark.parametrize("data", [b"", b"mails 01", b"\0" * journal.SIZE, b"mails 99" + b"\1" * (journal.SIZE - 8)])
def test_a_file_that_is_no_journal_is_swept_away(data_dir, data):
    (data_dir / "journal").mkdir()
    (data_dir / "journal" / f"{5:016x}.journal").write_bytes(data)
    assert list(journal.abandoned()) == []
    assert journal.runs() == []


def test_a_disk_without_room_refuses_before_anything_is_held(data_dir):
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (journal.SIZE - 1, before[1]))
    try:
        with pytest.raises(NoJournal):
            Journal(1)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list((data_dir / "journal").iterdir()) == []


def test_a_folder_that_cannot_be_made_refuses(settings, tmp_path):
    (tmp_path / "journal").write_text("a file is in its place")
    with pytest.raises(NoJournal):
        Journal(1)
