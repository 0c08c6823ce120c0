"""Where mail providers and mail servers report. No sign-in, a secret instead; what is known here is told to nobody."""

import logging

from anymail.exceptions import AnymailWebhookValidationFailure
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from impact_spaces.lib.bounces import LARGEST, Unreadable, read
from impact_spaces.lib.providers import PROVIDERS
from spaces.actions.feedback import note

log = logging.getLogger(__name__)


@csrf_exempt
@login_not_required
@require_http_methods(["HEAD", "POST"])  # some look whether the address answers before they use it
def mail_hook(request, provider):
    """What a provider reports of mails. 200: written down, or known already, or none of ours."""
    secret = settings.MAIL_HOOKS.get(provider)
    if not secret:
        raise Http404
    if request.method == "HEAD":
        return HttpResponse()
    hook = PROVIDERS[provider](secret)
    if hook.basic_auth and "Authorization" not in request.headers:  # Amazon shows its password only when asked
        return HttpResponse(status=401, headers={"WWW-Authenticate": 'Basic realm="reports"'})
    try:
        reports = hook.reports(request)
    except AnymailWebhookValidationFailure:
        return HttpResponse(status=403)
    except RequestDataTooBig:
        return HttpResponse(status=413)
    except Exception as error:  # whatever an odd body makes anymail's readers raise: it is no report
        log.warning("%s sent what is no report: %s", provider, type(error).__name__)
        return HttpResponse(status=422)
    note(reports, provider)
    return HttpResponse()


@csrf_exempt
@login_not_required
@require_POST
def bounce_inbox(request):
    """A mail that came to the address for mails that come back, raw; where it was sent to stands in X-Recipient.

    Taken is taken, whether it told something or not. Of a long one the rest is not read.
    """
    if not settings.BOUNCE_INBOX_SECRET:
        raise Http404
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not constant_time_compare(shown, settings.BOUNCE_INBOX_SECRET):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    try:
        report = read(request.read(LARGEST), request.headers.get("X-Recipient", ""))
    except Unreadable:
        return HttpResponse(status=422)
    note([report] if report else [], "mail")
    return HttpResponse(status=202)
