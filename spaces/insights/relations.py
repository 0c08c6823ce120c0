"""What stakeholders declare about their relations to members: read by everybody who is in. Reads only."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sectors.models import Organisation
from spaces.models import Declaration, Membership
from spaces.models.membership import Role


def declared(memberships):
    """{membership: sentences} for the stakeholders among these; two queries, however many they are."""
    outside = [one for one in memberships if one.role == Role.STAKEHOLDER]
    if not outside:
        return {}
    found = Declaration.objects.filter(membership__in=outside).prefetch_related("relations__organisation")
    said = {one.membership_id: sentences(one) for one in found}
    return {one.pk: said.get(one.pk, [_("Relations to members: not declared yet")]) for one in outside}


def sentences(declaration):
    relations = list(declaration.relations.all())
    return [sentence(one) for one in relations] or [_("Declares no relation to any member")]


def sentence(relation):
    whom = relation.organisation.name if relation.organisation else _("members of the space in general")
    text = _("Declares: {relation} {whom}").format(relation=relation.get_kind_display(), whom=whom)
    when = period(relation)
    note = f" ({relation.note})" if relation.note else ""
    return text + (f", {when}" if when else "") + note


def period(relation):
    if relation.until and relation.until < timezone.localdate():
        return _("until {day}, over").format(day=written(relation.until))
    if relation.since and relation.until:
        return _("{since} to {until}").format(since=written(relation.since), until=written(relation.until))
    if relation.since:
        return _("since {day}").format(day=written(relation.since))
    return _("until {day}").format(day=written(relation.until)) if relation.until else ""


def written(day):
    return date_format(day, "SHORT_DATE_FORMAT")


def own(membership):
    """The stakeholder's own declaration with its relations, or None."""
    return Declaration.objects.filter(membership=membership).prefetch_related("relations__organisation").first()


def of_others(place):
    """[(who, from where, sentences)] for the stakeholders who are in, the reader aside."""
    others = Membership.objects.visible_to(place.person).active().stakeholders().filter(space=place.space_id)
    others = list(others.exclude(pk=place.pk).select_related("person", "organisation").order_by("active_since", "pk"))
    said = declared(others)
    return [(one.person.name, one.from_where, said[one.pk]) for one in others]


def organisations_of_members(space):
    """Whom a relation can be to: the organisations of peers who are in."""
    inside = space.memberships.active().peers().filter(organisation__isnull=False)
    return Organisation.objects.filter(pk__in=inside.values("organisation")).order_by("sort_name", "pk")


def undeclared(person):
    """This person's places as a stakeholder in which they have not declared anything yet."""
    mine = person.memberships.active().stakeholders().filter(declaration=None, space__stage="cross_sector")
    return mine.select_related("space")
