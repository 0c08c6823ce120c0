"""The processes of a benchmark: engines that keep what they are told, a mail server, workers."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import django

from impact_spaces.lib.embedded.children import spawn, stop
from impact_spaces.lib.embedded.postgres import Postgres
from impact_spaces.lib.embedded.valkey import Valkey
from tests.bench.record import Record

ROOT = Path(__file__).resolve().parents[2]


@contextlib.contextmanager
def own_engines(data_dir, *, waits_for_disk=True):
    """PostgreSQL and Valkey of the benchmark's own, which commit as in production: those of the tests forget the last
    commits of a server that is killed. What it need not survive without power it need not wait for the disk for.

    Sets DATABASE_URL, REDIS_URL and DATA_DIR for this process and what it starts. Yields both.
    """
    with tempfile.TemporaryDirectory(prefix="impact-spaces-", dir="/tmp", ignore_cleanup_errors=True) as sockets:
        engines = [Postgres(data_dir, Path(sockets), not waits_for_disk), Valkey(data_dir, Path(sockets))]
        try:
            for engine in engines:
                engine.start()
                os.environ[engine.variable] = engine.url
            os.environ["DATA_DIR"] = str(data_dir)
            yield engines
        finally:
            for engine in reversed(engines):
                engine.stop()


def set_up(port):
    """Django on the engines, all migrations applied, mails to the server on `port`."""
    os.environ["EMAIL_URL"] = f"smtp://127.0.0.1:{port}"
    os.environ["DJANGO_SETTINGS_MODULE"] = "impact_spaces.settings"
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:  # stronger than what the server was started with
        cursor.execute("ALTER DATABASE postgres SET synchronous_commit = on")
    connection.close()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Sink:
    """The mail server as a process. Its record outlives it."""

    def __init__(self, folder, port=None):
        self.port = port or free_port()
        self.folder, self.orders, self.samples = folder, folder / "sink.orders", folder / "samples"
        self.record = Record(folder / "sink.record")
        self.samples.mkdir(exist_ok=True)
        self.process = None

    def start(self):
        words = [self.record.path, "--port", self.port, "--orders", self.orders, "--samples", self.samples]
        command = [sys.executable, "-m", "tests.bench.sink", *map(str, words)]
        with (self.folder / "sink.log").open("ab") as log:
            self.process = spawn(command, farewell=signal.SIGKILL, stderr=log, cwd=ROOT, start_new_session=True)
        return self

    def listens(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def order(self, **wanted):
        """Change what it does; it looks every 50 ms."""
        draft = self.orders.with_suffix(".draft")
        draft.write_text(json.dumps(wanted))
        draft.rename(self.orders)

    def stop(self):
        stop(self.process, signal.SIGTERM, patience=5)

    def taken_since(self, number):
        """What it took after the first so many mails."""
        return self.record.read_on().taken[number:]


def start_worker(folder, *options, app="impact_spaces"):
    """A worker started as `bin/run` starts it. Returns its process; `is_ready` tells when it takes tasks."""
    command = [sys.executable, "-m", "celery", "--quiet", "--app", app, "worker", "--without-gossip"]
    command += ["--without-mingle", "--loglevel", "WARNING", *options]
    with (folder / "worker.log").open("ab") as log:
        return spawn(
            command, farewell=signal.SIGTERM, stdout=log, stderr=subprocess.STDOUT, cwd=ROOT, start_new_session=True
        )


def wait_for(condition, patience, what):
    """Wait until condition() is true. Raises TimeoutError that names `what`."""
    deadline = time.monotonic() + patience
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what} did not come within {patience} s")
        time.sleep(0.01)
