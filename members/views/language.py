"""The switch of languages: for this browser by a cookie, and for somebody signed in for good."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from members.actions import speak


@require_POST
@login_not_required
def language(request):
    wanted = request.POST.get("language", "")
    if request.user.is_authenticated and wanted in dict(settings.LANGUAGES):
        speak(request.user, wanted)
    return set_language(request)
