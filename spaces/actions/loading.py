"""What the second look and the writer need to know of a batch of claimed messages, in a fixed number of queries.

Half of what Python does for a mail was making model instances, so they are made here by a shorter way: with the columns
that were asked for and nothing else. A column that was left out is fetched when somebody looks at it, as always.
"""

from django.db.models.base import ModelState

from spaces.models import Membership, Message, Suppression
from spaces.states import MessageState

# Who asked for no invitations still gets what their membership needs; a dead address and a complaint stop that too.
FOR_ALL = (Suppression.Reason.BOUNCED, Suppression.Reason.COMPLAINED)
LEFT_OUT = {"filled", "problem", "sent_at", "due_at"}  # how it went at an earlier time


def load(keys, run):
    """The messages that are still this run's, in the order of the keys.

    They are asked for by their keys alone: PostgreSQL could take the way through all that goes out.
    """
    return [one for one in known(Message.objects, keys) if one.state == MessageState.SENDING and one.run == run]


def known(messages, keys):
    """Those of these messages, in the order of the keys.

    Each carries its space, invitation and membership with their people, its mailing, whose digest it is, whether its
    address asked not to be written to (`is_unwanted`), and who reads the answers (`contact_name`, `contact_address`,
    or None).
    """
    found = {message.pk: message for message in instances(messages.filter(pk__in=keys), LEFT_OUT)}
    messages = [found[key] for key in keys if key in found]
    attach_relations(messages)
    unwanted, contacts = unwanted_of(messages), contacts_of(messages)
    for message in messages:
        reasons = Suppression.Reason if message.invitation_id else FOR_ALL
        message.is_unwanted = unwanted.get(message.address) in reasons
        message.contact_name, message.contact_address = contacts.get(message.space_id, (None, None))
    return messages


def attach_relations(messages):
    spaces = attach(messages, "space")
    invitations, memberships = attach(messages, "invitation"), attach(messages, "membership")
    attach(messages, "mailing")
    attach(messages, "person")
    for relation in ("inviter", "delegated_from", "decision"):
        attach(invitations.values(), relation)
    attach(memberships.values(), "person")
    for row in (*invitations.values(), *memberships.values()):
        if row.space_id in spaces:
            row._state.fields_cache["space"] = spaces[row.space_id]


def attach(rows, name):
    """Fetch what a foreign key of the rows leads to, once each, and put it there. Returns them by key."""
    field = next((row._meta.get_field(name) for row in rows), None)
    keys = {row.__dict__[field.attname] for row in rows} - {None} if field else ()
    if not keys:
        return {}
    found = {one.pk: one for one in instances(field.related_model._base_manager.filter(pk__in=keys))}
    for row in rows:
        key = row.__dict__[field.attname]
        if key is not None:
            row._state.fields_cache[name] = found[key]
    return found


def instances(queryset, left_out=()):
    """The rows of a queryset as saved instances of its model."""
    model, database = queryset.model, queryset.db
    columns = [field.attname for field in model._meta.concrete_fields if field.name not in left_out]
    for values in queryset.order_by().values_list(*columns):
        one = model.__new__(model)
        one.__dict__.update(zip(columns, values, strict=True))
        one._state = ModelState()
        one._state.db, one._state.adding = database, False
        yield one


def unwanted_of(messages):
    """{address: why it is not written to}."""
    return Suppression.objects.reasons({message.address for message in messages})


def contacts_of(messages):
    """{space: (name, address)} of the facilitator who has been there longest."""
    spaces = {message.space_id for message in messages} - {None}
    there = Membership.objects.present().facilitators().filter(space__in=spaces).order_by("space", "since", "id")
    first = there.distinct("space").values_list("space", "person__name", "person__email")
    return {space: (name, address) for space, name, address in first}
