"""The ways of sending that are held side by side. Each returns a Run."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field

from django.db.models import Count

from impact_spaces.lib.embedded.children import stop
from tests.bench import cpu, mailing
from tests.bench.stack import ROOT, start_worker, wait_for

SPACES = 25


@dataclass(frozen=True)
class Run:
    """So many mails of so many bytes in so many seconds; CPU milliseconds a mail of each process."""

    messages: int
    seconds: float
    cpu: dict
    connections: int
    size: float
    more: dict = field(default_factory=dict)

    @property
    def rate(self):
        return self.messages / self.seconds


class Bench:
    """The server and the engines that all cases share."""

    def __init__(self, folder, sink, engines):
        self.folder, self.sink, self.engines = folder, sink, engines
        self.connections = 1  # as many as the product was seen to use

    def processes(self, **more):
        postgres, valkey = (engine.process for engine in self.engines)
        return {"PostgreSQL": postgres.pid, "Valkey": valkey.pid, "sink": self.sink.process.pid} | more

    def measured(self, messages, began, before, processes, **more):
        """The run from `began` to the last mail that the server took. All of them, each once, or it does not count."""
        spent = {name: (cpu.seconds(pid) - before[name]) * 1000 / messages for name, pid in processes.items()}
        ended = self.sink.record.read_on().taken[-1].at
        return Run(messages, ended - began, spent, *self.seen(messages), more)

    def seen(self, messages):
        """Connections and mean size of the last so many mails, all of which have another Message-ID."""
        taken = self.sink.record.read_on().taken[-messages:]
        assert len({mail.message_id for mail in taken}) == messages
        return len({mail.connection for mail in taken}), sum(mail.size for mail in taken) / messages

    def wait_until_taken(self, total, patience):
        record = self.sink.record
        try:
            wait_for(lambda: time.sleep(0.04) or len(record.read_on().taken) >= total, patience, f"{total} mails")
        except TimeoutError as trouble:
            trouble.add_note(f"{len(record.taken)} came. {why_they_wait()}\n{(self.folder / 'worker.log').read_text()}")
            raise
        assert len(record.taken) == total, f"{len(record.taken)} mails were taken instead of {total}"


def why_they_wait():
    from spaces.models import Message

    waiting = Message.objects.exclude(state="sent").order_by().values_list("state", "problem")
    return list(waiting.annotate(Count("pk")))


def wire(bench, messages, connections=1):
    """Ready-made mails from bare loops, a connection each. The clock runs from the first connection to the last 250."""
    messages -= messages % connections
    words = [bench.sink.port, bench.sink.samples, messages, connections]
    before = cpu.seconds(bench.sink.process.pid)
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.wire", *map(str, words)], cwd=ROOT, capture_output=True, check=True
    )
    told = json.loads(done.stdout)
    spent = {"sender": told["cpu"], "sink": cpu.seconds(bench.sink.process.pid) - before}
    each = {name: seconds * 1000 / messages for name, seconds in spent.items()}
    return Run(messages, told["seconds"], each, *bench.seen(messages))


def naive(bench, messages):
    """One task and one connection a mail, two worker processes. All tasks wait before the worker starts, and the clock
    runs from its first mail to its last: neither the queueing nor its start counts against it.
    """
    app, Mail = naive_app()
    mark = mailing.make(messages, SPACES)
    from spaces.models import Invitation

    chosen = Invitation.objects.filter(email__startswith=mark)
    rows = Mail.objects.bulk_create([Mail(invitation=one) for one in chosen])
    for row in rows:
        app.send_task("naive.send", [row.pk])
    total = len(bench.sink.record.read_on().taken)
    worker = start_worker(bench.folder, "--concurrency", "2", "--queues", "naive", app="tests.bench.delivering.naive")
    wait_for(lambda: len(bench.sink.record.read_on().taken) > total, 60, "the first mail")
    processes = bench.processes(worker=worker.pid)
    before = {name: cpu.seconds(pid) for name, pid in processes.items()}
    bench.wait_until_taken(total + messages, 30 + messages / 10)
    first = bench.sink.record.taken[total].at
    run = bench.measured(messages, first, before, processes)
    wait_for(lambda: not Mail.objects.exclude(status="sent").exists(), 30, "the last row")
    stop(worker, signal.SIGTERM, patience=15)
    put_aside(mark)
    return run


def naive_app():
    from django.db import connection

    from tests.bench.delivering.naive import Mail, app

    if Mail._meta.db_table not in connection.introspection.table_names():
        with connection.schema_editor() as editor:
            editor.create_model(Mail)
    return app, Mail


def put_aside(mark):
    """The product has nothing to send of what another way has sent."""
    from spaces.models import Message

    Message.objects.filter(address__startswith=mark).update(state="cancelled")


def engine(bench, messages, processes=1, app="impact_spaces", spaces=SPACES):
    """The product: a worker with so many processes, up and idle. The clock runs from the moment before it is nudged
    (as often as it has processes) to the last mail that the server took; `ledger` is how many seconds later all rows
    said that they were sent. Reading, second look, rendering and writing the ledger are in between.
    """
    mailing.make(messages, spaces)
    with_worker = ready_worker(bench, processes, app)
    total = len(bench.sink.record.read_on().taken)
    watched = bench.processes(worker=with_worker.pid)
    before = {name: cpu.seconds(pid) for name, pid in watched.items()}
    began = time.monotonic()
    nudge(processes)
    bench.wait_until_taken(total + messages, 30 + messages / 10)
    wait_for(all_sent, 60, "the ledger")
    ledger = time.monotonic() - bench.sink.record.taken[-1].at
    run = bench.measured(messages, began, before, watched, ledger=ledger)
    stop(with_worker, signal.SIGTERM, patience=30)
    return run


def ready_worker(bench, processes, app):
    from django.core.cache import cache

    from impact_spaces.celery import app as ours

    ours.control.purge()
    cache.delete("heartbeat:worker")
    worker = start_worker(bench.folder, "--concurrency", str(processes), app=app)
    ours.send_task("spaces.tasks.heartbeat")
    wait_for(lambda: cache.get("heartbeat:worker"), 60, "the worker")
    return worker


def nudge(times):
    from spaces.actions.message import nudge as one

    for _ in range(times):
        one()


def all_sent():
    from spaces.models import Message

    # One by one: each of these states has an index of its own, the two together would be looked for in the whole table.
    return not any(Message.objects.filter(state=state).exists() for state in ("queued", "sending"))


def where_time_goes(bench, messages):
    """{part: [wall µs, CPU µs] a message} of one worker process with a stopwatch in it, and the run."""
    file = bench.folder / "times"
    os.environ["BENCH_TIMES"] = str(file)
    run = engine(bench, messages, app="tests.bench.delivering.timed")
    parts = {}
    for line in file.read_text().splitlines():
        for part, (_calls, *spent) in json.loads(line).items():
            parts[part] = [a + b * 1e6 / messages for a, b in zip(parts.get(part, [0, 0]), spent, strict=True)]
    return parts, run
