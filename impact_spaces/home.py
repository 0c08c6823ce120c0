"""The front door: whoever is signed in goes to their place, everybody else reads what an impact space is."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe


@require_safe
@login_not_required
def home(request):
    if not request.user.is_authenticated:
        return render(request, "pages/home.html")
    return redirect("spaces:desk" if request.user.is_facilitator else "spaces:my")
