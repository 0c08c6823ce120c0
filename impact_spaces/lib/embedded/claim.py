"""One DATA_DIR, one set of engines: who holds it, and how others find what is already running."""

import contextlib
import fcntl
import json
import os
import socket
import time
from urllib.parse import unquote, urlsplit


class InUse(Exception):
    """Another process holds the engines of this DATA_DIR."""


class Claim:
    """The engines of one DATA_DIR. The kernel frees a claim when its holder dies, however it dies."""

    def __init__(self, data_dir):
        self.card = data_dir / "engines.json"
        self.lock = (data_dir / "engines.lock").open("a+")
        self.guests = (data_dir / "engines.guests").open("a+")

    def take(self):
        """Claim the engines. Raises InUse."""
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InUse from None

    def publish(self, urls):
        """Let others find the engines by these URLs (a dict of environment variables)."""
        draft = self.card.with_suffix(".draft")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps({"pid": os.getpid(), "urls": urls}))
        draft.rename(self.card)

    def read(self):
        """What the present holder published, or None."""
        with contextlib.suppress(OSError, ValueError):
            return json.loads(self.card.read_text())
        return None

    def join(self, patience=30):
        """Be a guest of the engines that already run. Returns their URLs, or None if they end before they answer."""
        fcntl.flock(self.guests, fcntl.LOCK_SH)
        for _ in range(patience * 10):
            published = self.read()
            if published and all(listens(url) for url in published["urls"].values()):
                return published["urls"]
            time.sleep(0.1)
        return None

    def wait_for_guests(self):
        fcntl.flock(self.guests, fcntl.LOCK_EX)

    def withdraw(self):
        self.card.unlink(missing_ok=True)


def listens(url):
    """Whether a server listens at the unix socket of a database or broker URL."""
    parts = urlsplit(url)
    path = parts.path if parts.scheme == "unix" else unquote(parts.netloc.rpartition("@")[2]) + "/.s.PGSQL.5432"
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as client:
        client.connect(path)
        return True
    return False
