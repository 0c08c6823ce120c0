"""What every page of the desk begins with: does this person run the space? Others get a 404, as if it were not."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from spaces.models import Space


def require_desk(person):
    """The desk is for those who may open spaces or run one. Raises Http404 for everybody else."""
    if not person.is_facilitator and not person.memberships.present().facilitators().exists():
        raise Http404


def run_space(request, pk):
    """A space that this person runs. Raises Http404."""
    return get_object_or_404(Space.objects.run_by(request.user), pk=pk)


def posted(request):
    """What a form is filled with: the data of a POST, be it empty, and nothing otherwise."""
    return request.POST if request.method == "POST" else None


def show(request, template, space, here="", **context):
    """A page of one space, with its tabs."""
    context |= {"space": space, "tabs": tabs(space, here)}
    return render(request, f"spaces/{template}.html", context)


def tabs(space, here):
    places = [
        ("space", _("Overview")),
        ("members", _("Members")),
        ("invitations", _("Invitations")),
        ("room", _("Room")),
        ("meetings", _("Meetings")),
        ("desk_decisions", _("Decisions")),
        ("desk_pulses", _("Pulse")),
        ("desk_candidates", _("Candidates")),
        ("readiness", _("Where we stand")),
        ("history", _("History")),
    ]
    return [
        {"url": reverse(f"spaces:{name}", args=[space.pk]), "text": text, "here": name == here} for name, text in places
    ]
