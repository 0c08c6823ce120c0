"""How mails are written: once for many, equal to what the templates would say, and safe whatever people are called."""

from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from impact_spaces.lib.mail import Refused
from impact_spaces.lib.skeleton import CLOSE, OPEN, fill, place
from members.models import Person
from spaces.actions import answering
from spaces.actions.delivery import deliver_due
from spaces.actions.details import details_of
from spaces.actions.mail_facts import Facts
from spaces.actions.mail_links import secrets_of
from spaces.actions.message import enqueue, to_invitee
from spaces.actions.message_ids import bounce_address_of, digest_of, find, id_of, verify
from spaces.actions.space import move_space
from spaces.actions.words import words_of
from spaces.actions.writing import MOST_FORMS, Writer
from spaces.models import Invitation, Letter, Message, Space
from spaces.models.invitation import Kind
from spaces.models.message import MailKind
from spaces.states import Stage
from tests import world as w
from tests.lib.test_headers import TEXTS
from tests.mails import all_of, parsed, written

NOW = datetime(2027, 1, 31, 16, 0, tzinfo=UTC)
TO_INVITEES = [
    MailKind.INVITATION, MailKind.INVITATION_AGAIN, MailKind.REMINDER, MailKind.ASK_AGAIN, MailKind.WITHDRAWN,
]  # fmt: skip


def a_message(kind, language, names, note="", invitee_kind=Kind.PEER, **about):
    """A mail to an invitee, made of rows that are nowhere saved."""
    name, space_name, purpose, inviter, first, contact = names
    space = Space(
        pk=5, name=space_name, name_en="", purpose=purpose, initiator_name=inviter, rhythm=first, country="IL"
    )
    passed_on = Invitation(pk=6, name=first) if first else None
    invitation = Invitation(
        pk=7, space=space, kind=invitee_kind, email="dana@world.example", name=name, deadline=NOW, opened_at=NOW,
        inviter=Person(name=inviter), delegated_from=passed_on, nonce="7", **about,
    )  # fmt: skip
    invitation.fill_token_hash()
    message = to_invitee(invitation, kind, "reminder:2", note)
    message.pk, message.space, message.language, message.nonce = 8, space, language, "8"
    message.contact_name, message.contact_address = contact, "noa@world.example"
    return message


MESSAGES = st.builds(
    a_message, st.sampled_from(TO_INVITEES), st.sampled_from(["he", "ar", "en"]), st.tuples(*[TEXTS] * 6),
    st.one_of(TEXTS, st.text(max_size=300)), st.sampled_from(Kind.values), is_confirmation=st.booleans(),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(MESSAGES)
@example(a_message(MailKind.INVITATION, "he", ["a<b>&\u00a0'\""] * 6, "one\n\n\n\n <b>two</b>\r\n" + place("token")))
@example(a_message(MailKind.INVITATION, "en", [""] * 6))
def test_what_is_filled_in_is_what_the_templates_would_say(message):
    shared, own = details_of(message, Facts([message]))
    secrets = secrets_of(message)
    whole = tuple((key, fill(value, secrets) if isinstance(value, str) else value) for key, value in shared.details)
    assert words_of(shared).filled(own | secrets) == words_of(replace(shared, details=whole), own)


@settings(max_examples=60, deadline=None)
@given(MESSAGES)
def test_no_name_opens_a_place_or_makes_markup(message):
    shared, own = details_of(message, Facts([message]))
    said = [value for key, value in shared.details if isinstance(value, str) and not key.endswith("link")]
    assert not any(sign in value for value in [*said, *own.values()] for sign in (OPEN, CLOSE))
    words = words_of(shared).filled(own | secrets_of(message))
    assert "\n" not in words.subject
    assert tags_of(words.html) == tags_of(words_of(shared).html)


def tags_of(html):
    """The tags of a page in order, without line breaks, which notes may have."""
    seen = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attrs: seen.append(tag) if tag != "br" else None
    parser.feed(html)
    return seen


@pytest.mark.django_db
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(MESSAGES)
def test_no_name_adds_a_header_or_a_part(message):
    plain = a_message(message.kind, message.language, ["x"] * 6, invitee_kind=message.invitation.kind)
    mail, usual = written(message, message.contact_name), written(plain)
    assert parsed(mail.data).keys() == parsed(usual.data).keys()
    assert [part.get_content_type() for part in parsed(mail.data).walk()] == [
        "multipart/alternative", "text/plain", "text/html",
    ]  # fmt: skip
    assert parsed(mail.seven_bit()).keys() == parsed(mail.data).keys()
    assert all_of(replace(mail, data=mail.seven_bit())) == all_of(mail)


@pytest.fixture
def space():
    return move_space(w.a_space(), Stage.GATHERING, by=w.noa())


def load(**which):
    """Messages with what the engine loads with them."""
    rows = Message.objects.select_related(
        "space", "invitation__inviter", "invitation__delegated_from", "invitation__decision", "membership__person"
    )
    found = list(rows.filter(**which).order_by("pk"))
    for one in found:
        one.contact_name, one.contact_address = "Noa Barak", "noa@world.example"
    return found


def queries_of(writer, messages):
    with CaptureQueriesContext(connection) as seen:
        mails = writer.write(messages)
    assert not [mail for mail in mails if isinstance(mail, Exception)]
    return len(seen)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "first", "again"),
    [(MailKind.INVITATION, 2, 0), (MailKind.REMINDER, 3, 1), (MailKind.MEETING, 3, 1), (MailKind.SIGNING, 3, 1)],
)
def test_three_mails_take_as_many_queries_as_one(space, kind, first, again):
    """Two put a new letter into the ledger, and one asks what a later mail belongs below, or what it is about."""
    for name in ("dana", "avi", "michal"):
        answering.accept(w.invited(space, name)) if kind == MailKind.SIGNING else w.invited(space, name)
    if kind == MailKind.SIGNING:
        w.published(space, "foundation")
    if kind == MailKind.REMINDER:
        enqueue([to_invitee(one, kind, "reminder:1") for one in space.invitations.all()])
    if kind == MailKind.MEETING:
        w.peers_of(space, 3)
        w.a_meeting(space)
    messages = [one for one in load(kind=kind) if one.address != w.noa().email]  # her words are others: she comes
    assert len(messages) == 3
    writer = Writer()
    assert queries_of(writer, messages[:1]) == first
    assert [queries_of(writer, messages[:1]), queries_of(writer, messages[:3])] == [again, again]


