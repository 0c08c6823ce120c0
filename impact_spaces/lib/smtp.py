"""One mail's dialogue with a mail server: in two round trips where the server lets us (RFC 2920), in four elsewhere.

Connecting, TLS and signing in are smtplib's and Django's; the server's certificate is checked by them.
"""

import re
import smtplib
import socket
import struct

from django.core.mail.backends.smtp import EmailBackend

from impact_spaces.lib.answers import BODY, DATA, MAIL, RCPT

LONE_END = re.compile(rb"\r\n|\r|\n")
GO_ON = 354
LONGEST = 512  # bytes of a line that is read by the short way


class Said(Exception):
    """The server's answer to a step, where it was not yes."""

    def __init__(self, step, code, words):
        self.step, self.code = step, code
        self.words = " ".join(words.decode(errors="replace").replace("\x00", "").split())
        super().__init__(f"{code} {self.words}")


class Dialogue:
    """What smtplib's classes learn: `transact`. `is_past_return` tells whether the whole mail is on its way."""

    is_past_return = False

    def greet(self):
        """Say hello where that was not done yet, and learn what the server can do. Raises OSError."""
        self.ehlo_or_helo_if_needed()
        self.can = {name for name in ("8bitmime", "size", "pipelining") if self.has_extn(name)}
        if type(self.sock) is socket.socket:  # of one below TLS the kernel knows too little
            self.let_the_kernel_wait()

    def let_the_kernel_wait(self):
        """The same patience, kept by the kernel: Python asks before each reading and writing whether it may, and that
        is a third of what a mail costs.
        """
        seconds, rest = divmod(self.timeout, 1)
        patience = struct.pack("ll", int(seconds), int(rest * 1_000_000))
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, patience)
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, patience)
        self.sock.settimeout(None)

    def transact(self, sender, to, mail):
        """Hand over one mail: it was taken when this returns. Raises Said, and OSError when the connection broke."""
        self.is_past_return = False
        is_plain = mail.data.isascii()
        data = mail.data if is_plain or "8bitmime" in self.can else mail.seven_bit()
        options = " BODY=8BITMIME" if not is_plain and "8bitmime" in self.can else ""
        if "size" in self.can:
            options += f" SIZE={len(data)}"
        commands = (MAIL, f"MAIL FROM:<{sender}>{options}"), (RCPT, f"RCPT TO:<{to}>"), (DATA, "DATA")
        ask = self.ask_at_once if "pipelining" in self.can else self.ask_in_turn
        ask(commands)
        self.is_past_return = True
        self.say(wrapped(data))
        code, words = self.hear()
        if not 200 <= code < 300:
            raise Said(BODY, code, words)

    def ask_in_turn(self, commands):
        for step, command in commands:
            self.say(f"{command}\r\n".encode())
            self.accept(step, *self.hear())

    def ask_at_once(self, commands):
        """All three in one packet. Each answer is read, and the first no is the one that counts."""
        self.say("".join([f"{command}\r\n" for _step, command in commands]).encode())
        refusal = None
        for step, _command in commands:
            code, words = self.hear()
            if code == 421:  # nothing comes after it
                raise Said(step, code, words) from refusal
            if not is_yes(step, code):
                refusal = refusal or Said(step, code, words)
            elif step == DATA and refusal:
                self.send_nothing(refusal)
        if refusal:
            self.forget(refusal)

    def say(self, data):
        """What smtplib's `send` does, without what it does for others."""
        try:
            self.sock.sendall(data)
        except OSError as error:
            self.close()
            raise smtplib.SMTPServerDisconnected("gone") from error

    def hear(self):
        """The next answer: nearly always one short line; all others are smtplib's to understand."""
        self.file = self.file or self.sock.makefile("rb")
        try:
            line = self.file.peek(1)[:LONGEST]
        except OSError:
            line = b""
        if not line:  # silent for too long, or gone
            self.close()
            raise smtplib.SMTPServerDisconnected("gone")
        end = line.find(b"\n")
        if end < 4 or line[3:4] != b" " or not line[:3].isdigit():
            return self.getreply()
        self.file.read(end + 1)
        return int(line[:3]), line[4:end]

    def send_nothing(self, refusal):
        """The server asks for a mail that nobody is to get: it is given an empty one (RFC 2920, 3.1)."""
        if refusal.step == MAIL:  # who refused the sender and took the address would send the empty mail to it
            raise smtplib.SMTPServerDisconnected("out of step") from refusal
        self.say(b".\r\n")
        self.hear()

    def accept(self, step, code, words):
        if not is_yes(step, code):
            answer = Said(step, code, words)
            if code == 421:
                raise answer
            self.forget(answer)

    def forget(self, answer):
        """Begin anew after a no, so that the next mail finds no half transaction."""
        code, _words = self.docmd("RSET")
        if code != 250:
            self.close()
        raise answer


def is_yes(step, code):
    return code == GO_ON if step == DATA else 200 <= code < 300


def wrapped(data):
    """A mail's bytes as they go over the wire: every line ended by CRLF, dots doubled, the single dot at the end.

    A lone CR or LF, which some servers take for the end of a line, would let one mail smuggle in a second.
    """
    ends = data.count(b"\r\n")
    if data.count(b"\n") != ends or data.count(b"\r") != ends:
        data = LONE_END.sub(b"\r\n", data)
    return data.replace(b"\r\n.", b"\r\n..") + (b".\r\n" if data.endswith(b"\r\n") else b"\r\n.\r\n")


class Wire(Dialogue, smtplib.SMTP):
    pass


class SecureWire(Dialogue, smtplib.SMTP_SSL):
    pass


class WireBackend(EmailBackend):
    """Django's connection to the server of the settings, with our dialogue on it."""

    @property
    def connection_class(self):
        return SecureWire if self.use_ssl else Wire
