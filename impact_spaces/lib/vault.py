"""Files on disk under random names that tell nothing. What lies under such a name is whole."""

import os
import re
import secrets
import time
from pathlib import Path

from django.conf import settings

WHOLE = re.compile(r"[0-9a-f]{40}")


def keep(chunks):
    """Write a file and return the name that it is kept under. Raises OSError, and leaves nothing behind then."""
    name = secrets.token_hex(20)
    unfinished = folder() / f"{name}.part"
    try:
        with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.writelines(chunks)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(folder() / name)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    return name


def opened(name):
    """The file under a name, to read. Raises FileNotFoundError."""
    return path_of(name).open("rb")


def remove(name):
    path_of(name).unlink(missing_ok=True)


def old_names(seconds):
    """Names of what has lain here for so long, unfinished files among them."""
    before = time.time() - seconds
    return [path.name for path in folder().iterdir() if modified(path) < before]


def modified(path):
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # somebody else swept it away
        return time.time()


def path_of(name):
    if not WHOLE.fullmatch(name.removesuffix(".part")):
        raise FileNotFoundError(name)
    return folder() / name


def folder():
    """Made on the first file. Nobody but the site's own user looks into it."""
    found = Path(settings.MEDIA_ROOT, "rooms")
    found.mkdir(parents=True, mode=0o700, exist_ok=True)
    return found
