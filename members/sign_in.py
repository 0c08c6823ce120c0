"""How the sign-in library is bent to the house: nobody signs up by themselves, and codes go out directly."""

import logging
from smtplib import SMTPException

from allauth.account.adapter import DefaultAccountAdapter
from anymail.exceptions import AnymailError
from django.utils import translation
from django.utils.translation import gettext as _

from impact_spaces.lib import lost_codes
from impact_spaces.lib.refusals import NotPossible
from members.models import Person, clean_address

log = logging.getLogger(__name__)


class Adapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        """An account is made by accepting an invitation, never at the door."""
        return False

    def send_mail(self, template_prefix, email, context):
        """Send at once, in the person's own language. An unknown address gets a mail as well, that says so: the
        answer, its time and its failure are the same for both.
        """
        person = Person.objects.filter(email=clean_address(email)).first()
        with translation.override(person.language if person else translation.get_language()):
            try:
                super().send_mail(template_prefix, email, context)
            except (SMTPException, OSError, AnymailError) as error:
                lost_codes.count_one()
                log.error("A sign-in mail could not be sent: %s", type(error).__name__)
                raise NotPossible(_("The mail could not be sent. Please try again in a few minutes.")) from None
