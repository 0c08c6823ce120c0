"""The evidence of the task axis: what the group is there for, and how far it is."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sectors.models import Organisation, Sector
from spaces.insights.signs import Axis, Sign, day, percent, reached
from spaces.models.decision import Outcome


def of_the_task(space, levels):
    """Signs of a space's task: a list of Sign."""
    return [need(space), coverage(space, levels), decisions(space)]


def need(space):
    latest = space.needs.order_by("-version").first()
    label = _("Need for people from other sectors")
    if latest is None:
        return Sign(Axis.TASK, label, _("None is written. A space that never invites anybody is a healthy space."))
    text = _("Written, version {n} of {day}").format(n=latest.version, day=day(latest.at))
    return Sign(Axis.TASK, label, text)


def coverage(space, levels):
    """How much of the mapped field is in: organisations of the social sector, by the space's field and place."""
    label, mapped = _("Coverage of the field"), in_the_field(space)
    if mapped is None:
        return Sign(Axis.TASK, label, _("The space has no field or place on the map yet."))
    members = space.memberships.active().peers().exclude(organisation=None).values("organisation")
    inside, known = mapped.filter(pk__in=members).count(), mapped.count()
    text = ngettext(
        "{inside} of {n} organisation on the map is in", "{inside} of {n} organisations on the map are in", known
    ).format(inside=inside, n=known)
    if not levels.coverage_percent or not known:
        return Sign(Axis.TASK, label, text)
    standing = reached(inside * 100 >= levels.coverage_percent * known)
    return Sign(Axis.TASK, label, text, standing, percent(levels.coverage_percent))


def in_the_field(space):
    """The social sector's organisations in the field and place of a space, or None where it has neither."""
    if space.field_id is None and space.place_id is None:
        return None
    mapped = Organisation.objects.filter(sector=Sector.THIRD)
    if space.field_id is not None:
        mapped = mapped.filter(fields=space.field_id)
    return mapped if space.place_id is None else mapped.filter(place=space.place_id)


def decisions(space):
    closed = space.decisions.exclude(outcome="")
    agreed = closed.filter(outcome=Outcome.AGREED).count()
    text = _("{agreed} of {all} rounds ended in agreement").format(agreed=agreed, all=closed.count())
    return Sign(Axis.TASK, _("Decisions by consent"), text)
