"""Who will read what is being written: said on every form before it is saved."""

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sectors.models import Sector
from spaces.models.membership import PEERS, Role


def of_peers(space):
    """The sentence for what the peers and the facilitator read."""
    return sentence(heads(space, PEERS))


def of_whole(space):
    """The sentence for what stakeholders of other sectors read as well."""
    return sentence(heads(space, [*PEERS, Role.STAKEHOLDER]))


def fingerprint(space):
    """The readers of the whole in a short code, to notice that they changed while somebody wrote."""
    found = heads(space, [*PEERS, Role.STAKEHOLDER])
    return "-".join(f"{key}.{n}" for key, n in sorted(found.items()))


def heads(space, roles):
    """{sector: how many}, facilitators under their role. A peer without an organisation belongs to the third."""
    counted = (
        space.memberships.active()
        .filter(role__in=[*roles, Role.FACILITATOR])
        .values_list("role", "organisation__sector")
        .annotate(n=Count("pk"))
        .order_by()
    )
    found = {}
    for role, sector, n in counted:
        key = Role.FACILITATOR if role == Role.FACILITATOR else sector or Sector.THIRD
        found[key] = found.get(key, 0) + n
    return found


def sentence(found):
    people = sum(n for key, n in found.items() if key != Role.FACILITATOR)
    facilitators = ngettext("the facilitator", "{n} facilitators", found.get(Role.FACILITATOR, 0)).format(
        n=found.get(Role.FACILITATOR, 0)
    )
    if not people:
        return _("Only {facilitators} will read this for now; later the members of the group.").format(
            facilitators=facilitators
        )
    return ngettext(
        "{n} person will read this: {sectors}, and {facilitators}.",
        "{n} people will read this: {sectors}, and {facilitators}.",
        people,
    ).format(n=people, sectors=", ".join(sectors(found)), facilitators=facilitators)


def sectors(found):
    texts = {
        Sector.THIRD: _("{n} from the social sector"),
        Sector.FIRST: _("{n} from government"),
        Sector.SECOND: _("{n} from business"),
    }
    return [text.format(n=found[sector]) for sector, text in texts.items() if found.get(sector)]
