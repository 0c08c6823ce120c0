"""Run a command on engines: pass signals on, revive an engine that died."""

import contextlib
import signal
import subprocess
import sys
import time

from impact_spaces.lib.embedded.children import spawn, stop


def run(command, engines, forward_interrupt):
    """Run a command to its end. Returns its exit code, or 128 and the number of the signal that ended it."""
    try:
        child = spawn(command, farewell=signal.SIGTERM)
    except OSError as trouble:
        print(f"{command[0]}: {trouble.strerror}", file=sys.stderr)
        return 127
    pass_signals_to(child, forward_interrupt)
    try:
        code = wait_for(child, engines)
    finally:
        stop(child, signal.SIGTERM, patience=30)
    return 128 - code if code < 0 else code


def pass_signals_to(child, forward_interrupt):
    def forward(number, _frame):
        if number != signal.SIGINT or forward_interrupt:
            child.send_signal(number)

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # started with nohup
            signal.signal(number, forward)


def wait_for(child, engines):
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            return child.wait(timeout=0.5)
        for engine in engines:
            revive(engine)


def revive(engine):
    if engine.process.poll() is not None:
        print(f"{engine.name} ended by itself; starting it again.", file=sys.stderr)
        time.sleep(1)
        engine.start()
