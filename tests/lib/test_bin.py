"""The scripts as a person types them."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import urllib.request
from pathlib import Path

import pytest

from tests.fixtures.processes import wait_until

BIN = Path(__file__).resolve().parents[2] / "bin"
OURS = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "BASE_URL"}


@pytest.fixture
def surroundings():
    """Environment variables of an installation of its own, at a free port."""
    folder = Path(tempfile.mkdtemp(prefix="impact-spaces-", dir="/tmp"))
    folder.chmod(0o711)  # so that PostgreSQL's account gets through when the tests run as root
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    inherited = {name: value for name, value in os.environ.items() if name not in OURS}
    yield inherited | {"DATA_DIR": str(folder / "data"), "PORT": str(port)}
    shutil.rmtree(folder)


@pytest.fixture
def site(surroundings, tmp_path):
    """A site that bin/run has brought up without the demo."""
    with (tmp_path / "said").open("w") as said:
        started = subprocess.Popen([BIN / "run", "--empty"], env=surroundings, stdout=said, stderr=said, text=True)
    started.said = (tmp_path / "said").read_text
    assert wait_until(lambda: answer(surroundings, "/healthz") == b"ok\n", patience=90), started.said()
    yield started
    started.terminate()
    started.wait()


def answer(surroundings, path):
    with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{surroundings['PORT']}{path}") as got:
        return got.read()


def script(surroundings, *words):
    return subprocess.run([BIN / words[0], *words[1:]], env=surroundings, capture_output=True, text=True)


def test_run_says_where_it_is_and_stops_in_good_order(site, surroundings):
    assert wait_until(lambda: f"Impact Spaces: http://127.0.0.1:{surroundings['PORT']}/\n" in site.said())
    site.send_signal(signal.SIGINT)
    assert site.wait() == 0
    assert answer(surroundings, "/healthz") is None


def test_run_refuses_a_taken_port_and_manage_joins_what_runs(site, surroundings):
    taken = script(surroundings | {"DATA_DIR": f"{surroundings['DATA_DIR']}-2"}, "run")
    port = int(surroundings["PORT"])
    refusal = f"Port {port} is taken. Set another one, for example: PORT={port + 1} bin/run\n"
    assert (taken.returncode, taken.stderr) == (1, refusal)
    migrated = script(surroundings, "manage", "migrate", "--check")
    assert (migrated.returncode, site.poll()) == (0, None)


@pytest.mark.parametrize("port", ["0", "65536", "eighty"])
def test_run_refuses_a_port_that_is_none(surroundings, port):
    refused = script(surroundings | {"PORT": port}, "run")
    assert (refused.returncode, refused.stderr) == (1, f"PORT must be a number from 1 to 65535, not {port!r}.\n")


def test_bench_names_its_benchmarks(surroundings):
    asked = script(surroundings, "bench")
    assert (asked.returncode, asked.stderr) == (1, "Name one of: api delivery desk faults\n")
