"""Which mails reach me, and when."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from members.actions import keep
from members.forms import MailsForm
from members.mails import in_words


@require_http_methods(["GET", "HEAD", "POST"])
def mails(request):
    form = MailsForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        keep(form.instance)
        messages.success(request, _("Saved. It holds from the next mail on."))
        return redirect("members:mails")
    request.user.refresh_from_db()  # what was typed is not chosen yet
    return render(request, "members/mails.html", {"form": form, "sentences": in_words(request.user)})
