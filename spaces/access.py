"""Who may do what. Questions only: nothing is written here, and nothing is guessed from a page.

`None` as the person is the house itself: a task of the timetable.
"""

from django.utils.translation import gettext as _

from impact_spaces.lib.refusals import Forbidden
from spaces.models import Space


def is_facilitator(person, space):
    return person is None or person.memberships.present().facilitators().filter(space=space).exists()


def is_active_peer(person, space):
    return person is None or person.memberships.active().peers().filter(space=space).exists()


def belongs_inside(person, space):
    """Peers and facilitators: those who see the peers' side."""
    return is_facilitator(person, space) or is_active_peer(person, space)


def may_open_spaces(person):
    return person is None or person.is_facilitator


def require(allowed, reason=""):
    """Raise Forbidden unless allowed."""
    if not allowed:
        raise Forbidden(reason or _("You may not do this here."))


def require_facilitator(person, space):
    require(is_facilitator(person, space), _("Only the facilitator of this space may do this."))


def granted(partner, scope):
    """The spaces in which a partner system may do this now."""
    return Space.objects.filter(pk__in=partner.grants.covering(scope).values("space"))


def require_operator(person):
    require(person.is_staff and person.is_active, _("Only those who run this site may do this."))


def require_contact(person, partner):
    require(partner.contacts.filter(pk=person.pk).exists(), _("Only the contact persons of this system may do this."))


def require_contact_or_operator(person, partner):
    if not person.is_staff:
        require_contact(person, partner)
