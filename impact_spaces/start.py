"""What `bin/run` does once the engines are up: migrate, translate, load the demo, keep the Procfile running."""

import argparse
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

from impact_spaces.lib.embedded.children import spawn
from impact_spaces.lib.messages import compile_messages
from impact_spaces.lib.processes import Keeper, read_procfile

BASE_DIR = Path(__file__).resolve().parent.parent
DEMO = BASE_DIR / "spaces" / "management" / "commands" / "demo.py"


def main():
    parser = argparse.ArgumentParser(prog="bin/run", description="Run the whole site here until Ctrl-C.")
    parser.add_argument("--empty", action="store_true", help="start without the demo")
    with_demo = DEMO.exists() and not parser.parse_args().empty
    port = wanted_port()
    prepare(with_demo)
    # Celery warns of root; whoever runs a laptop as root has decided that already.
    os.environ.setdefault("PYTHONWARNINGS", "ignore:You're running the worker with superuser")
    Keeper(read_procfile(BASE_DIR / "Procfile")).run(on_tick=Announcement(port, with_demo))


def wanted_port():
    """The port of PORT, refused with a word when it is none or taken."""
    port = os.environ["PORT"]
    if not port.isdecimal() or not 0 < int(port) < 65536:
        sys.exit(f"PORT must be a number from 1 to 65535, not {port!r}.")
    if not is_free(int(port)):
        sys.exit(f"Port {port} is taken. Set another one, for example: PORT={int(port) + 1} bin/run")
    return int(port)


def prepare(with_demo):
    Path(os.environ["DATA_DIR"], "static").mkdir(parents=True, exist_ok=True)
    compile_messages(BASE_DIR)
    manage("migrate", "--no-input", "--verbosity", "0")
    if with_demo:
        manage("demo", "--if-empty", stdout=subprocess.DEVNULL)  # the announcement names whom to sign in as


def manage(*words, **popen):
    """Run a management command, out of reach of Ctrl-C: it ends with this process, without a traceback."""
    command = spawn([sys.executable, BASE_DIR / "manage.py", *words], farewell=signal.SIGKILL, process_group=0, **popen)
    if command.wait():
        sys.exit(f"manage.py {' '.join(words)} failed.")


class Announcement:
    """Says once, when the site answers, where it is and who may sign in."""

    def __init__(self, port, with_demo):
        self.port, self.with_demo, self.made = port, with_demo, False

    def __call__(self):
        if self.made or is_free(self.port):
            return
        self.made = True
        print(f"\n    Impact Spaces: {os.environ['BASE_URL']}/\n    Ctrl-C stops everything.\n", flush=True)
        if self.with_demo:
            manage("demo", "--sign-ins")


def is_free(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)
