"""What mails say, what they never say, and what their headers carry."""

import re
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from django.utils import timezone

from spaces.actions import answering, invitation
from spaces.actions.decision import open_decision
from spaces.actions.delivery import deliver_due
from spaces.actions.details import Contact
from spaces.actions.meeting_mail import ABOUT_MEETINGS
from spaces.actions.message import to_member
from spaces.actions.message_ids import id_of
from spaces.actions.space import move_space
from spaces.actions.writing import reading
from spaces.models import Message, Space
from spaces.models.message import MailKind
from spaces.states import Stage
from tests import world as w

pytestmark = pytest.mark.django_db
NEED = "A continuum of care cannot close without the ministry"


@pytest.fixture
def sent(mailoutbox):
    """Deliver, and return the mails as a mail program reads them."""

    def deliver(to=None):
        deliver_due()
        mails = [message_from_bytes(mail.message().as_bytes(), policy=policy.default) for mail in mailoutbox]
        return [mail for mail in mails if to in (None, mail["To"])]

    return deliver


def subject(mail):
    return mail["Subject"].strip()  # a long one is folded right after its name


def text(mail, kind="plain"):
    return mail.get_body([kind]).get_content()


def gathering(**about):
    return move_space(w.a_space(**about), Stage.GATHERING, by=w.noa())


def test_an_invitation_says_who_invites_to_what_until_when_and_why(sent):
    space = gathering(rhythm="Two hours, every second week")
    deadline = datetime(2027, 1, 31, 16, 0, tzinfo=UTC)
    invitation.invite(space, w.peer_named("dana"), by=w.noa(), deadline=deadline, note="We miss your voice.")
    (mail,) = sent()
    assert subject(mail) == "An invitation from Dana Cohen to “Mental health in the community”"
    words = text(mail)
    for said in (
        "Hello Dana Cohen,",
        "What can only be reached together: One continuum of care, from the ward to the home",
        "Started by: Dana Cohen",
        "Accompanied by: Noa Barak",
        "Time it takes: Two hours, every second week",
        "Please answer by: Jan. 31, 2027 at 18:00",
        "A line from Noa Barak:\nWe miss your voice.",
        "You receive this because Noa Barak invited you personally, by this address.",
    ):
        assert words.count(said) == 1, said


def test_a_member_who_only_confirms_is_asked_to_confirm(sent):
    invitation.invite(gathering(), w.peer_named("dana"), by=w.noa(), is_confirmation=True)
    (mail,) = sent()
    assert subject(mail) == "Please confirm your place in “Mental health in the community”"
    assert "is at work already" in text(mail)


def test_somebody_from_outside_is_invited_by_the_space_and_the_need_is_not_quoted(sent):
    w.stakeholder_invited(w.cross_sector())
    (mail,) = sent("ruth@health.gov.il")
    assert subject(mail) == "The impact space “Mental health in the community” invites you"
    for part in (text(mail), text(mail, "html")):
        assert "What it is not: a request for money" in part
        assert NEED not in part
        assert "Dana" not in part


def test_a_colleague_reads_who_passed_the_invitation_on(sent):
    found = w.invited(gathering(), "dana")
    answering.delegate(found, name="Yael Regev", email="yael@world.example")
    (mail,) = sent("yael@world.example")
    assert "Dana Cohen was invited first and passed this invitation on to you." in text(mail)
    assert "pass the invitation to a colleague" not in text(mail)


OF_NO_SPACE = (MailKind.DIGEST, MailKind.ENDPOINT_OFF)


@pytest.mark.parametrize("kind", [kind for kind in MailKind.values if kind not in OF_NO_SPACE])
@pytest.mark.parametrize(("language", "direction"), [("he", "rtl"), ("ar", "rtl"), ("en", "ltr")])
def test_every_kind_of_mail_is_whole_in_every_language(kind, language, direction):
    space = gathering()
    found = w.invited(space, "dana")
    of_decisions = {"decision", "questions", "open_names", "confided", "recorded"}
    occasion = f"{kind}:1" if kind in of_decisions else "sign:foundation:1" if kind == MailKind.SIGNING else kind
    to_members = {MailKind.WELCOME, MailKind.SIGNING, MailKind.DOOR_CLOSED, MailKind.SPACE_MOVED, *of_decisions}
    w.published(space, "foundation")
    whose = {"membership": answering.accept(found)} if kind in to_members else {"invitation": found}
    if kind in ABOUT_MEETINGS:
        whose = {"membership": w.joined(space, "raed")}
        occasion = f"{kind}:{w.a_meeting(space).pk}:0"
    message = Message(space=space, kind=kind, language=language, occasion=f"x:1:{occasion}", **whose)
    letter = reading(message, Contact("Noa Barak", "noa@world.example"))
    assert space.name in letter.subject
    assert_whole(letter, language, direction)


