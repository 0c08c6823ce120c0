"""One DATA_DIR, one set of engines: who holds it, and how others find what already runs.

The holder locks `engines.lock` and publishes a card, `engines.json`. A guest locks `engines.guests` in shared mode for
as long as it uses the holder's engines. The kernel frees these locks when a process dies, however it dies.
"""

import contextlib
import fcntl
import json
import os
import shutil
import socket
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

PATIENCE = 60  # seconds for a holder to publish its card, or to go


class InUse(Exception):
    """Another process holds the engines of this DATA_DIR."""


class Claim:
    def __init__(self, data_dir):
        self.data_dir = data_dir
        self.card = data_dir / "engines.json"
        self.lock = (data_dir / "engines.lock").open("a+")
        self.guests = (data_dir / "engines.guests").open("a+")

    def take(self):
        """Become the holder. Raises InUse."""
        if not locks(self.lock, fcntl.LOCK_EX):
            holder = (self.read() or {"pid": "still starting"})["pid"]
            raise InUse(
                f"{self.data_dir} is in use (process {holder}). Stop that one, or set another DATA_DIR and PORT."
            )
        self._clear_up_after_a_kill()

    def take_or_join(self):
        """Become the holder (returns None) or a guest (returns the URLs of what the holder started). Raises InUse."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            with contextlib.suppress(InUse):
                return self.take()
            # The lock comes before the look: a holder that is about to stop withdraws its card, then waits for guests.
            if locks(self.guests, fcntl.LOCK_SH) and (card := self.read()) and all(map(listens, card["urls"].values())):
                return card["urls"]
            fcntl.flock(self.guests, fcntl.LOCK_UN)
            time.sleep(0.1)
        raise InUse(f"{self.data_dir} is in use, but its engines do not answer. Stop what holds it and try again.")

    def publish(self, urls, sockets):
        """Let guests find the engines: {environment variable: URL}, and the folder of their sockets."""
        draft = self.card.with_suffix(".draft")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps({"pid": os.getpid(), "urls": urls, "sockets": str(sockets)}))
        draft.rename(self.card)

    def read(self):
        """The card of the holder, or None."""
        with contextlib.suppress(OSError, ValueError):
            return json.loads(self.card.read_text())
        return None

    def withdraw(self):
        self.card.unlink(missing_ok=True)

    def wait_for_guests(self):
        fcntl.flock(self.guests, fcntl.LOCK_EX)

    def _clear_up_after_a_kill(self):
        if card := self.read():
            if Path(card["sockets"]).match("/tmp/impact-spaces-*"):
                shutil.rmtree(card["sockets"], ignore_errors=True)
            self.withdraw()


def locks(file, how):
    """Whether a lock could be had at once."""
    try:
        fcntl.flock(file, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def listens(url):
    """Whether a server listens at the unix socket of a database or broker URL."""
    parts = urlsplit(url)
    path = parts.path if parts.scheme == "unix" else unquote(parts.netloc.rpartition("@")[2]) + "/.s.PGSQL.5432"
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as client:
        client.connect(path)
        return True
    return False
