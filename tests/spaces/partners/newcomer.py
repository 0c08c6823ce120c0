"""A partner's program, written from docs/api.md and nothing else: it knows Standard Webhooks, not the site.

    newcomer.py SITE     (CLIENT and SECRET in the environment)

It tells what it does in lines of JSON, and waits for a line where somebody else has to act first.
"""

import base64
import json
import os
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer

from standardwebhooks import Webhook

MANY = [{"identifier": f"CRM-{n}", "name_en": f"Association {n}", "purpose": f"Purpose {n}"} for n in range(1000)]
RUTH = {"kind": "stakeholder", "name": "Ruth Regev", "email": "ruth@health.gov.il", "organisation_name": "Health"}
GIL = {"kind": "peer", "name": "Gil Or", "email": "gil@world.example"}


class Api:
    """Calls with a token. Each answer is (status, headers, what the JSON says)."""

    def __init__(self, site, client, secret):
        self.base = f"{site}/api/v1/"
        basic = base64.b64encode(f"{client}:{secret}".encode()).decode()
        _status, _headers, said = self.call("token", b"grant_type=client_credentials", Authorization=f"Basic {basic}")
        self.token = f"Bearer {said['access_token']}"

    def call(self, path, body=None, **headers):
        request = urllib.request.Request(self.base + path, body, headers)
        try:
            answer = urllib.request.urlopen(request, timeout=60)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            return answer.status, answer.headers, json.load(answer)

    def get(self, path, **query):
        _status, _headers, said = self.call(f"{path}?{urllib.parse.urlencode(query)}", Authorization=self.token)
        return said

    def post(self, path, body, **headers):
        own = {"Authorization": self.token, "Content-Type": "application/json"}
        return self.call(path, json.dumps(body).encode(), **own, **headers)

    def feed(self):
        """Every event from the start, by pages."""
        page = self.get("events/", limit=3)
        found = page["results"]
        while page["has_more"]:
            page = self.get("events/", limit=3, after=page["cursor"])
            found += page["results"]
        return found


class Hook:
    """Where webhooks come. Its port is its own from the start; nobody answers there before `open`."""

    def __init__(self):
        self.came, self.secret, self.lock = [], None, threading.Condition()
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                hook.take(Webhook(hook.secret).verify(body, dict(self.headers.items())))
                self.send_response(204)
                self.end_headers()

            def log_message(self, *about):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler, bind_and_activate=False)
        self.server.server_bind()
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"

    def open(self):
        self.server.server_activate()
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def take(self, event):
        with self.lock:
            if event["id"] not in [one["id"] for one in self.came]:  # "at least once: keep the ids"
                self.came.append(event)
            self.lock.notify_all()

    def wait_for(self, state):
        with self.lock:
            self.lock.wait_for(lambda: state in [one["data"]["state"] for one in self.came], timeout=60)
            return [one["data"] for one in self.came]


def main(site):
    api, hook = Api(site, os.environ["CLIENT"], os.environ["SECRET"]), Hook()
    for _time in range(2):
        status, _headers, said = api.post("organisations/bulk/", {"items": MANY})
        tell(bulk=sorted({one["result"] for one in said["results"]}), status=status)
    (space,) = api.get("spaces/")["results"]
    status, _headers, said = api.post("invitations/", {"space": space["id"], **RUTH})
    tell(early=status, code=said["code"], detail=said["detail"])
    _status, _headers, made = api.post("webhooks/", {"url": hook.url, "kinds": ["invitation.moved"]})
    hook.secret = made["secret"]
    first, again = (api.post("invitations/", {"space": space["id"], **GIL}, **{"Idempotency-Key": "1"}) for _n in "12")
    tell(proposed=[first[2]["id"], again[2]["id"]], replayed=again[1]["Idempotent-Replayed"])
    wait()  # the facilitator decides, the invitee answers, and nobody is here to be told
    (failed, *_more) = api.get(f"webhooks/{made['id']}/deliveries/")["results"]
    tell(attempts=failed["attempts"], state=failed["state"])
    hook.open()
    tell(open=True)
    tell(followed=hook.wait_for("accepted"))
    first, second = api.feed(), api.feed()
    tell(same=first == second, feed=[one["type"] for one in first], ids=len({one["id"] for one in first}))


def tell(**what):
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def wait():
    sys.stdin.readline()


if __name__ == "__main__":
    main(sys.argv[1])
