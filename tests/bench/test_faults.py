"""`bin/bench faults` in small: it finds nothing in the product, and it finds what is planted."""

import json
import os
import subprocess
import sys
import tempfile

import pytest
from django.conf import settings

SMALL = "--messages 300 --kills 20 --pause 0.4 --spaces 12 --patience 60 --hurry --json"


@pytest.fixture
def played():
    """Plays it with a planted fault, or without. Returns what it reports."""
    folder = tempfile.mkdtemp(prefix="faults-", dir=settings.DATA_DIR)
    os.chmod(folder, 0o711)  # PostgreSQL may run as somebody else

    def play(*options):
        command = [sys.executable, "-m", "tests.bench.faults", *SMALL.split(), *options]
        done = subprocess.run(command, env=os.environ | {"DATA_DIR": folder}, capture_output=True, text=True)
        assert done.stdout, done.stderr
        return json.loads(done.stdout)

    return play


def test_nothing_is_lost_and_only_what_was_in_flight_goes_twice(played):
    found = played()
    assert (found["sent"], found["lost"], found["faults"]) == (300, 0, [])
    assert found["doubled"] <= found["connections"]
    assert sum(found["kills"].values()) >= 20


@pytest.mark.parametrize(
    ("plant", "words"),
    [
        ("mark-before-send", "are said to be sent and were never taken"),
        ("no-journal", "were sent again although their connection went on after taking them"),
    ],
)
def test_a_planted_fault_is_found(played, plant, words):
    assert [fault for fault in played("--plant", plant)["faults"] if words in fault] != []
