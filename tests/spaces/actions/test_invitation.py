from datetime import timedelta

import pytest
from django.utils import timezone

from impact_spaces.lib.refusals import Forbidden, NotPossible
from members.models import Person, Position
from spaces.actions import answering, invitation
from spaces.actions.space import move_space
from spaces.models import Invitation, Message, Suppression
from spaces.states import InvitationState, MessageState, Stage
from spaces.vetting import Invitee
from tests import world as w

pytestmark = pytest.mark.django_db


def test_inviting_sends_one_mail_and_leaves_every_step():
    found = w.invited(w.a_space(), "avi")
    assert found.state == InvitationState.OPEN
    assert list(found.moves.values_list("to_state", flat=True)) == ["draft", "proposed", "approved", "open"]
    assert list(found.messages.values_list("kind", "state")) == [("invitation", "queued")]


def test_nobody_gets_an_account_by_being_invited():
    w.invited(w.a_space(), "avi")
    assert not Person.objects.filter(email="avi@world.example").exists()


def test_inviting_again_is_the_same_invitation_and_no_second_mail():
    space = w.a_space()
    first = w.invited(space, "avi")
    again = invitation.invite(space, Invitee(" AVI@World.example ", "Avi N."), by=w.noa())
    assert (again.pk, again.messages.count()) == (first.pk, 1)


def test_only_the_hash_of_the_token_is_stored():
    found = w.invited(w.a_space(), "avi")
    stored = [str(value) for value in Invitation.objects.filter(pk=found.pk).values_list().get()]
    assert len(found.token) >= 32
    assert found.token not in stored


def test_a_link_outlives_a_change_of_the_sites_key(settings):
    found = w.invited(w.a_space(), "avi")
    token, old = found.token, settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-key-of-at-least-thirty-two-signs", [old]
    assert Invitation.objects.get(pk=found.pk).token == token


@pytest.mark.parametrize(
    ("invitee", "reason"),
    [
        (Invitee("", "Avi"), "address is missing"),
        (Invitee("avi@world.example", ""), "name is missing"),
        (Invitee("avi at world", "Avi"), "not a mail address"),
        (Invitee("avi@health.gov.il", "Avi"), "government body"),
        (Invitee("avi@haifa.muni.il", "Avi"), "government body"),
    ],
)
def test_who_cannot_be_invited_is_told_why(invitee, reason):
    with pytest.raises(NotPossible, match=reason):
        invitation.invite(w.a_space(), invitee, by=w.noa())


def test_a_ministry_is_not_a_peer():
    with pytest.raises(NotPossible, match="not in the third sector"):
        invitation.invite(w.a_space(), Invitee("a@b.example", "A", w.the_ministry()), by=w.noa())


def test_a_member_is_not_invited_again():
    space = w.a_space()
    w.joined(space, "avi")
    with pytest.raises(NotPossible, match="Already a member"):
        w.invited(space, "avi")


def test_an_address_that_asked_not_to_be_written_to_is_left_alone():
    space = w.a_space()
    answering.stop_writing("Avi@world.example")
    with pytest.raises(NotPossible, match="asked not to be written to"):
        w.invited(space, "avi")
    assert Suppression.objects.get().reason == "asked"


def test_stop_writing_stops_what_is_queued_and_every_reminder():
    found = w.invited(w.a_space(), "avi")
    answering.stop_writing(found.email)
    found.refresh_from_db()
    assert found.next_reminder_at is None
    assert found.messages.get().state == MessageState.SUPPRESSED


