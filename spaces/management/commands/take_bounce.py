"""For a mail server's pipe: bin/manage take_bounce [RECIPIENT] < mail"""

import os
import sys

from django.core.management.base import BaseCommand
from django.db import Error

from impact_spaces.lib.bounces import LARGEST, Unreadable, read
from spaces.actions.feedback import note

CHUNK = 1 << 16


class Command(BaseCommand):
    help = "Takes one mail that came back, from standard input. Whatever it is, it is not sent back once more."

    def add_arguments(self, parser):
        parser.add_argument("recipient", nargs="?", default="", help="the address that the mail came to")

    def handle(self, *, recipient, **_options):
        raw = sys.stdin.buffer.read(LARGEST)
        while sys.stdin.buffer.read(CHUNK):
            pass  # a pipe that is shut early is an error to the mail server
        try:
            report = read(raw, recipient)
        except Unreadable:
            report = None
        try:
            new = note([report] if report else [], "mail")
        except Error:  # no mail's fault: told so, the mail server keeps it and comes again
            raise SystemExit(os.EX_TEMPFAIL) from None
        self.stdout.write("written down" if new else "nothing to write down")
