"""The members of a space on the desk: circles, the initiator, letting somebody go."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from impact_spaces.lib.keyset import page_of
from impact_spaces.lib.refusals import NotPossible
from sectors.models import Sector
from spaces.actions import membership as actions
from spaces.forms.membership import FacilitatorForm, PlaceForm
from spaces.insights import space as insights
from spaces.insights.arrival import is_silent
from spaces.insights.relations import declared
from spaces.models import Membership, Space
from spaces.models.membership import Circle, Role
from spaces.views.desk import posted, run_space, show


def members(request, pk):
    space = run_space(request, pk)
    found = Membership.objects.visible_to(request.user).filter(space=space)
    found = found.filter(ended_at__isnull=False) if "past" in request.GET else found.present()
    page = page_of(found.select_related("person", "organisation"), request.GET, size=100)
    context = {
        "page": page,
        "rows": rows(page.rows),
        "by_sector": insights.by_sector(space),
        "past": "past" in request.GET,
    }
    return show(request, "membership/list", space, "members", **context)


def rows(memberships):
    relations = declared(memberships)
    circles, roles = dict(Circle.choices), dict(Role.choices)
    sectors = {str(sector): str(sector.label) for sector in Sector}
    return [
        {
            "member": one,
            "circle": circles[one.circle] if one.role != Role.FACILITATOR else "",
            "role": roles[one.role],
            "sector": (sector := one.organisation.sector if one.organisation else Sector.THIRD),
            "sector_name": sectors[sector],
            "relations": relations.get(one.pk, []),
        }
        for one in memberships
    ]


def the_membership(request, pk):
    mine = Membership.objects.visible_to(request.user).filter(space__in=Space.objects.run_by(request.user))
    return get_object_or_404(mine.present().select_related("space", "person", "organisation"), pk=pk)


def membership(request, pk):
    one = the_membership(request, pk)
    form = None if one.role == Role.FACILITATOR else PlaceForm(posted(request), instance=one)
    if request.method == "POST" and form is not None and form.is_valid():
        actions.set_place(the_membership(request, pk), by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("spaces:members", one.space_id)
    silent = is_silent(one.person.email)
    return show(request, "membership/edit", one.space, "members", one=one, form=form, silent=silent)


def facilitator_new(request, pk):
    """Share the facilitation, or hand it over: the other one comes in first, then the first may leave."""
    space = run_space(request, pk)
    form = FacilitatorForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            added = actions.add_facilitator(space, form.cleaned_data["email"], by=request.user)
        except NotPossible as refusal:
            form.add_error("email", str(refusal))
        else:
            messages.success(request, _("{name} facilitates this space now.").format(name=added.person.name))
            return redirect("spaces:members", space.pk)
    return show(request, "membership/facilitator", space, "members", form=form)


def membership_end(request, pk):
    """A last look, then the end of a membership. The person has no access from then on."""
    one = the_membership(request, pk)
    if request.method == "POST":
        actions.end(one, by=request.user)
        messages.success(request, _("{name} is not in the space any more.").format(name=one.person.name))
        return redirect("spaces:desk") if one.person_id == request.user.pk else redirect("spaces:members", one.space_id)
    points = [
        _("{name} has no access to the space from then on, and gets no mails of it.").format(name=one.person.name),
        _("What was signed and decided stays as it was."),
        _("What they said and shared stays as well, until they themselves choose what becomes of it."),
        _("Nobody is told by mail."),
    ]
    return show(request, "membership/end", one.space, "members", one=one, points=points)
