"""bin/run keeps web, worker and beat: one parent, none outlives it, one that ends starts again."""

import os
import signal
import subprocess
import sys

import pytest

from impact_spaces.lib.processes import read_procfile
from tests.fixtures.processes import wait_until

KEEP = "import sys; from impact_spaces.lib.processes import *; Keeper(read_procfile(sys.argv[1])).run()"


@pytest.fixture
def keep(tmp_path):
    """keep(procfile text): a running keeper whose `lines()` are what it has said."""
    started = []

    def start(text):
        (tmp_path / "Procfile").write_text(text)
        with (tmp_path / "said").open("wb") as said:
            command = [sys.executable, "-c", KEEP, tmp_path / "Procfile"]
            started.append(subprocess.Popen(command, stdout=said, stderr=said))
        return started[0]

    start.lines = lambda: (tmp_path / "said").read_text().splitlines()
    yield start
    for process in started:
        process.terminate()
        process.wait()


def is_gone(pid):
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def said_pid(keep, name):
    lines = [line for line in keep.lines() if line.startswith(f"{name} ") and line.rpartition(" ")[2].isdigit()]
    return int(lines[-1].rpartition(" ")[2]) if lines else None


def test_lines_stand_behind_the_names_of_their_processes(keep):
    keep("web: sh -c 'echo one; exec sleep 60'\nworker: sh -c 'echo שתיים; exec sleep 60'\n")
    assert wait_until(lambda: sorted(keep.lines()) == ["web    | one", "worker | שתיים"]), keep.lines()


def test_one_that_ends_starts_again(keep):
    keep("web: sh -c 'echo $$; exec sleep 60'\n")
    first = wait_until(lambda: said_pid(keep, "web"))
    os.kill(first, signal.SIGKILL)
    assert wait_until(lambda: said_pid(keep, "web") != first)
    assert f"web | ended ({-signal.SIGKILL}) and starts again in 1 s" in keep.lines()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_everything_in_good_order(keep, how):
    keeper = keep("web: sh -c 'trap \"echo bye; exit\" TERM; echo $$; while :; do sleep 0.05; done'\n")
    child = wait_until(lambda: said_pid(keep, "web"))
    keeper.send_signal(how)
    assert keeper.wait(timeout=30) == 0
    assert keep.lines()[-1] == "web | bye"
    assert is_gone(child)


def test_a_killed_parent_takes_its_children_along(keep):
    keeper = keep("web: sh -c 'echo $$; exec sleep 60'\nbeat: sh -c 'echo $$; exec sleep 60'\n")
    children = wait_until(lambda: said_pid(keep, "web") and said_pid(keep, "beat")) and [
        said_pid(keep, "web"),
        said_pid(keep, "beat"),
    ]
    keeper.kill()
    assert wait_until(lambda: all(map(is_gone, children)))


def test_the_procfile_names_what_the_product_needs():
    assert list(read_procfile("Procfile")) == ["web", "worker", "mail", "beat"]
