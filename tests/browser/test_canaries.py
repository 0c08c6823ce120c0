"""A canary in everything that the peers say, and none in any channel of somebody else's."""

import re

import pytest
from django.contrib import admin
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from spaces.models import Meeting, Message
from tests import world as w
from tests.browser.columns import unknown, without
from tests.browser.forged import MEANT, SECRET, Forger, asked
from tests.browser.full_world import CANARY, another_facilitator, build
from tests.mails import all_of, written
from tests.rules.access_table import LINES

pytestmark = pytest.mark.django_db

OTHERS = {
    "a stakeholder": lambda: w.named("ruth"),
    "a stakeholder who left": lambda: w.named("gal"),
    "a peer who has not signed": lambda: w.named("raed"),
    "a facilitator of another space": lambda: another_facilitator(),
    "who runs the site": lambda: w.named("staff"),
    "nobody": lambda: None,
}
NO_ROW = (0, 2**31, 2**63, 10**30)


@pytest.fixture(scope="module")
def space(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


def test_every_column_of_words_has_a_canary_or_a_reason(space):
    assert sorted(without(CANARY)) == []


def test_no_reason_is_stale():
    assert sorted(unknown()) == []


def test_every_word_of_the_access_table_is_known():
    """A new kind of row gets its place in `forged.ROWS`, so that its numbers are tried as well."""
    words = {word for line in LINES for word in line.values}
    values = {
        "consolidated",
        "nowhere",
        "remind",
        "resend",
        "fly",
        "up",
        "newcomer",
        "nobody",
        "room",
        "side",
        "pause",
        "end",
        "enable",
        "test",
        "postmark",
        "pigeon",
        "nothing",
        "nobodys",
        "organisations",
    }
    unknown_words = words - MEANT.keys() - SECRET - values - {"whole", "peers", "nobody-knows-this", "not-signed"}
    assert sorted(unknown_words) == [], " ".join(sorted(unknown_words))


@pytest.mark.parametrize("who", OTHERS)
def test_no_number_in_an_address_opens_what_the_peers_say(space, who):
    """Pages, files, the API, and what stands on pages that refuse."""
    forger = Forger(OTHERS[who]())
    answers = [forger.answer(*about) for about in asked() if not about[0].startswith("/desk/glass/")]
    assert [how for how, _status, said in answers if CANARY in said] == []
    assert [how for how, status, _said in answers if status >= 500] == []


@pytest.mark.parametrize("number", NO_ROW)
def test_numbers_that_no_row_has_are_answered_calmly(space, number):
    forger = Forger(w.noa())
    odd = {reverse_of(line, number) for line in LINES if line.values and line.values[0] in MEANT}
    answers = [forger.answer(path, method) for path in sorted(odd - {None}) for method in ("get", "post")]
    assert [how for how, status, _said in answers if status >= 500] == []


def reverse_of(line, number):
    try:
        return reverse(line.name, args=[number, *line.values[1:]])
    except NoReverseMatch:  # its addresses carry no numbers
        return None


def test_no_mail_carries_what_the_peers_say(space):
    """An invitee reads their own name and the line written to them, whoever is called to a meeting its name and
    place; nobody reads more.
    """
    mails = Message.objects.select_related("space", "invitation__inviter", "membership__person")
    called = [text for meeting in Meeting.objects.all() for text in (meeting.title, meeting.where, meeting.online)]
    loud = [one.occasion for one in mails if CANARY in words_of(one, called)]
    assert loud == []
    assert mails.count() > 50


def words_of(message, called):
    said = f"{all_of(written(message))} {message.words} {message.problem} {message.occasion}"
    own = [message.invitation.name, message.note] if message.invitation else called
    for words in filter(None, own):
        said = said.replace(words, "")
    return said


def test_the_admin_shows_nothing_of_it(space):
    """Lists, searches and pages of single rows, to somebody who may do everything: no more than an invitee's name."""
    client = Client()
    client.force_login(w.a_person("operator", is_staff=True, is_superuser=True))
    said = [said_at(client, reverse("admin:index"))]
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        said += [said_at(client, reverse(f"{name}_changelist") + query) for query in ("", "?q=anar", "?all=")]
        for pk in model._default_manager.order_by("-pk").values_list("pk", flat=True)[:5]:
            said += [said_at(client, reverse(f"{name}_{page}", args=[pk])) for page in ("change", "history")]
    names = re.compile(rf"{CANARY} (waits|declines|defers|goes)\b")
    assert [path for path, text in said if CANARY in names.sub("", text)] == []


def said_at(client, path):
    return path, client.get(path, follow=True).content.decode()


@pytest.mark.parametrize("who", ["a facilitator of another space", "a stakeholder", "who runs the site"])
def test_searching_finds_nothing_of_it(space, who):
    client = Client()
    client.force_login(OTHERS[who]())
    searched = ("/desk/organisations/", "/desk/", "/desk/outbox/", "/my/", "/api/v1/spaces/", "/api/v1/invitations/")
    said = [said_at(client, f"{path}?q=anar&search=anar") for path in searched]
    assert [path for path, text in said if CANARY in text] == []
