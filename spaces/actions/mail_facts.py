"""What mails need to know besides their own rows: fetched once for a batch, and only if one of them asks."""

from functools import cached_property
from operator import attrgetter

from spaces.actions.meeting_mail import ABOUT_MEETINGS
from spaces.actions.message import about
from spaces.models import Agreement, Endpoint, Message, Reply
from spaces.models.message import MailKind


class Facts:
    def __init__(self, messages):
        self.messages = [*messages, *(line for message in messages for line in message.lines)]

    def place_of(self, message):
        """The place in the meeting that a mail is about, with the meeting as it is now."""
        return self.places[int(about(message)[1]), message.membership_id]

    def agreement_of(self, message):
        """The key of the document that waits to be signed."""
        _sign, kind, version = about(message)
        return self.agreements[message.space_id, kind, int(version)]

    def endpoint_of(self, message):
        """The endpoint of a partner system that a mail is about."""
        return self.endpoints[int(about(message)[1])]

    def first_of(self, message):
        """The mail that a later one about the same invitation belongs below, if it went out."""
        is_first = not message.invitation_id or message.kind == MailKind.INVITATION
        return None if is_first else self.firsts.get(message.invitation_id)

    @cached_property
    def places(self):
        mails = [message for message in self.messages if message.kind in ABOUT_MEETINGS]
        found = Reply.objects.filter(
            meeting__in={about(mail)[1] for mail in mails}, membership__in={mail.membership_id for mail in mails}
        )
        found = found.select_related("meeting__space", "membership__person")
        return {(one.meeting_id, one.membership_id): one for one in found}

    @cached_property
    def agreements(self):
        spaces = {message.space_id for message in self.messages if message.kind == MailKind.SIGNING}
        found = Agreement.objects.filter(space__in=spaces).values_list("space", "kind", "version", "pk")
        return {(space, kind, version): pk for space, kind, version, pk in found}

    @cached_property
    def endpoints(self):
        keys = {about(message)[1] for message in self.messages if message.kind == MailKind.ENDPOINT_OFF}
        return Endpoint.objects.in_bulk([int(key) for key in keys])

    @cached_property
    def firsts(self):
        later = {one.invitation_id for one in self.messages if one.kind != MailKind.INVITATION and one.invitation_id}
        sent = Message.objects.filter(invitation__in=later, kind=MailKind.INVITATION, sent_at__isnull=False)
        sent = sent.only("invitation", "occasion", "nonce")
        return {one.invitation_id: one for one in sorted(sent, key=attrgetter("pk"))}
