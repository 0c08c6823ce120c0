"""The look at mails that ask to sign, to say on whom one depends, or to look at the list of candidates."""

from django.utils.translation import gettext as _

from spaces.actions.message import about
from spaces.actions.objection import Objection, members_of
from spaces.models import Agreement, Candidacy, DependencySheet, Signature
from spaces.models.message import MailKind


class Papers:
    """What they ask for has no day by which it must be done."""

    def deadline_of(self, _message):
        return None


class Signing(Papers):
    """Which version is the current one, and who has signed it."""

    KINDS = (MailKind.SIGNING,)

    def __init__(self, messages, _now):
        current = Agreement.objects.current().filter(space__in={one.space_id for one in messages})
        self.current = {(one.space_id, one.kind, one.version): one.pk for one in current.defer("text")}
        signed = Signature.objects.filter(agreement__in=self.current.values(), membership__in=members_of(messages))
        self.signed = set(signed.values_list("agreement_id", "membership_id"))

    def against(self, message):
        _sign, kind, version = about(message)
        agreement = self.current.get((message.space_id, kind, int(version)))
        if agreement is None or (agreement, message.membership_id) in self.signed:
            return Objection(_("Signed already, or replaced."))
        return None


class Dependencies(Papers):
    """Who was asked on whom they depend and has not said since that this is all."""

    KINDS = (MailKind.DEPENDENCIES,)

    def __init__(self, messages, _now):
        sheets = DependencySheet.objects.filter(membership__in=members_of(messages)).defer("sealed")
        self.waiting = {one.membership_id for one in sheets if one.is_waiting}

    def against(self, message):
        return None if message.membership_id in self.waiting else Objection(_("Looked at already."))


class Candidates(Papers):
    """In which spaces somebody is on the list of candidates."""

    KINDS = (MailKind.CANDIDATES,)

    def __init__(self, messages, _now):
        spaces = {one.space_id for one in messages}
        waiting = Candidacy.objects.waiting().filter(invitation__space__in=spaces)
        self.spaces = set(waiting.values_list("invitation__space_id", flat=True))

    def against(self, message):
        return None if message.space_id in self.spaces else Objection(_("No candidate is on the list any more."))
