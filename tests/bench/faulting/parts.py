"""The five parts that get killed, each as processes of this one, which starts them again."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from impact_spaces.lib.embedded.children import spawn
from impact_spaces.lib.embedded.places import EngineFailed
from tests.bench.cpu import family
from tests.bench.stack import ROOT, start_worker

PLANTED = "tests.bench.faulting.planted"
SETTLED = 1.0  # seconds until a process that started is at work


class Part:
    """Something that runs. `ways` are the ways of killing it: names of methods that return the processes to kill."""

    ways = ("whole",)
    started = 0.0

    def start(self):
        self.process = self.spawn()
        self.started = time.monotonic()

    def runs(self):
        return self.process.poll() is None

    def has_settled(self):
        return self.runs() and time.monotonic() - self.started > SETTLED

    def whole(self, _chance):
        return family(self.process.pid)

    def first(self, _chance):
        return [self.process.pid]

    def child(self, chance):
        """One of the processes that it started, by chance; itself when it has started none."""
        return [chance.choice(sorted(family(self.process.pid))[1:] or [self.process.pid])]

    def signal(self, number, pids):
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)

    def revive(self):
        """Start it again when it has ended. What its first process left running ends with it, as under `bin/run`."""
        if self.runs():
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.start()


class Engine(Part):
    """PostgreSQL or Valkey, started by the code that `bin/run` has for it."""

    def __init__(self, name, engine, ways=("whole",)):
        self.name, self.engine, self.ways = name, engine, ways

    @property
    def process(self):
        return self.engine.process

    def start(self):
        # PostgreSQL refuses while processes of its last life still end: the next turn tries again.
        with contextlib.suppress(EngineFailed):
            self.engine.start()
        self.started = time.monotonic()


class MailServer(Part):
    name = "mail server"

    def __init__(self, sink):
        self.sink = sink

    @property
    def process(self):
        return self.sink.process

    def start(self):
        self.sink.start()
        self.started = time.monotonic()


class Worker(Part):
    """As the Procfile starts it, for one of the queues."""

    name, ways = "worker", ("whole", "whole", "first", "child")

    def __init__(self, folder, queue, number=1):
        self.folder, self.options = folder, ["--queues", queue, "--hostname", f"{queue}{number}@%h"]

    def has_settled(self):
        return self.runs() and Path(os.environ["BENCH_READY"], str(self.process.pid)).exists()

    def spawn(self):
        return start_worker(self.folder, "--concurrency", "2", *self.options, app=PLANTED)


class Beat(Part):
    name = "beat"

    def __init__(self, folder):
        self.folder = Path(folder)

    def spawn(self):
        command = [sys.executable, "-m", "celery", "--quiet", "--app", PLANTED, "beat", "--loglevel"]
        command += ["WARNING", "--schedule", self.folder / "beat-schedule"]
        with (self.folder / "beat.log").open("ab") as log:
            return spawn(
                command, farewell=signal.SIGTERM, stdout=log, stderr=subprocess.STDOUT, cwd=ROOT, start_new_session=True
            )
