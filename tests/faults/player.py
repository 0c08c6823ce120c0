"""A strict SMTP server that plays what it is told at one step, and otherwise speaks as RFC 5321 wants it."""

import socket
import socketserver
import threading
from contextlib import contextmanager

CLOSE, SILENCE = "close", "silence"


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address, daemon_threads = True, True


class Play:
    """`answers` are {step: reply}, each given once; steps are CONNECT, EHLO, HELO, STARTTLS, AUTH, MAIL, RCPT, DATA,
    BODY, RSET. A reply is a line of SMTP, or CLOSE, or SILENCE. `goes_on` answers 354 to DATA whatever came before.
    """

    def __init__(self, answers=(), *, offers=("PIPELINING", "8BITMIME"), goes_on=False):
        self.answers, self.offers, self.goes_on = dict(answers), offers, goes_on
        self.taken, self.connections, self.heard = [], 0, []

    @contextmanager
    def on_stage(self, settings):
        """Let the site's mails go to this server."""
        play = self
        with Server(("127.0.0.1", 0), type("Scene", (Scene,), {"play": play})) as server:
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
            settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
            settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
            settings.EMAIL_TIMEOUT = 1
            yield self
            server.shutdown()


class Scene(socketserver.StreamRequestHandler):
    """One connection."""

    def handle(self):
        self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.play.connections += 1
        self.sender = self.to = None
        try:
            self.answer("CONNECT", "220 ready")
            while line := self.rfile.readline():
                self.play.heard.append(line.decode().strip())
                if not self.obey(line.decode().strip()):
                    return
        except (Closed, ConnectionError):
            pass

    def obey(self, line):
        verb = line.split()[0].upper()
        getattr(self, verb.lower(), self.unknown)(line)
        return verb != "QUIT"

    def answer(self, step, usual):
        """Say what the play wants at this step, once, or the usual thing. Returns whether it was the usual one."""
        reply = self.play.answers.pop(step, None) or usual
        if reply == SILENCE:
            self.rfile.read()
            raise Closed
        if reply == CLOSE:
            raise Closed
        self.wfile.write(f"{reply}\r\n".encode())
        if reply.startswith("421"):
            raise Closed
        return reply == usual

    def unknown(self, line):
        self.answer("", "500 5.5.2 what?")

    def ehlo(self, line):
        lines = ["stage", *self.play.offers]
        self.answer("EHLO", "\r\n".join([*(f"250-{one}" for one in lines[:-1]), f"250 {lines[-1]}"]))

    def helo(self, line):
        self.answer("HELO", "250 stage")

    def starttls(self, line):
        self.answer("STARTTLS", "454 4.7.0 no TLS here")

    def auth(self, line):
        self.answer("AUTH", "235 2.7.0 welcome")

    def mail(self, line):
        if self.sender:
            self.answer("", "503 5.5.1 nested MAIL")
        elif self.answer("MAIL", "250 2.1.0 ok"):
            self.sender = line

    def rcpt(self, line):
        if not self.sender:
            self.answer("", "503 5.5.1 MAIL first")
        elif self.answer("RCPT", "250 2.1.5 ok"):
            self.to = line.partition("<")[2].partition(">")[0]

    def data(self, line):
        if not self.to and not self.play.goes_on:
            self.answer("", "503 5.5.1 RCPT first")
        elif self.answer("DATA", "354 go on"):
            self.body()

    def body(self):
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                raise Closed
            lines.append(line[1:] if line.startswith(b".") else line)
        to, self.sender, self.to = self.to, None, None
        if not to:
            self.answer("", "554 5.5.1 no valid recipients")
            return
        if "BODY" not in self.play.answers:
            self.play.taken.append((to, b"".join(lines)))
        self.answer("BODY", "250 2.0.0 taken")

    def rset(self, line):
        self.sender = self.to = None
        self.answer("RSET", "250 2.0.0 ok")

    def quit(self, line):
        self.answer("QUIT", "221 2.0.0 bye")


class Closed(Exception):
    pass
