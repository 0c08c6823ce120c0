"""What a run has in its hands, in a file that outlives it: a few bytes for each message, written without a system call.

The moment a mail server says that it took a mail, one byte says so here. When a worker is killed, the next one reads
from the file what was taken: it is marked as sent, and everything else goes back. So the only mail that can go out
twice is the one that each connection was handing over when the worker died.

The file is as large as it will ever be before the first message is claimed: a full disk refuses then, and not in the
middle. Its owner holds a lock that ends with the process: whoever can take the lock knows that the owner is dead.
The bytes are the kernel's at once and survive every death of the process. They are not forced to the disk: when the
whole machine loses its power, what was taken since the results were last written to the database, a quarter of a
second, may go out again.
"""

import contextlib
import fcntl
import mmap
import os
import struct
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

MAGIC = b"mails 01"
HEADER = struct.Struct("<8sQ")  # as long as a record
RECORD = struct.Struct("<QB7x")  # a message and its mark: in one line of cache, so that no mark outlives its message
PLACES = 4095  # messages of a run at one time: 64 KB
SIZE = HEADER.size + PLACES * RECORD.size
MARK = 8  # where the mark lies in a record

FREE, WAITING, IN_HAND, TAKEN = range(4)


def folder():
    return Path(settings.DATA_DIR, "journal")


class NoJournal(Exception):
    """The file cannot be made: for whoever runs the site."""


class Journal:
    """The file of one run. Opening it raises NoJournal where there is no room or no right to write.

    `hold` and `free` are for the thread that owns the run; a sender only marks places that it was given.
    """

    def __init__(self, run):
        self.run = run
        self.path = folder() / f"{run:016x}.journal"
        self.places = [HEADER.size + number * RECORD.size for number in reversed(range(PLACES))]
        try:
            self.open()
        except OSError as error:
            raise NoJournal(error.strerror) from error

    def open(self):
        folder().mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = self.path.with_suffix(".new")
        self.handle = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            fcntl.flock(self.handle, fcntl.LOCK_EX)
            os.posix_fallocate(self.handle, 0, SIZE)
            self.bytes = mmap.mmap(self.handle, SIZE)
            HEADER.pack_into(self.bytes, 0, MAGIC, self.run)
            draft.rename(self.path)
        except OSError:
            os.close(self.handle)
            draft.unlink(missing_ok=True)
            raise

    def hold(self, message):
        """Write down that a message is ours. Returns its place in the file."""
        place = self.places.pop()
        RECORD.pack_into(self.bytes, place, message, WAITING)
        return place

    def mark(self, place, mark):
        self.bytes[place + MARK] = mark

    def mark_all(self, mark, places):
        for place in places:
            self.bytes[place + MARK] = mark

    def free(self, place):
        """The database knows how it went."""
        self.bytes[place + MARK] = FREE
        self.places.append(place)

    def rest(self):
        """The run ends in order though the database is gone: no message is to blame for it."""
        for place in range(HEADER.size, SIZE, RECORD.size):
            if self.bytes[place + MARK] == IN_HAND:
                self.bytes[place + MARK] = WAITING

    def close(self, *, is_done):
        """Let go of the file; when nothing is left to tell from it, it goes away."""
        if is_done:
            self.path.unlink(missing_ok=True)
        self.bytes.close()
        os.close(self.handle)


@dataclass(frozen=True)
class Abandoned:
    """What a dead run left: the messages that were taken, and those in hand when it died."""

    run: int
    taken: list
    in_hand: list


def abandoned():
    """The journals whose owners are dead, one after the other. Each file is removed when the next one is asked for:
    when the loop breaks off, it stays for another time.
    """
    for path in sorted(folder().glob("*.journal")):
        with contextlib.suppress(FileNotFoundError), path.open("rb") as file:
            if is_locked(file):
                continue
            found = read(file.read())
            if found:
                yield found
            path.unlink(missing_ok=True)
    forget_drafts()


def is_locked(file):
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    return False


def read(data):
    """What a file says; None where it is no journal."""
    if len(data) != SIZE or data[: len(MAGIC)] != MAGIC:
        return None
    _magic, run = HEADER.unpack_from(data)
    records = list(RECORD.iter_unpack(data[HEADER.size :]))
    taken, in_hand = ([key for key, mark in records if mark == wanted] for wanted in (TAKEN, IN_HAND))
    return Abandoned(run, taken, in_hand)


def runs():
    """The runs whose journals are here: after a round of `abandoned`, those that are alive."""
    return [int(path.stem, 16) for path in folder().glob("*.journal")]


def forget_drafts():
    """A worker that died before its journal was one has claimed nothing."""
    for path in folder().glob("*.new"):
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_mtime < time.time() - 3600:
                path.unlink()