@pytest.mark.parametrize(("language", "direction"), [("he", "rtl"), ("ar", "rtl"), ("en", "ltr")])
def test_a_digest_is_whole_in_every_language(language, direction):
    place = w.joined(gathering(), "raed")
    message = Message(person=place.person, kind=MailKind.DIGEST, language=language, occasion="person:1:digest:x")
    message.lines = [to_member(place, MailKind.SPACE_MOVED, "moved:1"), to_member(place, MailKind.DOOR_CLOSED, "door")]
    letter = reading(message, Contact(None, None))
    assert letter.text.count(place.space.name) == letter.html.count(place.space.name) == 2  # a line each
    assert_whole(letter, language, direction)


@pytest.mark.parametrize(("language", "direction"), [("he", "rtl"), ("ar", "rtl"), ("en", "ltr")])
def test_the_mail_of_an_endpoint_is_whole_in_every_language(language, direction):
    endpoint = w.an_endpoint(w.a_partner())
    about = {"kind": MailKind.ENDPOINT_OFF, "occasion": f"person:1:endpoint_off:{endpoint.pk}:20270120093000"}
    letter = reading(Message(person=w.a_person("tal"), language=language, **about), Contact(None, None))
    assert letter.text.count(endpoint.host) == letter.html.count(endpoint.host) == 1
    assert_whole(letter, language, direction)


def assert_whole(letter, language, direction):
    assert "\n" not in letter.subject
    assert f'<html lang="{language}" dir="{direction}">' in letter.html
    assert "<style" in letter.html
    assert 'style="' in letter.html
    for whole in (letter.subject, letter.text, letter.html):
        assert not re.search(r"{[{%]|[%}]}|None", whole)


def test_headers_name_the_space_answer_to_the_facilitator_and_offer_to_stop(sent):
    w.invited(gathering(), "dana")
    (mail,) = sent()
    assert mail["From"] == "Mental health in the community via Impact Spaces <spaces@impact.example>"
    assert mail["Reply-To"] == "Noa Barak <noa@world.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == "en"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stop = re.fullmatch(r"<(http://127\.0\.0\.1:8000/stop/[\w.-]+/)>", mail["List-Unsubscribe"].strip()).group(1)
    assert stop in text(mail)
    assert re.fullmatch(rf"<{Message.objects.get().pk}\.[0-9a-f]{{32}}@impact\.example>", mail["Message-ID"])


def test_mails_to_members_offer_no_stop_because_their_membership_needs_them(sent):
    answering.accept(w.invited(gathering(), "dana"))
    (mail,) = sent()
    assert mail["List-Unsubscribe"] is None
    assert "/my/spaces/" in text(mail)


def test_later_mails_about_an_invitation_stand_below_the_first(sent):
    found = w.invited(gathering(), "dana")
    sent()
    invitation.resend(found, by=w.noa())
    first, again = sent()
    assert again["References"] == again["In-Reply-To"] == first["Message-ID"] != again["Message-ID"]


def test_a_second_attempt_carries_the_same_message_id(sent):
    w.invited(gathering(), "dana")
    first = sent()[0]["Message-ID"]
    assert id_of(Message.objects.get()) == first


def test_no_name_can_add_a_header_or_markup(sent):
    space = gathering(name="Evil\r\nBcc: all@world.example", purpose="<script>alert(1)</script>")
    Space.objects.filter(pk=space.pk).update(initiator_name="<b>Boss</b>\nX-Evil: 1")
    invitee = w.Invitee("dana@world.example", 'Dana "<img src=x>" Cohen', language="en")
    invitation.invite(space, invitee, by=w.noa(), note="<i>dear</i>")
    (mail,) = sent()
    assert mail["Bcc"] is mail["X-Evil"] is None
    assert subject(mail) == "An invitation to “Evil Bcc: all@world.example”"
    assert mail["From"] == '"Evil Bcc all world.example via Impact Spaces" <spaces@impact.example>'
    assert not re.search(r"<(script|img|b|i)\b", text(mail, "html"))


@pytest.mark.parametrize(
    "name", ["Win at www.prize.example", "https://prize.example", "a@b.example", "prize.example/x"]
)
def test_a_name_that_is_a_link_is_not_repeated(sent, name):
    invitation.invite(gathering(), w.Invitee("dana@world.example", name, language="en"), by=w.noa())
    (mail,) = sent()
    assert text(mail).startswith("Hello,\n")


def test_a_mail_about_a_decision_does_not_tell_the_question(sent):
    space = w.consolidated()
    closes_at = timezone.now() + timedelta(days=3)
    open_decision(space, by=w.noa(), title="CANARY-title", proposal="CANARY-proposal", closes_at=closes_at)
    mails = [mail for mail in sent() if "question" in mail["Subject"]]
    assert len(mails) == 3
    assert not any("CANARY" in mail.as_string() + text(mail) + text(mail, "html") for mail in mails)


def test_dates_are_written_in_the_reader_s_language_and_the_country_s_time(sent):
    space = gathering(country="GB")
    deadline = datetime(2027, 1, 31, 16, 0, tzinfo=UTC)
    invitee = w.Invitee("dana@world.example", "דנה כהן", language="he")
    invitation.invite(space, invitee, by=w.noa(), deadline=deadline)
    (mail,) = sent()
    assert "31 בינואר 2027" in text(mail)
    assert "16:00" in text(mail)
