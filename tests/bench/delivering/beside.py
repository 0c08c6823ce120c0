"""How long one invitation of another space and one sign-in code take, from the click to the mail server, on an idle
system and while a large mailing is going out. Both through the real pages.
"""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from contextlib import contextmanager
from datetime import date, timedelta

from impact_spaces.lib.embedded.children import spawn, stop
from tests.bench import mailing
from tests.bench.delivering import cases
from tests.bench.stack import ROOT, free_port, wait_for

TURNS, PATIENCE = 8, 60
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def measure(bench, messages):
    """{"idle" | "busy": {"invitation" | "code": [seconds, …]}}. Busy is while `messages` mails of 25 spaces go out; the
    last figure is how many of them had not gone out yet after the last click.
    """
    mailing.invite("of somebody else", ["first"])
    with web(bench) as site:
        with mail_goes_out(bench):
            wait_for(cases.all_sent, 60, "the first mail")
            idle = clicks(bench, site, "idle")
        mailing.make(messages, cases.SPACES)
        with mail_goes_out(bench):
            busy = clicks(bench, site, "busy")
            left = still_waiting()
    return {"idle": idle, "busy": busy, "still_waiting_at_the_end": left}


@contextmanager
def mail_goes_out(bench):
    worker = cases.ready_worker(bench, 2, "impact_spaces")
    try:
        with beat(bench):
            cases.nudge(2)
            time.sleep(1)
            yield
    finally:
        stop(worker, signal.SIGTERM, patience=30)


def still_waiting():
    from spaces.models import Message

    return Message.objects.filter(state="queued").count()


def clicks(bench, site, tag):
    found = {"invitation": [], "code": []}
    for turn in range(TURNS):
        found["invitation"].append(latency(bench, f"{tag}-i{turn}@bench.example", site.invite))
        found["code"].append(latency(bench, f"{tag}-c{turn}@bench.example", site.ask_for_code))
        time.sleep(0.3)
    return found


def latency(bench, address, click):
    """Seconds from the click to the mail being taken, PATIENCE when it was not taken by then."""
    seen, began = len(bench.sink.record.read_on().taken), time.monotonic()
    click(address)
    while time.monotonic() < began + PATIENCE:
        for mail in bench.sink.record.read_on().taken[seen:]:
            if mail.address == address:
                return mail.at - began
        time.sleep(0.02)
    return PATIENCE


class Site:
    """The web pages, as a facilitator who is signed in and as somebody who is not."""

    def __init__(self, base):
        from django.test import Client

        from spaces.models import Space

        client = Client()
        client.force_login(mailing.facilitator())
        self.base, self.session = base, client.cookies["sessionid"].value
        self.space = Space.objects.get(name__endswith="of somebody else").pk

    def invite(self, address):
        until = (date.today() + timedelta(days=14)).isoformat()
        words = {"name": "דנה", "email": address, "language": "he", "deadline": until, "send": "1"}
        self.post(f"/desk/spaces/{self.space}/invite/", words, f"sessionid={self.session}")

    def ask_for_code(self, address):
        from members.models import Person

        Person.objects.create_user(address, "דנה")
        self.post("/accounts/login/", {"email": address})

    def post(self, path, words, *cookies):
        """Open a page with a form and send it."""
        page = urllib.request.urlopen(urllib.request.Request(self.base + path, headers={"Cookie": "; ".join(cookies)}))
        cookies = [*cookies, *(one.partition(";")[0] for one in page.headers.get_all("Set-Cookie") or [])]
        words = words | {"csrfmiddlewaretoken": TOKEN.search(page.read().decode()).group(1)}
        sent = urllib.request.Request(self.base + path, urllib.parse.urlencode(words).encode())
        sent.add_header("Cookie", "; ".join(cookies))
        urllib.request.urlopen(sent).read()


@contextmanager
def web(bench):
    port = free_port()
    words = ["gunicorn", "impact_spaces.wsgi", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"]
    words += ["--workers", "2", "--threads", "4", "--no-control-socket"]
    with running(bench, "web", words):
        wait_for(lambda: answers(port), 60, "the site")
        yield Site(f"http://127.0.0.1:{port}")


def answers(port):
    try:
        return urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz").status == 200
    except OSError:
        return False


@contextmanager
def beat(bench):
    words = ["celery", "--quiet", "--app", "impact_spaces", "beat", "--loglevel", "WARNING"]
    with running(bench, "beat", [*words, "--schedule", str(bench.folder / "beat-schedule")]):
        yield


@contextmanager
def running(bench, name, words):
    with (bench.folder / f"{name}.log").open("ab") as log:
        process = spawn(
            [sys.executable, "-m", *words], farewell=signal.SIGTERM, stdout=log, stderr=subprocess.STDOUT, cwd=ROOT,
            env=os.environ, start_new_session=True,
        )  # fmt: skip
    try:
        yield process
    finally:
        stop(process, signal.SIGTERM, patience=15)
