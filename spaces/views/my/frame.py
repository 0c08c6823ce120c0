"""What stands around every page of a space on the members' side: its parts, each with its own address.

A part is named for whom it is there: a stakeholder's page has no trace of the peers' parts.
"""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from spaces.models.membership import Role

# (address, words, whether it is there for stakeholders too)
PARTS = (
    ("my_space", _("Overview"), True),
    ("room", _("Room"), True),
    ("my_meetings", _("Meetings"), True),
    ("my_pulses", _("Pulse"), False),
    ("candidates", _("Candidates"), False),
    ("readiness", _("Where we stand"), False),
)


def show(request, template, space, place, here="", **context):
    """A page of a space for the owner of `place`, with the tabs of what is there for them."""
    context |= {"space": space, "place": place, "tabs": tabs(space, place, here)}
    return render(request, f"spaces/{template}.html", context)


def tabs(space, place, here):
    if not place.is_active:
        return []
    parts = [part for part in PARTS if part[2] or place.role != Role.STAKEHOLDER]
    return [
        {"url": reverse(f"spaces:{name}", args=[space.pk]), "text": text, "here": name == here}
        for name, text, _for_all in parts
    ]
