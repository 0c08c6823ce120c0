"""A partner's program: asks with JSON and gets JSON."""

import json

from django.test import Client

VERBS = ["approve", "send", "withdraw", "extend", "resend"]


class Program:
    def __init__(self, person=None, **options):
        self.client = Client(**options)
        if person:
            self.client.force_login(person)

    def ask(self, method, path, body=None):
        """The status and the parsed answer. An error must come as a problem."""
        text = body if isinstance(body, str | bytes) else json.dumps(body)
        answer = self.client.generic(method, f"/api/v1/{path}", text, content_type="application/json")
        is_error = answer.status_code >= 400
        assert answer["Content-Type"] == ("application/problem+json" if is_error else "application/json"), answer.text
        if is_error:
            assert {"type", "title", "status", "code"} <= answer.json().keys()
            assert answer.json()["status"] == answer.status_code
        return answer.status_code, answer.json()

    def get(self, path):
        return self.ask("GET", path, "")

    def post(self, path, body=None):
        return self.ask("POST", path, body or {})
