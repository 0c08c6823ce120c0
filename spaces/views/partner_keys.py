"""Making and ending the keys of a partner system."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from impact_spaces.lib.refusals import NotPossible
from spaces import access
from spaces.actions import partner as actions
from spaces.forms.partner import KeyForm
from spaces.models import Partner, PartnerKey
from spaces.views.desk import posted
from spaces.views.partner import show, the_partner


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def key_new(request, pk):
    """Make a key. Its secret is shown in the answer to this, and never again."""
    partner = the_partner(request, pk)
    access.require_contact(request.user, partner)
    form = KeyForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            key, secret = actions.make_key(partner, by=request.user, others_for=form.others_for)
        except NotPossible as refusal:
            form.add_error(None, str(refusal))
        else:
            credentials = (("client_id", key.client_id), ("client_secret", secret))
            return show(request, "key", partner, credentials=credentials)
    return show(request, "key_new", partner, form=form, has_keys=partner.keys.live().exists())


@require_http_methods(["GET", "HEAD", "POST"])
def key_end(request, pk):
    mine = Partner.objects.visible_to(request.user)
    key = get_object_or_404(PartnerKey.objects.filter(partner__in=mine).select_related("partner"), pk=pk)
    if request.method == "POST":
        actions.end_key(key, by=request.user)
        messages.success(request, _("The key ended, and with it its tokens."))
        return redirect("spaces:partner", key.partner_id)
    points = [
        _("Whatever still calls with this key is refused from then on."),
        _("Tokens that it got end at once."),
        _("This cannot be undone; a new key can be made."),
    ]
    return show(request, "key_end", key.partner, key=key, points=points)