def test_five_thousand_cost_as_many_statements_as_five(django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    costs = []
    for count in (5, 500):
        space = w.a_space(name=f"Space of {count}")
        people = [Invitee(f"p{count}-{n}@many.example", f"Person {n}") for n in range(count)]
        with CaptureQueriesContext(
            connection,
        ) as captured:
            found = invitation.invite_all(space, people, by=w.noa())
        assert [verdict.code for verdict in found] == ["ok"] * count
        costs.append(len(captured))
    assert costs[0] == costs[1]


def test_good_rows_go_and_bad_rows_say_why():
    rows = [
        Invitee("a@many.example", "A"),
        Invitee("a@many.example", "A again"),
        Invitee("nowhere", "B"),
        Invitee("c@x.gov.il", "C"),
    ]
    space = w.a_space()
    found = invitation.invite_all(space, rows, by=w.noa())
    assert [verdict.code for verdict in found] == ["ok", "twice", "invalid", "outside"]
    assert list(space.invitations.values_list("email", "state")) == [("a@many.example", "open")]


def test_accepting_makes_the_account_and_a_place_that_is_active_once_signed():
    found = w.invited(w.a_space(), "avi")
    membership = answering.accept(found)
    assert (membership.person.email, membership.is_active) == ("avi@world.example", False)
    assert w.signed(membership).is_active


def test_saying_yes_twice_is_the_same_yes():
    found = w.invited(w.a_space(), "avi")
    assert answering.accept(found) == answering.accept(found)


@pytest.mark.parametrize("to", ["decline", "defer", "delegate"])
def test_an_answer_ends_the_waiting_and_the_reminders(to):
    found = w.invited(w.a_space(), "avi")
    if to == "decline":
        answering.decline(found, reason="time", words="Next year")
    elif to == "defer":
        answering.defer(found, timezone.localdate() + timedelta(days=30))
    else:
        answering.delegate(found, name="Tamar Avni", email="tamar@world.example")
    found.refresh_from_db()
    assert found.next_reminder_at is None
    assert not Message.objects.filter(invitation=found, state=MessageState.QUEUED).exists()


def test_somebody_who_said_not_now_may_still_say_yes():
    found = w.invited(w.a_space(), "avi")
    answering.defer(found, timezone.localdate() + timedelta(days=30))
    assert answering.accept(found).person.email == "avi@world.example"


def test_somebody_who_said_not_now_may_say_yes_after_the_first_deadline():
    found = w.invited(w.a_space(), "avi")
    answering.defer(found, timezone.localdate() + timedelta(days=30))
    Invitation.objects.filter(pk=found.pk).update(deadline=timezone.now() - timedelta(days=1))
    assert answering.accept(found).person.email == "avi@world.example"


def test_a_late_or_paused_not_now_is_refused_like_every_answer():
    space = w.consolidated()
    found = w.invited(space, "raed")
    later = timezone.localdate() + timedelta(days=30)
    move_space(space, Stage.PAUSED, by=w.noa())
    with pytest.raises(NotPossible, match="rests"):
        answering.defer(found, later)
    move_space(space, Stage.CONSOLIDATED, by=w.noa())
    Invitation.objects.filter(pk=found.pk).update(deadline=timezone.now() - timedelta(hours=1))
    with pytest.raises(NotPossible, match="time to answer has passed"):
        answering.defer(found, later)


def test_sending_does_not_open_again_what_was_put_off():
    found = w.invited(w.a_space(), "avi")
    answering.defer(found, timezone.localdate() + timedelta(days=30))
    with pytest.raises(NotPossible, match="Only an approved invitation"):
        invitation.send(found, by=w.noa())


def test_a_colleague_gets_an_invitation_of_their_own_and_may_not_pass_it_on():
    found = w.invited(w.a_space(), "avi")
    colleague = answering.delegate(found, name="Tamar Avni", email="tamar@world.example")
    assert (colleague.state, colleague.delegated_from_id, colleague.organisation) == (
        "open",
        found.pk,
        found.organisation,
    )
    assert colleague.token != found.token
    with pytest.raises(NotPossible, match="passed on to you"):
        answering.delegate(colleague, name="Gil Or", email="gil@world.example")


def test_passing_on_to_a_government_address_is_refused_and_nothing_changes():
    found = w.invited(w.a_space(), "avi")
    with pytest.raises(NotPossible, match="government body"):
        answering.delegate(found, name="Ruth Regev", email="ruth@health.gov.il")
    found.refresh_from_db()
    assert found.state == InvitationState.OPEN


def test_a_late_answer_is_refused_until_more_time_is_given():
    found = w.invited(w.a_space(), "avi")
    Invitation.objects.filter(pk=found.pk).update(deadline=timezone.now() - timedelta(hours=1))
    with pytest.raises(NotPossible, match="time to answer has passed"):
        answering.accept(found)
    found.refresh_from_db()
    invitation.extend(found, timezone.now() + timedelta(days=3), by=w.noa())
    assert answering.accept(found).person.email == "avi@world.example"


def test_resending_keeps_the_link_and_the_deadline():
    found = w.mailed(w.invited(w.a_space(), "avi"))
    before = (found.token, found.deadline)
    invitation.resend(found, by=w.noa())
    found.refresh_from_db()
    assert (found.token, found.deadline) == before
    assert list(found.messages.order_by("id").values_list("kind", flat=True)) == ["invitation", "invitation_again"]


def test_a_withdrawn_invitation_cannot_be_accepted():
    found = w.invited(w.a_space(), "avi")
    invitation.withdraw(found, by=w.noa())
    with pytest.raises(NotPossible, match="taken back"):
        answering.accept(found)


def test_only_the_facilitator_sends_and_withdraws():
    space = w.consolidated()
    found = w.invited(space, "raed")
    for verb in (invitation.withdraw, invitation.resend):
        with pytest.raises(Forbidden):
            verb(found, by=w.a_person("dana"))


def test_a_peer_who_tries_to_invite_leaves_nothing_behind():
    space = w.consolidated()
    with pytest.raises(Forbidden):
        invitation.invite(space, Invitee("gil@world.example", "Gil Or"), by=w.a_person("dana"))
    assert not space.invitations.filter(email="gil@world.example").exists()


def test_a_peer_may_propose_a_peer_and_the_facilitator_sends():
    space = w.consolidated()
    dana = w.a_person("dana")
    found = invitation.draft(space, "peer", w.peer_named("raed"), by=dana)
    invitation.propose(found, by=dana)
    invitation.approve(found, by=w.noa())
    invitation.send(found, by=w.noa())
    found.refresh_from_db()
    assert found.state == InvitationState.OPEN


def test_a_paused_space_keeps_invitations_but_takes_no_answer():
    space = w.consolidated()
    found = w.invited(space, "raed")
    space = move_space(space, Stage.PAUSED, by=w.noa())
    with pytest.raises(NotPossible, match="rests"):
        answering.accept(found)
    move_space(space, Stage.CONSOLIDATED, by=w.noa())
    assert answering.accept(found).person.email == "raed@world.example"


def test_a_stakeholder_comes_in_by_the_groups_decision_which_is_recorded():
    space = w.cross_sector()
    found = w.stakeholder_invited(space)
    assert found.decision == space.decisions.get(topic="invite")
    membership = answering.accept(found)
    assert membership.role == "stakeholder"
    assert w.signed(membership, "annex").is_active


def test_whoever_noted_two_titles_at_their_organisation_can_say_yes():
    found, dana = w.invited(w.a_space(), "dana"), w.a_person("dana")
    for title in ("CEO", "Founder"):
        Position.objects.create(person=dana, organisation=found.organisation, title=title)
    answering.accept(found)
    assert sorted(dana.positions.values_list("title", flat=True)) == ["CEO", "Founder"]
