"""Start what is unset of DATABASE_URL and REDIS_URL, run a command with both set, stop what was started."""

import argparse
import contextlib
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path

from impact_spaces.lib.embedded.claim import Claim, InUse
from impact_spaces.lib.embedded.command import run
from impact_spaces.lib.embedded.places import EngineFailed, make_folder
from impact_spaces.lib.embedded.postgres import Postgres
from impact_spaces.lib.embedded.valkey import Valkey


def main():
    arguments = parse(sys.argv[1:])
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # so that what follows tidies up
    # At a terminal Ctrl-C reaches the command by itself.
    forward_interrupt = arguments.own or not sys.stdin.isatty()
    try:
        with engines_for(arguments) as engines:
            return run(arguments.command, engines, forward_interrupt)
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except (EngineFailed, InUse) as trouble:
        print(trouble, file=sys.stderr)
    except PermissionError as trouble:
        print(f"This account may not use {trouble.filename}. Set another DATA_DIR.", file=sys.stderr)
    return 1


def parse(words):
    parser = argparse.ArgumentParser(prog="python -m impact_spaces.lib.embedded", description=__doc__)
    parser.add_argument("--own", action="store_true", help="refuse to share the engines of a running installation")
    parser.add_argument("--throwaway", action="store_true", help="fresh engines that forget everything at the end")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    arguments = parser.parse_args(words)
    arguments.command = arguments.command[1:] if arguments.command[:1] == ["--"] else arguments.command
    return arguments if arguments.command else parser.error("Name a command to run.")


def engines_for(arguments):
    """A context manager of the running engines that belong to this process, a list that may be empty."""
    if not unset():
        return contextlib.nullcontext([])
    if arguments.throwaway:
        return throwaway_engines()
    data_dir = Path(os.environ.get("DATA_DIR") or ".data").resolve()
    make_folder(data_dir)
    claim = Claim(data_dir)
    urls = claim.take() if arguments.own else claim.take_or_join()
    return guest_of(claim, urls) if urls else held_engines(claim, with_guests=not arguments.own)


def unset():
    return [name for name in ("DATABASE_URL", "REDIS_URL") if not os.environ.get(name)]


@contextlib.contextmanager
def throwaway_engines():
    data_dir = Path(tempfile.mkdtemp(prefix="impact-spaces-", dir="/tmp"))
    data_dir.chmod(0o700 if os.geteuid() else 0o711)
    (data_dir / "tmp").mkdir()
    os.environ |= {"DATA_DIR": str(data_dir), "TMPDIR": str(data_dir / "tmp")}  # the command leaves nothing either
    try:
        with started(data_dir, throwaway=True) as (engines, _sockets):
            yield engines
    finally:
        shutil.rmtree(data_dir)


@contextlib.contextmanager
def guest_of(claim, urls):
    if missing := [name for name in unset() if name not in urls]:
        raise InUse(f"{claim.data_dir} is in use by a process that runs on its own {missing[0]}. Set it here too.")
    os.environ.update({name: urls[name] for name in unset()})
    with claim.guests:  # closing the file gives up its lock
        yield []


@contextlib.contextmanager
def held_engines(claim, with_guests):
    with started(claim.data_dir) as (engines, sockets):
        claim.publish({engine.variable: engine.url for engine in engines}, sockets)
        yield engines
        claim.withdraw()
        if with_guests:
            claim.wait_for_guests()


@contextlib.contextmanager
def started(data_dir, throwaway=False):
    """Engines for the unset variables, which are set while they run, and the folder of their sockets."""
    sockets = Path(tempfile.mkdtemp(prefix="impact-spaces-", dir="/tmp"))  # short: a socket's path has 107 bytes
    engines = []
    try:
        for engine_class in (Postgres, Valkey):
            if engine_class.variable in unset():
                engines.append(engine_class(data_dir, sockets, throwaway))
                engines[-1].start()
                os.environ[engine_class.variable] = engines[-1].url
        yield engines, sockets
    finally:
        for engine in reversed(engines):
            engine.stop()
        shutil.rmtree(sockets, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
