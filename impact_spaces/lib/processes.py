"""Keep the processes of a Procfile running under one parent, their lines behind their names."""

import os
import selectors
import signal
import sys
import time
from pathlib import Path

from impact_spaces.lib.embedded.children import spawn

PATIENCE = 20  # seconds for a worker to finish its task
LONG_LIFE = 60  # seconds after which an end counts as the first one


def read_procfile(path):
    """{name: shell command} of a Procfile."""
    lines = Path(path).read_text().splitlines()
    return dict(line.split(": ", 1) for line in lines if line.strip() and not line.startswith("#"))


class Kept:
    """One process that is started again, later each time, when it ends by itself."""

    def __init__(self, name, command):
        self.name, self.command = name, command
        self.pause = 1
        self.due = 0.0
        self.process = None

    def start(self):
        self.started = time.monotonic()
        command = ["/bin/sh", "-c", f"exec {self.command}"]
        self.process = spawn(command, farewell=signal.SIGTERM, stdout=-1, stderr=-2, start_new_session=True)
        os.set_blocking(self.process.stdout.fileno(), False)

    def ended(self):
        """Note that the process has ended and when it is due again. Returns what to say about it."""
        code = self.process.wait()
        self.pause = 1 if time.monotonic() - self.started > LONG_LIFE else min(self.pause * 2, 30)
        self.due = time.monotonic() + self.pause
        self.process.stdout.close()
        self.process = None
        return f"ended ({code}), starts again in {self.pause} s"


class Keeper:
    def __init__(self, commands):
        self.kept = [Kept(name, command) for name, command in commands.items()]
        self.width = max(len(name) for name in commands)
        self.selector = selectors.DefaultSelector()
        self.stopping = False

    def run(self, on_tick=lambda: None):
        """Keep everything running until SIGTERM or SIGINT, then stop everything. Calls on_tick a few times a second."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)
        while not self.stopping:
            self._start_what_is_due()
            self._pass_lines_on(0.3)
            self._look_for_ends()
            on_tick()
        self._stop_all()

    def _ask_to_stop(self, _number, _frame):
        self.stopping = True

    def _start_what_is_due(self):
        for kept in self.kept:
            if not kept.process and time.monotonic() >= kept.due:
                kept.start()
                self.selector.register(kept.process.stdout, selectors.EVENT_READ, kept)

    def _pass_lines_on(self, patience):
        for key, _events in self.selector.select(patience):
            for line in key.fileobj.readlines():
                self.say(key.data.name, line.decode(errors="replace").rstrip())

    def _look_for_ends(self):
        for kept in self.kept:
            if kept.process and kept.process.poll() is not None:
                self._pass_lines_on(0)
                self.selector.unregister(kept.process.stdout)
                self.say(kept.name, kept.ended())

    def _stop_all(self):
        running = [kept.process for kept in self.kept if kept.process]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + PATIENCE
        while any(process.poll() is None for process in running) and time.monotonic() < deadline:
            self._pass_lines_on(0.1)
        for process in running:
            self._end_what_is_left(process)

    def _end_what_is_left(self, process):
        try:
            os.killpg(process.pid, signal.SIGKILL)  # also the children of one that ended badly
        except ProcessLookupError:
            return
        process.wait()

    def say(self, name, line):
        print(f"{name:<{self.width}} | {line}", file=sys.stdout, flush=True)
