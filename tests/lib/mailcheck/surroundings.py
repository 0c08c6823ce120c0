"""A mail server and a name server on this machine, as good or as broken as a test wants them."""

import asyncio
import contextlib
import socket
import threading
from concurrent.futures import Future

import dns.flags
import dns.message
import dns.rcode
import dns.rrset
from aiosmtpd.smtp import SMTP, AuthResult


class Handler:
    """Says what a test wants at each step: answers={"MAIL": "550 …"}; without={"8BITMIME"} leaves abilities out."""

    def __init__(self, answers=(), without=()):
        self.answers, self.without = dict(answers), set(without)
        self.taken, self.senders = [], []

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        last = responses.pop()
        kept = [line for line in [*responses, "250-PIPELINING"] if line[4:].split()[0] not in self.without]
        return [*kept, last]

    async def handle_MAIL(self, server, session, envelope, address, options):
        envelope.mail_from = address
        self.senders.append(address)
        return self.answers.get("MAIL", "250 OK")

    async def handle_RCPT(self, server, session, envelope, address, options):
        envelope.rcpt_tos.append(address)
        return self.answers.get("RCPT", "250 OK")

    async def handle_DATA(self, server, session, envelope):
        self.taken.append(envelope.content)
        return self.answers.get("DATA", "250 taken")


def let_in(server, session, envelope, mechanism, login):
    return AuthResult(success=(login.login, login.password) == (b"impact", b"right"), handled=False)


@contextlib.contextmanager
def mail_server(handler, *, ssl=None, starttls=None, auth=False):
    """A running mail server. Gives its port."""
    more = {"authenticator": let_in, "auth_required": True} if auth else {}
    loop, talks, port = asyncio.new_event_loop(), [], Future()

    def speaks():
        talks.append(SMTP(handler, loop=loop, hostname="mx.test", tls_context=starttls, timeout=5, **more))
        return talks[-1]

    def serve():  # in a thread from the beginning: the browser of other tests keeps a loop in this one
        server = loop.run_until_complete(loop.create_server(speaks, "127.0.0.1", 0, ssl=ssl))
        port.set_result(server.sockets[0].getsockname()[1])
        loop.run_forever()
        end(loop, server, talks)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield port.result(timeout=10)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


def end(loop, server, talks):
    server.close()
    for talk in talks:
        if talk.transport:
            talk.transport.abort()
    for task in asyncio.all_tasks(loop):
        task.cancel()
    loop.run_until_complete(asyncio.sleep(0.01))
    loop.run_until_complete(server.wait_closed())
    loop.close()


FAILS = "the name server fails"


class NameServer:
    """Answers from records={(name, kind): [text]}; what stands nowhere does not exist. FAILS instead of texts."""

    def __init__(self, records):
        self.records = records

    def answer(self, wire):
        query = dns.message.from_wire(wire)
        asked = query.question[0]
        name, kind = asked.name.to_text(omit_final_dot=True).lower(), dns.rdatatype.to_text(asked.rdtype)
        reply = dns.message.make_response(query)
        reply.flags |= dns.flags.RA
        texts = self.records.get((name, kind))
        if texts == FAILS:
            reply.set_rcode(dns.rcode.SERVFAIL)
        elif texts:
            reply.answer.append(dns.rrset.from_text(asked.name, 60, "IN", kind, *map(quoted(kind), texts)))
        elif name not in {known for known, _kind in self.records}:
            reply.set_rcode(dns.rcode.NXDOMAIN)
        return reply.to_wire(max_size=65535)


def quoted(kind):
    """TXT goes in strings of at most 255 letters."""
    if kind != "TXT":
        return str
    return lambda text: " ".join('"' + text[at : at + 255].replace('"', "") + '"' for at in range(0, len(text), 255))


@contextlib.contextmanager
def name_server(records):
    """A running name server. Gives HOST:PORT."""
    answering, box = NameServer(records), socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    box.bind(("127.0.0.1", 0))

    def run():
        while True:
            wire, asker = box.recvfrom(65535)
            if not wire:
                return
            box.sendto(answering.answer(wire), asker)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield f"127.0.0.1:{box.getsockname()[1]}"
    finally:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
            last.sendto(b"", box.getsockname())
        thread.join()
        box.close()
