"""The invitee's pages: what the link in an invitation opens.

Looking changes nothing and signs nobody in: scanners follow links. Every answer is a POST from the page. Whatever
becomes of an invitation, its link tells the invitee how it stands, with status 200: it may be given more time, or
thaw. A link that never went out from here is 404.
"""

from functools import wraps

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods, require_safe

from impact_spaces.lib.limits import Limit
from impact_spaces.lib.refusals import NotPossible
from spaces.actions import answering
from spaces.forms.answer import DeclineForm, DeferForm, DelegateForm
from spaces.insights import letter
from spaces.insights.my import document_waiting
from spaces.vetting import existing_person

UNKNOWN_LINKS = Limit("unknown-link", times=30, seconds=600)
ANSWERS = Limit("answer", times=100, seconds=600)


def from_link(view):
    """Finds the invitation of a link and speaks its language, or `?lang=`. Its pages are nobody else's to keep."""

    @wraps(view)
    def find(request, token):
        address = get_adapter().get_client_ip(request)
        if UNKNOWN_LINKS.is_reached(address) or (request.method == "POST" and ANSWERS.used(address)):
            return unkept(render(request, "spaces/links/slower.html", status=429))
        invitation = letter.by_token(token)
        if invitation is None:
            UNKNOWN_LINKS.used(address)
            return unkept(render(request, "spaces/links/unknown.html", status=404))
        with translation.override(wanted_language(request) or invitation.language):
            return unkept(view(request, invitation))

    return login_not_required(find)


def unkept(response):
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex"
    # Never the path, which holds the token. (`no-referrer` would make browsers post with `Origin: null`, which the
    # protection against forged requests refuses.)
    response["Referrer-Policy"] = "strict-origin"
    return response


def wanted_language(request):
    """The language that the reader switched to, or nothing. It is part of the address, not kept anywhere."""
    wanted = request.GET.get("lang", "")
    return wanted if wanted in dict(settings.LANGUAGES) else ""


@require_http_methods(["GET", "HEAD", "POST"])
@from_link
def invitation_page(request, invitation):
    if request.method != "POST":
        return show(request, invitation)
    answer = request.POST.get("answer", "")
    if is_somebody_else(request, invitation) or not may_say(answer, invitation):
        return show(request, invitation, status=409)
    try:
        return VERBS.get(answer, no_answer)(request, invitation)
    except NotPossible as refusal:
        invitation.refresh_from_db()
        return show(request, invitation, refusal=str(refusal), status=409)


def may_say(answer, invitation):
    """Never again can be said at any time, yes a second time; all else while the invitation waits."""
    return answer in ("stop", "") or letter.can_be_answered(invitation) or letter.standing(invitation) == "accepted"


def accept(request, invitation):
    """Whoever had no account before gets one by this yes, and is signed in. An account that was there is only
    entered with a code: a link can be forwarded, and opens no account.
    """
    had_account = existing_person(invitation.email) is not None
    membership = answering.accept(invitation)
    if not had_account:
        login(request, membership.person)
    if request.user.is_authenticated:
        document = document_waiting(membership)
        return redirect("spaces:sign", document.pk) if document else redirect("spaces:my")
    return redirect(request.get_full_path())


def decline(request, invitation):
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return show(request, invitation, decline_form=form)
    answering.decline(invitation, **form.cleaned_data)
    return redirect(request.get_full_path())


def defer(request, invitation):
    form = DeferForm(request.POST)
    if not form.is_valid():
        return show(request, invitation, defer_form=form)
    answering.defer(invitation, form.cleaned_data["until"])
    return redirect(request.get_full_path())


def delegate(request, invitation):
    form = DelegateForm(request.POST, invitation=invitation)
    if not form.is_valid():
        return show(request, invitation, delegate_form=form)
    answering.delegate(invitation, **form.cleaned_data)
    return redirect(request.get_full_path())


def stop(request, invitation):
    answering.stop_writing(invitation.email)
    return redirect(request.get_full_path())


def no_answer(request, invitation):
    return show(request, invitation, status=400)


VERBS = {"accept": accept, "decline": decline, "defer": defer, "delegate": delegate, "stop": stop}


def show(request, invitation, status=200, **more):
    standing = letter.standing(invitation)
    about = {
        "language": translation.get_language(),
        "invitation": invitation,
        "space": invitation.space,
        "standing": standing,
        "somebody_else": is_somebody_else(request, invitation),
        "left_alone": letter.is_left_alone(invitation),
        "contact": letter.contact(invitation),
    }
    if not letter.can_be_answered(invitation):
        return render(request, "spaces/links/over.html", about | more, status=status)
    about |= {
        "document": letter.own_document(invitation),
        "inside": letter.inside(invitation.space),
        "decline_form": DeclineForm(),
        "defer_form": DeferForm(),
        "delegate_form": DelegateForm(invitation=invitation),
    }
    return render(request, "spaces/links/invitation.html", about | more, status=status)


def is_somebody_else(request, invitation):
    """Whether the reader is signed in with another address. An answer is given by the one who was asked: they sign
    out first, so that nobody answers in another's name without noticing.
    """
    return request.user.is_authenticated and request.user.email != invitation.email


@require_safe
@from_link
def agreement(request, invitation):
    """What the invitee would sign, on its own page, as long as there is something to answer."""
    document = letter.own_document(invitation)
    if document is None or not letter.can_be_answered(invitation):
        raise Http404
    about = {"invitation": invitation, "document": document, "language": translation.get_language()}
    return render(request, "spaces/links/agreement.html", about)
