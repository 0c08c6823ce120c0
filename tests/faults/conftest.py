"""A real mail server that can be told to misbehave, and threads that start at the same moment."""

import asyncio
import socket
import threading
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from django.db import connection


class Post:
    """What the mail server took, and what it answers: `answers` maps an address to a list of replies, used up in turn.

    A reply is a line of SMTP ("450 later"), or HANG_UP, or HANG_UP_AFTER (it took the mail and never said so).
    """

    HANG_UP, HANG_UP_AFTER = "hang up", "hang up after taking it"

    def __init__(self):
        self.taken, self.connections, self.answers = [], 0, {}
        self.gate = threading.Event()  # closed: a mail is taken, its acknowledgement waits
        self.gate.set()
        self.holds_after = None

    @property
    def addresses(self):
        return [address for address, _mail in self.taken]

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        self.connections += 1
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        reply = self.next_answer(address, "rcpt")
        if reply:
            return reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        (address,) = envelope.rcpt_tos
        reply = self.next_answer(address, "data")
        if reply == self.HANG_UP:
            return self.hang_up(server)
        if reply and reply != self.HANG_UP_AFTER:
            return reply
        self.taken.append((address, message_from_bytes(envelope.content, policy=policy.default)))
        if reply == self.HANG_UP_AFTER:
            return self.hang_up(server)
        if self.holds_after is not None and len(self.taken) > self.holds_after:
            while not self.gate.is_set():
                await asyncio.sleep(0.02)
        return "250 taken"

    @staticmethod
    def hang_up(server):
        server.transport.abort()
        return "451 never seen"

    def next_answer(self, address, step):
        waiting = self.answers.get((address, step), [])
        return waiting.pop(0) if waiting else None


@pytest.fixture
def post(settings, monkeypatch):
    """A mail server on a free port; this process and the workers it starts send to it."""
    handler = Post()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    monkeypatch.setenv("EMAIL_URL", f"smtp://127.0.0.1:{controller.port}")
    handler.port = controller.port
    yield handler
    handler.gate.set()
    controller.stop()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def at_once(*actions):
    """Run each in a thread with its own database connection, started together. Returns results or exceptions."""
    results, barrier = [None] * len(actions), threading.Barrier(len(actions))

    def run(position, action):
        barrier.wait()
        try:
            results[position] = action()
        except Exception as error:
            results[position] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive()
    return results
