"""A mail server that is never the slow one, and that remembers across its own death what it took.

    python -m tests.bench.sink RECORD [--port 2525] [--orders FILE] [--samples FOLDER]

One line of RECORD for each thing that happens, written to the kernel before the client hears of it, so that a SIGKILL
loses none. "Taken" is what the server has decided: a mail that is recorded and whose 250 never arrived was taken.

    + 12.345 7             connection 7 was opened, at this reading of the monotonic clock (one for the whole machine)
    T 12.345 7 512 <id> to   it took a mail of 512 bytes
    Q 12.345 7             it said QUIT; a connection that did not was cut
    - 12.345 7             it is gone

ORDERS is a JSON file that may be rewritten at any time: {"delay": ms that each reply takes, one after the other on a
connection, "storm": true for 451 to every RCPT, "drop": a number; when it changes every connection is dropped}.
"""

import argparse
import asyncio
import itertools
import json
import os
import re
import signal
import time
from pathlib import Path

MESSAGE_ID = re.compile(rb"^message-id:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
HELLO = b"250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-ENHANCEDSTATUSCODES\r\n250 SIZE 50000000\r\n"
END = b"\r\n.\r\n"


class Record:
    """The file, and numbers for connections that no earlier life of the server used."""

    def __init__(self, path):
        self.file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        self.numbers = itertools.count(time.monotonic_ns() // 1000)

    def write(self, sign, connection, *more):
        words = " ".join((sign, f"{time.monotonic():.6f}", str(connection), *more))
        os.write(self.file, words.encode() + b"\n")


class Orders:
    """What the bench wants of the server just now, looked up a few times a second."""

    def __init__(self, path):
        self.path, self.seen = path, None
        self.delay, self.storm, self.drop = 0.0, False, 0
        self.open_connections = set()
        self.read()

    def read(self):
        try:
            changed = os.stat(self.path).st_mtime_ns if self.path else None
        except FileNotFoundError:
            return
        if changed != self.seen:
            self.seen = changed
            self.obey(json.loads(Path(self.path).read_text()))

    def obey(self, wanted):
        self.delay, self.storm = wanted.get("delay", 0) / 1000, wanted.get("storm", False)
        if wanted.get("drop", 0) != self.drop:
            self.drop = wanted["drop"]
            for connection in list(self.open_connections):
                connection.transport.abort()

    def watch(self, loop):
        self.read()
        loop.call_later(0.05, self.watch, loop)


class Samples:
    """Keeps the first mails, for the loops that send ready-made ones."""

    def __init__(self, folder, most=200):
        self.folder, self.left = folder and Path(folder), most if folder else 0

    def keep(self, body):
        if self.left:
            self.left -= 1
            (self.folder / f"{self.left:03}.eml").write_bytes(body.replace(b"\r\n..", b"\r\n."))


class Session(asyncio.Protocol):
    """One connection. Input is a buffer of whole lines, or of a body up to its lonely dot."""

    def __init__(self, record, orders, samples):
        self.record, self.orders, self.samples = record, orders, samples
        self.buffer, self.in_body, self.searched = bytearray(), False, 0
        self.to, self.replies, self.is_waiting, self.is_over = "", [], False, False
        self.number = str(next(record.numbers))

    def connection_made(self, transport):
        self.transport = transport
        self.record.write("+", self.number)
        self.orders.open_connections.add(self)
        transport.write(b"220 sink\r\n")

    def connection_lost(self, _error):
        self.orders.open_connections.discard(self)
        self.record.write("-", self.number)

    def data_received(self, data):
        self.buffer += data
        if not self.is_waiting:
            self.go_on()

    def go_on(self):
        """Answer what can be answered: at once all of it, or one reply after each delay."""
        while (reply := self.next_reply()) is not None:
            self.replies.append(reply)
            if self.orders.delay:
                self.is_waiting = True
                asyncio.get_running_loop().call_later(self.orders.delay, self.waited)
                return
        self.flush()

    def waited(self):
        self.is_waiting = False
        if not self.transport.is_closing():
            self.flush()
            self.go_on()

    def flush(self):
        if self.replies:
            self.transport.write(b"".join(self.replies))
            self.replies.clear()
        if self.is_over:
            self.transport.close()

    def next_reply(self):
        """The reply to the next command or body in the buffer, or None while there is no whole one."""
        if self.in_body:
            return self.body()
        line, newline, rest = self.buffer.partition(b"\r\n")
        if not newline:
            return None
        self.buffer = rest
        return self.command(bytes(line))

    def body(self):
        end = self.buffer.find(END, self.searched)
        if end < 0:
            self.searched = max(0, len(self.buffer) - len(END) + 1)
            return None
        body, self.buffer = bytes(self.buffer[:end]), self.buffer[end + len(END) :]
        self.in_body, self.searched = False, 0
        found = MESSAGE_ID.search(body)
        self.record.write("T", self.number, str(len(body)), found.group(1).decode() if found else "none", self.to)
        self.samples.keep(body)
        return b"250 2.0.0 taken\r\n"

    def command(self, line):
        verb = line[:4].upper()
        if verb == b"RCPT":
            if self.orders.storm:
                return b"451 4.3.0 not now\r\n"
            self.to = line[line.find(b"<") + 1 : line.rfind(b">")].decode(errors="replace")
            return b"250 2.1.5 ok\r\n"
        if verb == b"MAIL":
            self.to = ""
        if verb == b"DATA":
            self.in_body = bool(self.to)
            return b"354 go on\r\n" if self.to else b"503 5.5.1 whom is it for?\r\n"
        if verb == b"QUIT":
            self.record.write("Q", self.number)
            self.is_over = True
            return b"221 2.0.0 bye\r\n"
        return HELLO if verb in (b"EHLO", b"HELO") else b"250 2.0.0 ok\r\n"


async def serve(chosen):
    loop = asyncio.get_running_loop()
    record, orders, samples = Record(chosen.record), Orders(chosen.orders), Samples(chosen.samples)
    orders.watch(loop)
    stopped = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stopped.set)
    server = await loop.create_server(
        lambda: Session(record, orders, samples), "127.0.0.1", chosen.port, reuse_address=True, backlog=500
    )
    async with server:
        await stopped.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("record")
    parser.add_argument("--port", type=int, default=2525)
    parser.add_argument("--orders")
    parser.add_argument("--samples")
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
