"""Pages of the API beside the floor (PostgreSQL and a bare view, with the same checks) and the usual way of DRF.

    bin/bench api [--rows 1000 1000000] [--json] [--plans]

Real HTTP to gunicorn as it is started in production, one connection that is kept, the three ways by turns.
"""

import argparse
import json
import os
import re
import signal
import socket
import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import django

from impact_spaces.lib.embedded.children import spawn, stop
from tests.bench.stack import ROOT, free_port, wait_for

WAYS = {"floor": "/floor/{}/", "ours": "/api/v1/{}/", "plain": "/plain/{}/"}
NAMES, SIZES = ("organisations", "memberships", "invitations"), (50, 100)
TOKEN = "bench-token-of-a-partner"
ASKED = f"GET {{path}} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {TOKEN}\r\nAccept-Language: he\r\n\r\n"
LENGTH = re.compile(rb"\r\nContent-Length: (\d+)", re.IGNORECASE)


def main():
    arguments = argparse.ArgumentParser(prog="bin/bench api")
    arguments.add_argument("--rows", type=int, nargs="+", default=[1000, 1_000_000])
    arguments.add_argument("--turns", type=int, default=60)
    arguments.add_argument("--json", action="store_true")
    arguments.add_argument("--plans", action="store_true", help="what PostgreSQL does for each question, too")
    chosen = arguments.parse_args()
    set_up()
    port = free_port()
    server = serve(port)
    out = sys.stderr if chosen.json else sys.stdout
    try:
        found = dict(cases(chosen, port, out))
    finally:
        stop(server, signal.SIGTERM, patience=10)
    if chosen.json:
        print(json.dumps({case: {f"{way}_ms": one["ms"] for way, one in ways.items()} for case, ways in found.items()}))
    are_flat = show_plans(max(chosen.rows), out) if chosen.plans else True
    return 0 if are_flat and all(is_good(ways) for ways in found.values()) else 1


def show_plans(rows, out):
    """Whether no question looks at more of the tables than a page needs."""
    from tests.bench import api_plans

    return api_plans.show_plans(rows, out)


def set_up():
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.api_settings"
    os.environ.setdefault("LOG_LEVEL", "ERROR")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def give_token():
    from datetime import timedelta

    from django.utils import timezone

    from impact_spaces.lib.tokens import digest
    from spaces.models import PartnerToken

    until = timezone.now() + timedelta(hours=2)
    scopes = [f"{name}:read" for name in NAMES]
    PartnerToken.objects.create(digest=digest(TOKEN), key_id=1, scopes=scopes, until=until)


def serve(port):
    command = [sys.executable, "-m", "gunicorn", "impact_spaces.wsgi", "--bind", f"127.0.0.1:{port}"]
    command += ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--no-control-socket"]
    command += ["--log-level", "warning", "--keep-alive", "75"]
    return spawn(command, farewell=signal.SIGTERM, cwd=ROOT)


def cases(chosen, port, out):
    from tests.bench.api_rows import fill

    done = 0
    for rows in sorted(chosen.rows):
        began = time.monotonic()
        fill(done + 1, rows)
        print(f"{rows:,} rows, made in {time.monotonic() - began:.0f} s", file=out, flush=True)
        if not done:
            give_token()
        done = rows
        wait_for(lambda: is_up(port), 60, "the server")
        for name in NAMES:
            for size in SIZES:
                case = f"{name}, {size} of {rows}"
                ways = measured(port, name, size, chosen.turns)
                show(case, ways, out)
                yield case, ways


def is_up(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Asking:
    """One connection that is kept. It reads of an answer what it must: a library takes a tenth of the whole time."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, path):
        self.socket.sendall(ASKED.format(path=path).encode())
        text = self.socket.recv(65536)
        while b"\r\n\r\n" not in text:
            text += self.more()
        head, _blank, body = text.partition(b"\r\n\r\n")
        length = int(LENGTH.search(head)[1])
        while len(body) < length:
            body += self.more()
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(f"{path}: {head[:300]} {body[:300]}")
        return body

    def more(self):
        found = self.socket.recv(65536)
        if not found:
            raise ConnectionError("The server went away.")
        return found


def measured(port, name, size, turns):
    """{way: {"ms": median, "a_second": requests}}, asked by turns, so that each way meets the same moments."""
    asking, times = Asking(port), {way: [] for way in WAYS}
    paths = {way: path.format(name) + f"?limit={size}" for way, path in WAYS.items()}
    for turn in range(turns + 10):
        for way in [*WAYS, *WAYS][turn % 3 : turn % 3 + 3]:  # each comes after each other
            path = paths[way]
            began = time.perf_counter()
            asking.ask(path)
            if turn >= 10:
                times[way].append((time.perf_counter() - began) * 1000)
    rates = {way: rate(port, path) for way, path in paths.items()}
    return {way: {"ms": round(statistics.median(found), 2), "a_second": rates[way]} for way, found in times.items()}


def rate(port, path, seconds=1.5, at_once=4):
    """Requests answered in a second, by some connections at once."""
    until = time.monotonic() + seconds

    def ask_on(_number):
        asking, count = Asking(port), 0
        while time.monotonic() < until:
            asking.ask(path)
            count += 1
        return count

    with ThreadPoolExecutor(at_once) as pool:
        return round(sum(pool.map(ask_on, range(at_once))) / seconds)


def ratios(ways):
    floor, ours, plain = (ways[way]["ms"] for way in ("floor", "ours", "plain"))
    return ours / floor, plain / ours


def is_good(ways):
    over, under = ratios(ways)
    return over <= 1.3 and under >= 2.5


def show(case, ways, out):
    over, under = ratios(ways)
    said = "  ".join(f"{way} {one['ms']:6.2f} ms {one['a_second']:4}/s" for way, one in ways.items())
    print(f"{case:<30} {said}  {over:.2f} x floor, plain {under:.1f} x ours", file=out, flush=True)


if __name__ == "__main__":
    sys.exit(main())
