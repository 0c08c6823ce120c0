"""Start what is unset of DATABASE_URL and REDIS_URL, run a command with both set, stop what was started."""

import argparse
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from impact_spaces.lib.embedded.children import spawn
from impact_spaces.lib.embedded.claim import Claim, InUse
from impact_spaces.lib.embedded.places import hand_over, make_folder
from impact_spaces.lib.embedded.postgres import EngineFailed, Postgres
from impact_spaces.lib.embedded.valkey import Valkey

VARIABLES = {"DATABASE_URL": Postgres, "REDIS_URL": Valkey}


def main():
    arguments = parse(sys.argv[1:])
    if all(os.environ.get(name) for name in VARIABLES):
        return run(arguments.command, [], forward_interrupt=False)
    try:
        if arguments.throwaway:
            return with_throwaway_engines(arguments.command)
        return with_engines(arguments.command, own=arguments.own)
    except (EngineFailed, InUse, PermissionError) as trouble:
        print(trouble, file=sys.stderr)
        return 1


def parse(words):
    parser = argparse.ArgumentParser(prog="python -m impact_spaces.lib.embedded", description=__doc__)
    parser.add_argument("--own", action="store_true", help="refuse to share the engines of a running installation")
    parser.add_argument("--throwaway", action="store_true", help="fresh engines that forget everything at the end")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    arguments = parser.parse_args(words)
    arguments.command = arguments.command[1:] if arguments.command[:1] == ["--"] else arguments.command
    return arguments if arguments.command else parser.error("Name a command to run.")


def with_throwaway_engines(command):
    data_dir = Path(tempfile.mkdtemp(prefix="impact-spaces-", dir="/tmp"))
    try:
        data_dir.chmod(0o700 if os.geteuid() else 0o711)
        os.environ["DATA_DIR"] = str(data_dir)
        with started(data_dir, throwaway=True) as engines:
            return run(command, engines, forward_interrupt=not sys.stdin.isatty())
    finally:
        shutil.rmtree(data_dir)


def with_engines(command, own):
    data_dir = Path(os.environ.get("DATA_DIR") or ".data").resolve()
    make_folder(data_dir)
    claim = Claim(data_dir)
    forward_interrupt = own or not sys.stdin.isatty()
    try:
        claim.take()
    except InUse:
        return as_guest(claim, command, own, data_dir, forward_interrupt)
    with started(data_dir) as engines:
        claim.publish({name: os.environ[name] for name in VARIABLES})
        code = run(command, engines, forward_interrupt)
        claim.withdraw()
        if not own:
            claim.wait_for_guests()
    return code


def as_guest(claim, command, own, data_dir, forward_interrupt):
    if own:
        holder = (claim.read() or {}).get("pid", "starting")
        raise InUse(f"{data_dir} is in use (process {holder}). Stop that one, or set another DATA_DIR and PORT.")
    urls = claim.join()
    if not urls:
        raise InUse(f"{data_dir} is in use, but its engines do not answer. Stop what holds it and try again.")
    os.environ.update(urls)
    return run(command, [], forward_interrupt)


@contextlib.contextmanager
def started(data_dir, throwaway=False):
    """Engines for the unset variables, which are set while they run."""
    sockets = Path(tempfile.mkdtemp(prefix="impact-spaces-", dir="/tmp"))  # short: a socket's path has 107 bytes
    engines = []
    try:
        if not os.environ.get("DATABASE_URL"):
            engines.append(Postgres(data_dir, sockets, throwaway))
            hand_over(sockets, engines[0].account)
        if not os.environ.get("REDIS_URL"):
            engines.append(Valkey(data_dir, sockets))
        for engine in engines:
            engine.start()
            os.environ["DATABASE_URL" if engine.name == "PostgreSQL" else "REDIS_URL"] = engine.url
        yield engines
    finally:
        for engine in reversed(engines):
            engine.stop()
        shutil.rmtree(sockets, ignore_errors=True)


def run(command, engines, forward_interrupt):
    """Run a command, pass signals on, revive an engine that died. Returns the command's exit code."""
    try:
        child = spawn(command, farewell=signal.SIGTERM)
    except OSError as trouble:
        print(f"{command[0]}: {trouble.strerror}", file=sys.stderr)
        return 127
    # Ctrl-C reaches the command by itself, since it shares our terminal.
    passed_on = {signal.SIGTERM, signal.SIGHUP} | ({signal.SIGINT} if forward_interrupt else set())
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, lambda n, _frame: child.send_signal(n) if n in passed_on else None)
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            code = child.wait(timeout=0.5)
            return 128 - code if code < 0 else code
        for engine in engines:
            revive(engine)


def revive(engine):
    if engine.process.poll() is not None:
        print(f"{engine.name} ended by itself; starting it again.", file=sys.stderr)
        time.sleep(1)
        engine.start()


if __name__ == "__main__":
    sys.exit(main())
