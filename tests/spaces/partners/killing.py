"""Real calls to a server, and two of them side by side."""

import json
import socket
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

from django.db import connection


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def asked(url, token="", key="", body=None, method="POST"):
    """(status, body) of a real call; (None, ...) where nobody answered."""
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key, "Content-Type": "application/json"}
    data = json.dumps(body).encode() if token else None
    request = urllib.request.Request(url, data, headers if token else {}, method=method if token else "GET")
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()
    except OSError as error:
        return None, str(error)


class Pair:
    """Two calls on threads of their own, each waited for by name."""

    def __init__(self, *calls):
        self.pool = ThreadPoolExecutor(2)
        self.first, self.second = (self.pool.submit(on_own_connection, call).result for call in calls)


def on_own_connection(call):
    try:
        return call()
    finally:
        connection.close()


def waiting_backends():
    """How many wait for a lock. Asked within a transaction, PostgreSQL goes on answering as it did first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return cursor.fetchone()[0]
