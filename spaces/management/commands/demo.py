import logging
from contextlib import contextmanager

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from spaces.demo.load import is_loaded, load, sign_ins
from spaces.models import Space


class Command(BaseCommand):
    help = "Load the demo: made-up organisations and people, one space in every stage. A second run changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("--if-empty", action="store_true", help="only where there is no space yet")
        parser.add_argument("--sign-ins", action="store_true", help="load nothing; print whom to sign in as")

    def handle(self, *, if_empty, sign_ins, **options):
        if settings.PRODUCTION:
            raise CommandError("The demo's people are made up; it is not for production.")
        if sign_ins:
            self.print_sign_ins()
        elif is_loaded():
            self.stdout.write("The demo is here already; nothing was changed.")
        elif not (if_empty and Space.objects.exists()):
            with silence():
                load()
            self.print_sign_ins()

    def print_sign_ins(self):
        found = sign_ins()
        if not found:
            return
        self.stdout.write(f"    Made-up people to sign in as; the code comes by mail: {settings.BASE_URL}/dev/mail/")
        for role, person in found:
            self.stdout.write(f"    {role:<12} {person.email:<28} {person.name}")


@contextmanager
def silence():
    """No line in the log for each mail of the past."""
    log = logging.getLogger("spaces")
    level = log.level
    log.setLevel(logging.WARNING)
    try:
        yield
    finally:
        log.setLevel(level)
