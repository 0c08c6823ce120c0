"""Who I am here, and what others see of it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from members.actions import keep
from members.forms import DetailsForm, ProfileForm
from members.mails import in_words
from members.models import Audience
from members.profile import lines_for, profile_of


@require_http_methods(["GET", "HEAD", "POST"])
def me(request):
    form = DetailsForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        keep(form.instance)
        messages.success(request, _("Your details are saved."))
        return redirect("members:me")
    request.user.refresh_from_db()  # what was typed is not who one is yet
    return render(request, "members/me.html", about(request.user) | {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request):
    form = ProfileForm(request.POST or None, instance=profile_of(request.user))
    if request.method == "POST" and form.is_valid():
        keep(form.instance)
        messages.success(request, _("Your profile is saved."))
        return redirect("members:me")
    return render(request, "members/profile.html", {"form": form})


def about(person):
    return {
        "mails": in_words(person),
        "profile": profile_of(person),
        "positions": person.positions.select_related("organisation").order_by("until", "-since", "pk"),
        "seen_by_stakeholders": lines_for(person, Audience.STAKEHOLDERS),
    }
