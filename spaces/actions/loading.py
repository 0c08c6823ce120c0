"""What the second look and the writer need to know of a batch of claimed messages, in a fixed number of queries."""

from django.db.models import Prefetch

from spaces.models import Invitation, Membership, Message, Suppression
from spaces.states import MessageState

KEPT = ("filled",)  # what went out at an earlier time is not read again
# Who asked for no invitations still gets what their membership needs; a dead address and a complaint stop that too.
FOR_ALL = (Suppression.Reason.BOUNCED, Suppression.Reason.COMPLAINED)


def load(keys, run):
    """The messages that are still this run's, in the order of the keys.

    Each carries its space, invitation and membership with their people, its mailing, whose digest it is, whether its
    address asked not to be written to (`is_unwanted`), and who reads the answers (`contact_name`, `contact_address`,
    or None).
    """
    ours = Message.objects.filter(pk__in=keys, state=MessageState.SENDING, run=run).defer(*KEPT)
    found = {message.pk: message for message in ours.prefetch_related(*related())}
    messages = [found[key] for key in keys if key in found]
    unwanted, contacts = unwanted_of(messages), contacts_of(messages)
    for message in messages:
        reasons = Suppression.Reason if message.invitation_id else FOR_ALL
        message.is_unwanted = unwanted.get(message.address) in reasons
        message.contact_name, message.contact_address = contacts.get(message.space_id, (None, None))
    return messages


def related():
    invitations = Invitation.objects.select_related("inviter", "delegated_from", "decision")
    memberships = Membership.objects.select_related("person")
    return "space", "mailing", "person", Prefetch("invitation", invitations), Prefetch("membership", memberships)


def unwanted_of(messages):
    """{address: why it is not written to}."""
    addresses = {message.address for message in messages}
    return dict(Suppression.objects.filter(email__in=addresses).values_list("email", "reason"))


def contacts_of(messages):
    """{space: (name, address)} of the facilitator who has been there longest."""
    spaces = {message.space_id for message in messages} - {None}
    there = Membership.objects.present().facilitators().filter(space__in=spaces).order_by("space", "since", "id")
    first = there.distinct("space").values_list("space", "person__name", "person__email")
    return {space: (name, address) for space, name, address in first}
