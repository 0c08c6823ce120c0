"""PostgreSQL in the foreground, reached through a unix socket."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

from impact_spaces.lib.embedded import places
from impact_spaces.lib.embedded.children import spawn, stop
from impact_spaces.lib.embedded.places import EngineFailed

MAJOR = "18"
# Trigram search asks the system, not the provider, what a letter is: in the C locale no Hebrew letter would be one.
CTYPE = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
FAST_AND_FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Postgres:
    name, variable = "PostgreSQL", "DATABASE_URL"

    def __init__(self, data_dir, sockets, throwaway=False):
        self.home = places.home_of_data(data_dir)
        self.account = places.account(self.home)
        self.programs = places.binaries(self.account)
        self.cluster = self.home / MAJOR
        self.sockets = sockets
        self.log = data_dir / "postgres.log"
        self.throwaway = throwaway
        self.environment = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        self.process = None
        places.hand_over(sockets, self.account)

    @property
    def url(self):
        return f"postgresql://postgres@{quote(str(self.sockets), safe='')}/postgres"

    def start(self):
        """Start the server and wait until it takes connections. Raises EngineFailed with the end of its log."""
        if not self.cluster.exists():
            self._make_cluster()
        forget_dead_postmaster(self.cluster)
        command = [self.programs / "postgres", "-D", self.cluster, "-p", "5432"]
        for name, value in self._settings().items():
            command += ["-c", f"{name}={value}"]
        with self.log.open("ab") as log:
            self.process = spawn(command, farewell=signal.SIGINT, stdout=log, stderr=log, **self._surroundings())
        while not self._takes_connections():
            if self.process.poll() is not None:
                raise EngineFailed(f"PostgreSQL did not start. The end of {self.log}:\n{tail(self.log)}")
            time.sleep(0.03)

    def stop(self):
        if self.process:
            stop(self.process, signal.SIGINT, patience=60)

    def _settings(self):
        settings = {"listen_addresses": "", "unix_socket_directories": self.sockets, "log_checkpoints": "off"}
        return settings | (FAST_AND_FORGETFUL if self.throwaway else {})

    def _surroundings(self):
        return {"cwd": "/", "env": self.environment, "start_new_session": True, **self.account}

    def _make_cluster(self):
        """Make the cluster beside its place and move it there whole, so that a killed attempt leaves no half of one."""
        unfinished = self.home / f"{MAJOR}.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        command = [self.programs / "initdb", "-D", unfinished, "-U", "postgres", "--auth=trust", "--encoding=UTF8"]
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-locale", "--no-instructions"]
        command += [f"--lc-ctype={CTYPE}"]
        command += ["--no-sync"] if self.throwaway else []
        done = subprocess.run(command, capture_output=True, text=True, **self._surroundings())
        if done.returncode:
            raise EngineFailed(f"initdb could not make a database in {unfinished}:\n{done.stderr.strip()}")
        unfinished.rename(self.cluster)

    def _takes_connections(self):
        command = [self.programs / "pg_isready", "-q", "-h", self.sockets, "-p", "5432"]
        return subprocess.run(command, env=self.environment).returncode == 0


def tail(log):
    return log.read_text(errors="replace")[-1500:].strip()


def forget_dead_postmaster(cluster):
    """Remove a pid file that PostgreSQL would wrongly obey: cut short, or its number now belongs to another program.

    A file of a process that is simply gone is left to PostgreSQL, which also looks for what that process left running.
    A postmaster of this cluster that is still ending gets a minute to end.
    """
    pid_file = cluster / "postmaster.pid"
    for _ in range(1200):
        pid = written_pid(pid_file)
        if pid is None or (is_alive(pid) and not is_postmaster_of(pid, cluster)):
            pid_file.unlink(missing_ok=True)
            return
        if not is_alive(pid):
            return
        time.sleep(0.05)
    raise EngineFailed(f"A PostgreSQL (process {pid}) is still running on {cluster}. Stop it first.")


def written_pid(pid_file):
    """The number in a pid file, or None where there is none."""
    try:
        return int(pid_file.read_text().split()[0])
    except (FileNotFoundError, ValueError, IndexError):
        return None


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def is_postmaster_of(pid, cluster):
    """Whether a process was started as PostgreSQL on this cluster: its command line is readable by everybody."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except FileNotFoundError:
        words = subprocess.run(["ps", "-o", "args=", "-p", str(pid)], capture_output=True).stdout.split(b" ")
    return words[0].endswith(b"postgres") and os.fsencode(cluster) in words
