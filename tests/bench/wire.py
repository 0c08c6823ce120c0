"""The wire: bare smtplib loops that send ready-made mails and do nothing else. Prints one JSON object.

    python -m tests.bench.wire PORT SAMPLES MESSAGES CONNECTIONS

Each connection has a thread of its own. Only the Message-ID differs from mail to mail; it is put in by joining three
pieces of bytes.
"""

import json
import re
import smtplib
import sys
import threading
import time
from pathlib import Path

MESSAGE_ID = re.compile(rb"^Message-ID: <([^@>]+)@", re.IGNORECASE | re.MULTILINE)


def main():
    port, samples, messages, connections = sys.argv[1:]
    ready_made = [around_the_id(path.read_bytes()) for path in sorted(Path(samples).glob("*.eml"))]
    count = int(messages) // int(connections)
    loops = [
        threading.Thread(target=send, args=(int(port), ready_made, range(first * count, (first + 1) * count)))
        for first in range(int(connections))
    ]
    began = time.monotonic()
    for loop in loops:
        loop.start()
    for loop in loops:
        loop.join()
    seconds = time.monotonic() - began
    print(json.dumps({"sent": count * len(loops), "seconds": seconds, "cpu": time.process_time()}))


def around_the_id(mail):
    found = MESSAGE_ID.search(mail)
    return mail[: found.start(1)], mail[found.end(1) :], len(found.group(1))


def send(port, ready_made, numbers):
    """Each number as a mail, over one connection."""
    run = f"{time.monotonic_ns():x}"
    server = smtplib.SMTP("127.0.0.1", port, timeout=60)
    server.ehlo()
    options = ["BODY=8BITMIME"] if server.has_extn("8bitmime") else []
    for number in numbers:
        head, tail, length = ready_made[number % len(ready_made)]
        mail = head + f"{run}.{number}".ljust(length, "x").encode() + tail
        server.sendmail("spaces@impact.example", [f"w{number}@bench.example"], mail, options)
    server.quit()


if __name__ == "__main__":
    main()
