"""A stakeholder declares whom of the members they fund, regulate, buy from or supply."""

from django.db import transaction
from django.utils.translation import gettext as _

from impact_spaces.lib.refusals import NotPossible
from spaces import access
from spaces.actions.moving import hold_unless_closed
from spaces.models import Declaration, Relation
from spaces.models.membership import Role

MOST = 30


def declare_none(membership, *, by):
    """Say that there is none. Raises Forbidden, NotPossible when some are declared."""
    with transaction.atomic():
        declaration = own_declaration(membership, by)
        if declaration.relations.exists():
            raise NotPossible(_("Some are declared. Take them away first."))
    return declaration


def declare(membership, *, by, kind, organisation=None, **more):
    """Declare one relation, to a member's organisation or, without one, to the members in general.

    Raises Forbidden, NotPossible.
    """
    with transaction.atomic():
        declaration = own_declaration(membership, by)
        require_member(membership.space, organisation)
        same = declaration.relations.filter(kind=kind, organisation=organisation).first()
        if same is None and declaration.relations.count() >= MOST:
            raise NotPossible(_("These are as many as can be shown. Please name the members in general."))
        found = same or Relation(declaration=declaration, kind=kind, organisation=organisation)
        for name, value in more.items():
            setattr(found, name, value)
        found.save()
    return found


def take_away(membership, relation_id, *, by):
    """Take one relation away. That something was declared stays. Raises Forbidden."""
    with transaction.atomic():
        own_declaration(membership, by).relations.filter(pk=relation_id).delete()


def own_declaration(membership, by):
    own = by is not None and by.pk == membership.person_id and membership.is_active
    access.require(own and membership.role == Role.STAKEHOLDER, _("Everybody declares this for themselves."))
    hold_unless_closed(membership.space_id)
    return Declaration.objects.get_or_create(membership=membership)[0]


def require_member(space, organisation):
    if organisation and not space.memberships.active().peers().filter(organisation=organisation).exists():
        raise NotPossible(_("This organisation has nobody in the space."))