@pytest.mark.django_db
def test_what_many_mails_say_is_kept_once(space):
    for name in ("dana", "avi", "michal"):
        w.invited(space, name)
    deliver_due()
    sent = Message.objects.select_related("letter").order_by("pk")
    assert Letter.objects.count() == 1
    assert [one.words.text.split("\n")[0] for one in sent] == [
        "Hello Dana Cohen,",
        "Hello Avi Nahum,",
        "Hello Michal Lavi,",
    ]
    assert {one.subject for one in sent} == {"An invitation from Dana Cohen to “Mental health in the community”"}
    kept = str([one.filled for one in sent]) + Letter.objects.get().text
    assert not any(secret in kept for one in sent for secret in secrets_of(one).values())


@pytest.mark.django_db
def test_a_writer_of_the_next_run_finds_the_letter_again(space):
    w.invited(space, "dana")
    (message,) = load()
    kept = [Writer().write([message])[0].kept["letter_id"] for _ in range(2)]
    assert kept == [Letter.objects.get().pk] * 2


@pytest.mark.django_db
def test_forms_are_kept_up_to_a_number(space, monkeypatch):
    monkeypatch.setattr("spaces.actions.writing.MOST_FORMS", 2)
    w.invited(space, "dana")
    writer, (message,) = Writer(), load()
    for language in ("he", "ar", "en", "ar"):
        message.language = language
        writer.write([message])
    assert [shared.language for shared, _method in writer.forms] == ["en", "ar"]
    assert MOST_FORMS == 256


@pytest.mark.django_db
def test_a_mail_that_cannot_be_written_holds_up_no_other(space):
    for name in ("dana", "avi", "michal"):
        w.invited(space, name)
    messages = load()
    messages[0].address = "dana@world.example\r\nBcc: all@world.example"
    messages[1].kind = "unheard-of"
    refused, wrong, mail = Writer().write(messages)
    assert (type(refused), type(wrong).__name__) == (Refused, "TemplateDoesNotExist")
    assert mail.to == "michal@world.example"


@pytest.mark.django_db
def test_reports_go_to_an_address_that_names_the_mail(space, settings):
    w.invited(space, "dana")
    message = Message.objects.get()
    assert (bounce_address_of(message), written(message).sender) == (None, None)
    settings.BOUNCE_ADDRESS = "bounces@mail.impact.example"
    mail = written(message)
    assert mail.sender == f"bounces+{message.pk}.{digest_of(message)}@mail.impact.example"
    assert find(mail.sender) == find(id_of(message)) == (message.pk, digest_of(message))
    assert find(parsed(mail.data)["Message-ID"]) == (message.pk, digest_of(message))


@pytest.mark.django_db
def test_a_number_proves_itself(space):
    w.invited(space, "dana")
    message = Message.objects.get()
    assert verify(message, digest_of(message).upper())
    assert not any(verify(message, digest) for digest in ("", "0" * 32, "é", digest_of(message)[:-1]))


@pytest.mark.parametrize("text", ["", "dana@world.example", "<12@x>", "1." + "g" * 32 + "@x", "1." + "a" * 31 + "@x"])
def test_other_addresses_name_no_mail(text):
    assert find(text) is None


@pytest.mark.django_db
def test_a_mail_for_other_backends_says_the_same(space):
    w.joined(space, "dana")
    w.a_meeting(space)
    (message, *_others) = load(kind=MailKind.MEETING)
    mail = written(message)
    other, ours = parsed(mail.as_email_message().message().as_bytes()), parsed(mail.data)
    assert texts_of(other) == texts_of(ours)
    names = [name for name in ours if name not in ("Content-Type", "MIME-Version")]
    assert [other[name].strip() for name in names] == [ours[name].strip() for name in names]


def texts_of(mail):
    parts = [part for part in mail.walk() if not part.is_multipart()]
    return [(part.get_content_type(), str(part.get_content()).replace("\r\n", "\n")) for part in parts]
