"""Keys that lie in files of this machine and nowhere else: made for one purpose, moved on at each use, destroyed.

A key goes forward step by step and never back: who finds the file, and old texts in a backup, opens none of them.
All hosts that use a key need the same folder, `DATA_DIR/keys`. It does not belong into backups.
"""

import contextlib
import fcntl
import hashlib
import os
import secrets
from pathlib import Path

from django.conf import settings


class KeyMissing(Exception):
    """The key is not in this host's folder, or the folder cannot be used. For whoever runs the site."""


def create(name):
    """Make a new key under a name. Raises KeyMissing where it cannot be kept."""
    with in_folder() as folder:
        write(folder, name, 0, secrets.token_bytes(32))


def key_at(name, step):
    """The key at a step from its first. Raises KeyMissing when it is gone, or further than that by now."""
    found, key = read(keys() / name)
    if found > step:
        raise KeyMissing(f"the key {name} has moved on")
    return forward(key, step - found)


def advance(name, step):
    """Forget the key as it was before a step. A key that is gone stays gone."""
    with in_folder() as folder, contextlib.suppress(KeyMissing):
        found, key = read(folder / name)
        if found < step:
            write(folder, name, step, forward(key, step - found))


def destroy(name):
    with in_folder() as folder:
        (folder / name).unlink(missing_ok=True)


def names():
    """The keys that are here."""
    return sorted(path.name for path in keys().glob("*.key"))


def keys():
    return Path(settings.DATA_DIR, "keys")


@contextlib.contextmanager
def in_folder():
    """The folder, locked, so that no key is moved on while another process destroys it."""
    try:
        keys().mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(keys(), os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise KeyMissing(f"the folder of the keys: {error.strerror}") from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield keys()
        os.fsync(handle)
    except OSError as error:
        raise KeyMissing(f"the folder of the keys: {error.strerror}") from error
    finally:
        os.close(handle)


def write(folder, name, step, key):
    """Put the file there in one piece, readable by nobody else."""
    draft = folder / f"{name}.new"
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(f"{step} {key.hex()}")
        file.flush()
        os.fsync(handle)
    draft.rename(folder / name)


def read(path):
    try:
        step, key = path.read_text().split()
        return int(step), bytes.fromhex(key)
    except (OSError, ValueError) as error:
        raise KeyMissing(f"the key {path.name} cannot be read") from error


def forward(key, steps):
    for _step in range(steps):
        key = hashlib.sha256(b"next" + key).digest()
    return key
