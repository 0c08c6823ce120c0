"""What a mail to those who answer for a partner system says: which machine, and where to look. No address, no event."""

from impact_spaces.lib.headers import one_line
from impact_spaces.lib.links import absolute
from spaces.actions.details import Contact, Shared
from spaces.actions.spelling import shown_name


def details_of_endpoint(message, facts):
    endpoint = facts.endpoint_of(message)
    shared = {
        "space": "",
        "facilitator": "",
        "is_contact": True,
        "host": one_line(endpoint.host),
        "link": absolute("spaces:partner_deliveries", endpoint.partner_id),
        "stop_link": "",
        "settings_link": "",
    }
    own = {"name": shown_name(message.person.name)}
    given = tuple(name for name, value in own.items() if value)
    contact = Contact(None, None)
    return Shared(message.kind, message.kind, message.language, contact, tuple(shared.items()), given), own
