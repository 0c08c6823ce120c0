"""One invitation: its verbs, its history, its mails."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from spaces.actions import answering, invitation
from spaces.actions.moving import advance, move
from spaces.actions.space import move_space
from spaces.insights.verbs import verbs
from spaces.models import Invitation, Letter, Message
from spaces.models.invitation import Kind
from spaces.states import INVITATIONS, Stage
from spaces.vetting import Invitee
from tests import world as w

pytestmark = pytest.mark.django_db


def page_of(desk, one):
    return desk.get(reverse("spaces:invitation", args=[one.pk]))


def do(desk, one, verb, **data):
    answer = desk.post(reverse("spaces:invitation_do", args=[one.pk, verb]), data)
    one.refresh_from_db()
    return answer


def offered(desk, one):
    """The verbs of the page, with False where it says why not."""
    return {verb.key: not verb.reason for verb, _form in page_of(desk, one).context["verbs"]}


@pytest.mark.parametrize(
    ("state", "found"),
    [
        ("draft", ["send", "correct", "withdraw"]),
        ("proposed", ["send", "correct", "withdraw"]),
        ("approved", ["send", "correct", "withdraw"]),
        ("open", ["remind", "resend", "extend", "correct", "withdraw"]),
        ("deferred", ["correct", "withdraw"]),
        ("expired", ["extend"]),
        ("accepted", []),
        ("declined", []),
        ("delegated", []),
        ("withdrawn", []),
    ],
)
def test_a_peers_invitation_offers_what_its_state_allows(state, found):
    space = w.a_space()
    one = Invitation(space=space, kind=Kind.PEER, state=state)
    assert [verb.key for verb in verbs(one, space)] == found
    assert state in INVITATIONS


def test_a_candidate_waits_behind_the_door_and_the_page_says_why(desk):
    one = w.candidate(w.consolidated())
    assert offered(desk, one) == {"approve": False, "correct": True, "withdraw": True}
    assert "The door of this space is closed" in page_of(desk, one).text
    answer = do(desk, one, "approve")
    assert (answer.status_code, one.state) == (409, "proposed")


def test_once_the_door_is_open_a_candidate_is_approved_and_sent_one_after_the_other(desk):
    space = w.cross_sector()
    one = w.candidate(space)
    do(desk, one, "approve")
    assert one.state == "proposed"  # the group has not agreed yet
    agreed = w.agreed_on(one.candidacy)
    do(desk, one, "approve")
    assert one.state == "approved"
    assert agreed.title in page_of(desk, one).text
    do(desk, one, "send")
    assert (one.state, one.messages.get().kind) == ("open", "invitation")


def test_a_peers_proposal_is_approved_and_sent_in_one_go(desk):
    space = w.consolidated()
    one = invitation.draft(space, Kind.PEER, w.peer_named("raed"), by=w.a_person("dana"))
    invitation.propose(one, by=w.a_person("dana"))
    do(desk, one, "send")
    assert one.state == "open"


def test_the_history_tells_who_moved_it_when_and_why(desk):
    one = w.invited(w.a_space(), "dana")
    do(desk, one, "withdraw", reason="She moved abroad")
    last, *_before = page_of(desk, one).context["moves"]
    assert (last["by"], last["reason"]) == (w.noa(), "She moved abroad")
    assert last["text"] == "draft, proposed, approved, waiting for an answer, withdrawn"


def test_more_time_a_reminder_and_sending_again(desk):
    one = w.mailed(w.invited(w.a_space(), "dana"))
    day = timezone.localdate() + timedelta(days=60)
    do(desk, one, "extend", deadline=day.isoformat())
    do(desk, one, "remind", note="Until spring")
    do(desk, one, "resend")
    assert timezone.localdate(one.deadline) == day
    assert list(one.messages.order_by("id").values_list("kind", "note")) == [
        ("invitation", ""), ("reminder", "Until spring"), ("invitation_again", ""),
    ]  # fmt: skip


def test_a_second_reminder_on_one_day_is_refused_with_its_reason(desk):
    one = w.mailed(w.invited(w.a_space(), "dana"))
    do(desk, one, "remind")
    assert "a reminder went out today" in do(desk, one, "remind").text


def test_an_expired_invitation_opens_again_with_more_time(desk):
    one = w.invited(w.a_space(), "dana")
    move(one, "expired", by=None)
    do(desk, one, "extend", deadline=(timezone.localdate() + timedelta(days=9)).isoformat())
    assert one.state == "open"


def test_a_verb_that_the_state_does_not_allow_is_refused(desk):
    one = w.invited(w.a_space(), "dana")
    answering.accept(one)
    for verb in ("withdraw", "send", "approve", "propose"):
        assert do(desk, one, verb).status_code == 409
    assert one.state == "accepted"


def test_a_form_that_is_wrong_is_shown_again_in_its_place(desk):
    one = w.invited(w.a_space(), "dana")
    page = do(desk, one, "extend", deadline="2020-01-01")
    forms = {verb.key: form for verb, form in page.context["verbs"]}
    assert forms["extend"].errors.keys() == {"deadline"}
    assert not forms["withdraw"].errors


def test_a_wrong_address_is_corrected_by_a_new_invitation(desk):
    space = w.a_space()
    one = invitation.invite(space, Invitee("dana@wrong.example", "Dana Cohen"), by=w.noa())
    answer = do(desk, one, "correct", email="Dana@World.example")
    new = Invitation.objects.get(email="dana@world.example")
    assert answer.url == reverse("spaces:invitation", args=[new.pk])
    assert (one.state, new.state, new.name) == ("withdrawn", "open", "Dana Cohen")
    assert one.moves.last().reason == "The address was wrong."
    assert new.token_hash != one.token_hash


@pytest.mark.parametrize(
    ("email", "problem"),
    [
        ("dana@world.example", "This is the address it has now."),
        ("avi@world.example", "Already invited; the invitation is kept as it is."),
        ("dana@health.gov.il", "health.gov.il is an address of a government body"),
        ("nonsense", "Enter a valid email address."),
    ],
)
def test_an_address_that_cannot_be_invited_leaves_the_invitation_as_it_was(desk, email, problem):
    space = w.a_space()
    one, _avi = w.invited(space, "dana"), w.invited(space, "avi")
    assert problem in do(desk, one, "correct", email=email).text
    assert one.state == "open"


def test_a_candidates_address_is_corrected_without_a_mail(desk):
    space = w.consolidated()
    one = w.candidate(space)
    do(desk, one, "correct", email="ruth2@health.gov.il")
    assert set(space.invitations.filter(kind="stakeholder").values_list("email", "state")) == {
        ("ruth@health.gov.il", "withdrawn"), ("ruth2@health.gov.il", "proposed"),
    }  # fmt: skip
    assert not Message.objects.filter(address__endswith="gov.il").exists()


def test_an_answer_is_told_with_its_reason(desk):
    one = w.invited(w.a_space(), "dana")
    answering.decline(one, reason="time", words="Next year perhaps")
    page = page_of(desk, one)
    assert page.context["verbs"] == []
    assert {"no time for this", "Next year perhaps"} <= {str(fact) for _term, fact in page.context["facts"]}
    again = desk.get(page.context["again"])
    assert again.context["form"]["name"].value() == "Dana Cohen"


def test_a_frozen_invitation_says_so(desk):
    space = w.cross_sector()
    one = w.stakeholder_invited(space)
    move_space(space, Stage.CONSOLIDATED, by=w.noa())
    assert "Frozen since the space closed its door" in page_of(desk, one).text


def test_a_mail_is_shown_exactly_as_it_was_sent_and_shut_in(desk):
    one = w.invited(w.a_space(), "dana")
    mails = one.messages.all()
    advance(mails, "sending")
    html = "<p style='color: red'>Hello</p><script>alert(1)</script>"
    letter = Letter.objects.create(digest="1", subject="An invitation", text="Hello & welcome", html=html)
    advance(mails, "sent", letter=letter, sent_at=timezone.now())
    mail = mails.get()
    page = desk.get(reverse("spaces:message", args=[mail.pk]))
    assert "An invitation" in page.text
    assert "Hello &amp; welcome" in page.text
    sheet = desk.get(reverse("spaces:message_sheet", args=[mail.pk]))
    assert sheet.text == html
    policy = sheet["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "script-src" not in policy
    assert (sheet["X-Frame-Options"], page["X-Frame-Options"]) == ("SAMEORIGIN", "DENY")


def test_a_mail_that_waits_is_shown_as_it_would_read_now(desk):
    one = w.invited(w.a_space(), "dana")
    page = desk.get(reverse("spaces:message", args=[one.messages.get().pk]))
    assert "An invitation" in page.context["mail"].subject
    assert one.token not in page.text


def test_the_page_says_when_a_mail_from_it_goes_out_and_in_which_language(desk):
    one = w.mailed(w.invited(w.a_space(), "dana"))
    page = page_of(desk, one)
    (person,) = page.context["send"].people
    assert (person.language, person.lately) == ("en", 1)
    assert "A mail that you send from here goes out like this:" in page.text


def test_an_address_that_is_not_written_to_is_offered_no_mail_and_the_page_says_why(desk):
    one = w.mailed(w.invited(w.a_space(), "dana"))
    answering.stop_writing(one.email)
    assert offered(desk, one) == {
        "remind": False, "resend": False, "extend": True, "correct": True, "withdraw": True,
    }  # fmt: skip
    page = page_of(desk, one)
    assert "This address asked not to be written to, or cannot be reached." in page.text
    assert page.context["send"] is None
    for verb in ("remind", "resend"):
        assert do(desk, one, verb).status_code == 409
    assert one.messages.count() == 1
