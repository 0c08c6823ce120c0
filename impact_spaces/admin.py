"""The admin, for those who run an installation: to read only, and entered like every other page."""

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.urls import reverse


class Operators(AdminSite):
    def login(self, request, extra_context=None):
        """There is no password to ask for: the code by mail lets in, and nobody else learns that this is here."""
        if request.user.is_authenticated:
            raise Http404
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))
