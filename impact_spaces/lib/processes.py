"""Keep the processes of a Procfile running under one parent, their lines behind their names."""

import contextlib
import os
import selectors
import signal
import subprocess
import time
from pathlib import Path

from impact_spaces.lib.embedded.children import spawn

PATIENCE = 20  # seconds for a worker to finish its task
LONG_LIFE = 60  # seconds of life after which an end counts as the first one
LONGEST_PAUSE = 30


def read_procfile(path):
    """{name: shell command} of a Procfile."""
    lines = Path(path).read_text().splitlines()
    return dict(line.split(": ", 1) for line in lines if line.strip() and not line.startswith("#"))


class Kept:
    """One process that is started again, later each time, when it ends by itself."""

    def __init__(self, name, command, say):
        self.name, self.command, self.say = name, command, say
        self.process, self.unfinished_line = None, b""
        self.pause, self.due = 0, 0.0

    def start(self):
        self.started = time.monotonic()
        self.process = spawn(
            ["/bin/sh", "-c", f"exec {self.command}"], farewell=signal.SIGTERM,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        os.set_blocking(self.process.stdout.fileno(), False)

    def pass_on(self):
        """Say the lines that have come. Returns False at the end of them."""
        written = os.read(self.process.stdout.fileno(), 65536)
        *lines, self.unfinished_line = (self.unfinished_line + written).split(b"\n")
        for line in lines:
            self.say(self.name, line.decode(errors="replace"))
        return bool(written)

    def note_end(self):
        code = self.process.wait()
        lived_long = time.monotonic() - self.started > LONG_LIFE
        self.pause = 1 if lived_long else min(self.pause * 2 or 1, LONGEST_PAUSE)
        self.due = time.monotonic() + self.pause
        self.process.stdout.close()
        self.process = None
        self.say(self.name, f"ended ({code}) and starts again in {self.pause} s")

    def end_family(self):
        """End the process with all that it started, now."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)


class Keeper:
    def __init__(self, commands):
        self.width = max(map(len, commands))
        self.kept = [Kept(name, command, self.say) for name, command in commands.items()]
        self.outputs = selectors.DefaultSelector()
        self.stopping = False

    def run(self, on_tick=lambda: None):
        """Keep everything running until SIGTERM or SIGINT, then stop everything. Calls on_tick a few times a second."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # started with nohup
                signal.signal(number, self._ask_to_stop)
        while not self.stopping:
            self._start_what_is_due()
            self._pass_lines_on(patience=0.3)
            self._note_ends()
            on_tick()
        self._stop_all()

    def say(self, name, line):
        print(f"{name:<{self.width}} | {line}", flush=True)

    def _ask_to_stop(self, _number, _frame):
        self.stopping = True

    def _start_what_is_due(self):
        for kept in self.kept:
            if not kept.process and time.monotonic() >= kept.due:
                kept.start()
                self.outputs.register(kept.process.stdout, selectors.EVENT_READ, kept)

    def _pass_lines_on(self, patience):
        for key, _events in self.outputs.select(patience):
            if not key.data.pass_on():
                self.outputs.unregister(key.fileobj)

    def _note_ends(self):
        for kept in self.kept:
            if kept.process and kept.process.poll() is not None:
                kept.end_family()
                with contextlib.suppress(KeyError):  # its lines had already ended
                    self.outputs.unregister(kept.process.stdout)
                with contextlib.suppress(BlockingIOError):
                    kept.pass_on()
                kept.note_end()

    def _stop_all(self):
        running = [kept for kept in self.kept if kept.process]
        for kept in running:
            kept.process.terminate()
        deadline = time.monotonic() + PATIENCE
        while any(kept.process.poll() is None for kept in running) and time.monotonic() < deadline:
            self._pass_lines_on(patience=0.1)
        for kept in running:
            kept.end_family()
            kept.process.wait()
