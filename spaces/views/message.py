"""The outbox on the desk: what went out for my spaces, and one mail exactly as it was sent."""

from csp.constants import NONE, SELF
from csp.decorators import csp
from django.db.models import F, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.clickjacking import xframe_options_sameorigin

from impact_spaces.lib.keyset import page_of
from spaces.insights.arrival import facts
from spaces.models import Message, Space
from spaces.models.message import MailKind
from spaces.states import MESSAGES, TROUBLE, MessageState
from spaces.views.desk import require_desk
from spaces.views.letters import letter_of

# A mail keeps its own styles, and can do nothing: no script, no form, no link, no picture from elsewhere.
LOCKED = {
    "sandbox": [""],
    "default-src": [NONE],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["data:"],
    "frame-ancestors": [SELF],
}


DIGEST_STATE = F("gathered_in__state")  # of the digest that told it
WAITING = (MessageState.QUEUED, MessageState.SENDING)


def outbox(request):
    require_desk(request.user)
    spaces = mine(request)
    messages = Message.objects.telling_no_silence().filter(space__in=spaces)
    messages = messages.select_related("space", "letter").annotate(digest_state=DIGEST_STATE)
    messages = messages.defer("letter__text", "letter__html", "problem", "note", "filled")
    trouble = "trouble" in request.GET
    page = page_of(messages.filter(lost(spaces)) if trouble else messages, request.GET)
    return render(request, "spaces/message/outbox.html", {"page": page, "rows": rows(page.rows), "trouble": trouble})


def mine(request):
    """The keys of the spaces to look at. As a list: PostgreSQL then knows how many they are, and plans for it."""
    spaces = Space.objects.run_by(request.user)
    wanted = request.GET.get("space", "")
    if wanted.isascii() and wanted.isdecimal() and len(wanted) < 19:
        spaces = spaces.filter(pk=int(wanted))
    return list(spaces.values_list("pk", flat=True))


def rows(messages):
    states = {str(state): (str(state.label), meaning.tone) for state, meaning in MESSAGES.items()}
    kinds = {str(kind): str(kind.label) for kind in MailKind}
    return [
        {"message": one, "kind": kinds[one.kind], "state": states[seen][0], "tone": states[seen][1]}
        for one in messages for seen in [state_seen(one)]
    ]  # fmt: skip


def lost(spaces):
    """Mails that did not arrive, and those told in a digest that did not: nobody but its reader sees a digest."""
    digests = Message.objects.filter(space=None, kind=MailKind.DIGEST, state__in=TROUBLE)
    told = Message.objects.filter(space__in=spaces, state=MessageState.GATHERED, gathered_in__in=digests)
    keys = list(told.values_list("pk", flat=True))
    return Q(state__in=TROUBLE) | Q(pk__in=keys) if keys else Q(state__in=TROUBLE)


def state_seen(one):
    """The state that a facilitator sees. What a member thought of a mail is between them and the site: it did not
    arrive, and no more (`arrival.is_silent`). What was told in a digest has arrived where that has.
    """
    if one.membership_id and (one.state == MessageState.COMPLAINED or is_lost_with_others(one)):
        return MessageState.BOUNCED
    return one.state


def is_lost_with_others(one):
    return one.state == MessageState.GATHERED and one.digest_state in TROUBLE


def the_message(request, pk):
    found = Message.objects.visible_to(request.user)
    return get_object_or_404(
        found.select_related("space", "invitation", "letter").annotate(digest_state=DIGEST_STATE), pk=pk
    )


def message(request, pk):
    one = the_message(request, pk)
    seen = MessageState(state_seen(one))
    context = {"one": one, "tone": MESSAGES[seen].tone, "state": seen.label, "sent": one.words, "told": facts(one)}
    context["is_lost_with_others"] = is_lost_with_others(one)
    if not one.letter_id and one.state in WAITING:
        context["mail"] = letter_of(one)
    return render(request, "spaces/message/show.html", context)


@csp(LOCKED)
@xframe_options_sameorigin
def message_sheet(request, pk):
    """The HTML of a mail, shut in: shown inside a frame of the message's page."""
    words = the_message(request, pk).words
    return HttpResponse(words.html if words else "")
