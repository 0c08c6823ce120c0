"""bin/manage facilitator ADDRESS: let somebody open spaces, or run the installation."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from members.actions import appoint


class Command(BaseCommand):
    help = "Makes an account that may open spaces; an account that is there keeps its name and gets the right."

    def add_arguments(self, parser):
        parser.add_argument("address")
        parser.add_argument("--name", default="", help="how others will read it; needed for a new account")
        parser.add_argument("--operator", action="store_true", help="may also read the admin")

    def handle(self, *args, address, name, operator, **options):
        try:
            validate_email(address)
        except ValidationError:
            raise CommandError(_("“{email}” is not a mail address.").format(email=address)) from None
        person = appoint(address, name=name, operator=operator)
        self.stdout.write(_("{name} may open spaces. The code to sign in comes by mail.").format(name=person))
