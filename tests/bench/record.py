"""What the mail server's record tells: which mails it took, when, on which of its connections."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Taken:
    at: float  # seconds of the monotonic clock
    connection: str
    size: int
    message_id: str
    address: str


@dataclass
class Record:
    """A record that is read on as it grows."""

    path: Path
    taken: list = field(default_factory=list)
    opened: dict = field(default_factory=dict)  # connection: when
    ended: dict = field(default_factory=dict)  # connection: "Q" when it said goodbye, "-" when it was cut
    offset: int = 0

    def read_on(self):
        """Take in what was written since. A line that is cut short is read next time."""
        if not self.path.exists():
            return self
        with self.path.open("rb") as file:
            file.seek(self.offset)
            written = file.read()
        whole = written[: written.rfind(b"\n") + 1]
        self.offset += len(whole)
        for line in whole.decode().splitlines():
            self.note(*line.split(" "))
        return self

    def note(self, sign, at, connection, *more):
        if sign == "T":
            size, message_id, address = more
            self.taken.append(Taken(float(at), connection, int(size), message_id, address))
        elif sign == "+":
            self.opened[connection] = float(at)
        else:
            self.ended.setdefault(connection, sign)

    def times_by_address(self):
        """How often a mail to each address was taken."""
        return Counter(mail.address for mail in self.taken)

    def by_connection(self):
        """{connection: its mails in order}."""
        found = defaultdict(list)
        for mail in self.taken:
            found[mail.connection].append(mail)
        return found
