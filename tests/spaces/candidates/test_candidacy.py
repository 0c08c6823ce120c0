"""From a proposal for a need to the group's decision, and from that to an invitation in the name of the space."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from impact_spaces.lib.refusals import Forbidden, NotPossible
from spaces import gate
from spaces.actions import amending, answering, candidacy, decision, invitation
from spaces.actions.delivery import deliver_due
from spaces.actions.space import move_space
from spaces.models import Candidacy, Invitation, Message
from spaces.models.decision import Answer, Topic
from spaces.states import InvitationState, Stage
from spaces.vetting import Invitee
from tests import world as w
from tests.spaces.attacks import refused, sql

pytestmark = pytest.mark.django_db


@pytest.fixture
def space():
    return w.consolidated()


def in_three_days():
    return timezone.now() + timedelta(days=3)


def asked(space, *found, **how):
    return candidacy.ask_group(space, found, by=w.noa(), closes_at=in_three_days(), **how)


def answered(question, answer=Answer.CONSENT, reason=""):
    for response in question.responses.select_related("membership__person"):
        decision.respond(question, by=response.membership.person, answer=answer, reason=reason)
    question.refresh_from_db()
    return question


# Putting forward


def test_a_candidate_has_a_need_a_reason_a_window_and_peers_who_are_told_that_something_is_new(space):
    need = w.a_need(space)
    found = w.put_forward(space, by=w.a_person("dana"))
    assert (found.need, found.by, found.invitation.state) == (need, w.a_person("dana"), "proposed")
    assert found.last_day == timezone.localdate() + timedelta(days=space.hold_days)
    mails = Message.objects.filter(kind="candidates")
    assert set(mails.values_list("address", flat=True)) == {f"{one}@world.example" for one in ("dana", "avi", "michal")}
    w.put_forward(space, Invitee("yoav@health.gov.il", "Yoav Tal", w.the_ministry()))
    assert mails.count() == 3  # one a day is enough


def test_the_mail_names_nobody(space, mailoutbox):
    w.put_forward(space)
    deliver_due()
    (mail,) = [one for one in mailoutbox if "list of candidates" in one.subject and "dana@world.example" in one.to]
    said = f"{mail.subject} {mail.body} {mail.alternatives[0].content}"
    assert [word in said for word in ("Ruth", "משרד", "health.gov", "discharge")] == [False] * 4
    assert f"/my/spaces/{space.pk}/candidates/" in mail.body


@pytest.mark.parametrize("who", ["noa", "dana"])
def test_facilitators_and_active_peers_put_forward_and_nobody_else(space, who):
    assert w.put_forward(space, by=w.a_person(who)).by == w.a_person(who)
    pending = answering.accept(w.invited(space, "raed")).person
    for person in (w.omer(), pending):
        with pytest.raises(Forbidden):
            w.put_forward(space, Invitee("yoav@x.example", "Yoav"), by=person)


@pytest.mark.parametrize("how", [{"need": None}, {"why": " "}])
def test_without_a_need_or_a_reason_nobody_is_a_candidate(space, how):
    with pytest.raises(NotPossible):
        w.put_forward(space, **how)
    assert not Invitation.objects.filter(kind="stakeholder").exists()


def test_the_need_is_the_spaces_own(space):
    with pytest.raises(NotPossible, match="need"):
        w.put_forward(space, need=w.a_need(w.consolidated("Another")))


@pytest.mark.parametrize("stage", [Stage.EXPLORING, Stage.GATHERING, Stage.PAUSED, Stage.CLOSED])
def test_only_a_consolidated_group_has_candidates(stage):
    space = w.space_at(stage)
    need = space.needs.create(version=1, text="Soon", by=w.noa())
    with pytest.raises(NotPossible):
        w.put_forward(space, need=need)


def test_nobody_is_put_forward_twice_and_a_draft_of_another_way_is_taken_up(space):
    drafted = invitation.draft(space, "stakeholder", w.ruth_as_invitee(), by=w.a_person("avi"))
    found = w.put_forward(space)
    assert found.invitation == drafted
    with pytest.raises(NotPossible, match="proposed or invited already"):
        w.put_forward(space)
    peer = w.invited(space, "raed")
    with pytest.raises(NotPossible, match="proposed or invited already"):
        w.put_forward(space, Invitee(peer.email, "Raed"))


def test_the_group_reads_who_proposes_unless_they_chose_otherwise(client, space):
    w.put_forward(space, by=w.a_person("dana"))
    w.put_forward(space, Invitee("yoav@x.example", "Yoav Tal"), by=w.a_person("michal"), with_name=False)
    said = listed(client, space, "avi")
    assert "Proposed by Dana Cohen" in said
    assert "without a name" in said
    assert "Michal" not in said.split("<main", 1)[1]


# The list


def listed(client, space, name):
    client.force_login(w.a_person(name))
    return client.get(reverse("spaces:candidates", args=[space.pk])).text


def test_the_list_belongs_to_peers_and_facilitator(client):
    space = w.cross_sector()
    ruth = w.ruth_joined(space)
    w.put_forward(space, Invitee("yoav@health.gov.il", "Yoav Tal", w.the_ministry()))
    for name in ("dana", "noa"):
        assert "Yoav Tal" in listed(client, space, name)
    for person in (ruth.person, w.omer()):
        client.force_login(person)
        assert client.get(reverse("spaces:candidates", args=[space.pk])).status_code == 404


@pytest.mark.parametrize("name", ["spaces:candidates", "spaces:desk_candidates"])
def test_the_lists_cost_the_same_with_1_and_with_3_candidates(client, space, name):
    client.force_login(w.noa())
    costs = []
    for number in range(3):
        w.put_forward(space, Invitee(f"p{number}@x.example", f"P {number}", w.an_organisation(f"Body {number}")))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse(name, args=[space.pk])).status_code == 200
        costs.append(len(captured))
    assert costs[0] == costs[2]


# Asking the group


def test_the_group_is_asked_once_the_window_is_over(space):
    found = w.put_forward(space)
    with pytest.raises(NotPossible, match="window is over"):
        asked(space, found)
    question = asked(space, w.window_over(found))
    found.refresh_from_db()
    assert (found.decision, question.topic, question.title) == (question, Topic.INVITE, "Shall we invite Ruth Regev?")
    assert "She decides on discharge" in question.proposal
    assert question.responses.count() == 3


def test_the_window_is_over_by_itself_after_the_days_of_the_space(space):
    found = w.put_forward(space)
    with time_machine.travel(found.window_until - timedelta(seconds=1)), pytest.raises(NotPossible):
        asked(space, found)
    with time_machine.travel(found.window_until + timedelta(seconds=1)):
        assert asked(space, found).is_open


def test_several_are_asked_about_at_once_and_none_twice(space):
    both = [w.window_over(w.put_forward(space, Invitee(f"p{n}@x.example", f"P {n}"))) for n in range(2)]
    question = asked(space, *both)
    assert question.title == "Shall we invite these 2?"
    with pytest.raises(NotPossible, match="decides on P 0 already"):
        asked(space, both[0])


def test_what_cannot_be_asked(space):
    found = w.window_over(w.put_forward(space))
    with pytest.raises(Forbidden):
        candidacy.ask_group(space, [found], by=w.a_person("dana"), closes_at=in_three_days())
    with pytest.raises(NotPossible, match="at least one"):
        asked(space)
    with pytest.raises(NotPossible, match="of this space"):
        asked(w.consolidated("Another"), found)
    with pytest.raises(NotPossible, match="lie ahead"):
        candidacy.ask_group(space, [found], by=w.noa(), closes_at=timezone.now())
    invitation.withdraw(found.invitation, by=w.noa())
    with pytest.raises(NotPossible, match="not among the candidates"):
        asked(space, found)


def test_an_objection_keeps_a_candidate_on_the_list_and_the_group_can_be_asked_again(space):
    found = w.window_over(w.put_forward(space))
    answered(asked(space, found), Answer.OBJECTION, "She funds us")
    found.refresh_from_db()
    assert gate.deciding(found) is False
    assert asked(space, found).is_open


def test_an_amended_proposal_is_about_the_same_people(space):
    found = w.window_over(w.put_forward(space))
    former = answered(asked(space, found), Answer.OBJECTION, "Not in the first year")
    later = amending.amend(former, by=w.noa(), proposal="After the first year", closes_at=in_three_days())
    found.refresh_from_db()
    assert found.decision == later
    answered(later)
    space = move_space(w.with_evidence(space), Stage.CROSS_SECTOR, by=w.noa())
    invitation.approve(Invitation.objects.get(pk=found.invitation_id), by=w.noa())


def test_who_was_invited_by_a_decision_stays_so_when_it_is_amended():
    space = w.cross_sector()
    ruth = w.stakeholder_invited(space)
    amending.amend(ruth.decision, by=w.noa(), proposal="Later", closes_at=in_three_days())
    ruth.candidacy.refresh_from_db()
    assert ruth.candidacy.decision == ruth.decision
    assert answering.accept(ruth).role == "stakeholder"


def test_the_desk_asks_with_what_was_ticked_and_keeps_what_was_said_when_it_cannot(client, space):
    found = w.put_forward(space)
    client.force_login(w.noa())
    address = reverse("spaces:desk_candidates", args=[space.pk])
    day = (timezone.localdate() + timedelta(days=4)).isoformat()
    assert "window is over" in client.post(address, {"candidacies": found.pk, "closes_at": day}).text
    w.window_over(found)
    assert "choose at least one" in client.post(address, {"closes_at": day}).text
    for odd in ("x", "0", "9" * 40):
        assert client.post(address, {"candidacies": odd, "closes_at": day}).status_code == 200
    answer = client.post(address, {"candidacies": found.pk, "closes_at": day})
    found.refresh_from_db()
    assert answer.url == reverse("spaces:desk_decision", args=[found.decision_id])


# From the decision to the invitation


def test_nobody_is_approved_by_the_decision_to_open_the_door_alone():
    space = w.cross_sector()
    found = w.candidate(space)
    with pytest.raises(NotPossible, match="has not agreed to invite this person"):
        invitation.approve(found, by=w.noa())


def test_the_group_may_agree_before_the_door_opens_in_one_sitting(space):
    found = w.put_forward(space)
    agreed = w.agreed_on(found)
    space = move_space(w.with_evidence(space), Stage.CROSS_SECTOR, by=w.noa())
    one = Invitation.objects.get(pk=found.invitation_id)
    invitation.approve(one, by=w.noa())
    invitation.send(one, by=w.noa())
    assert (one.state, one.decision) == ("open", agreed)


@pytest.mark.parametrize(("answer", "reason"), [(Answer.OBJECTION, "She funds us"), (None, "")])
def test_an_objection_or_silence_is_no_consent(answer, reason):
    space = w.cross_sector()
    found = w.window_over(w.put_forward(space))
    question = asked(space, found)
    if answer:
        answered(question, answer, reason)
    one = found.invitation
    assert refused(lambda: invitation.approve(one, by=w.noa()))
    forced = "UPDATE spaces_invitation SET state = 'approved', decision_id = %s WHERE id = %s"
    assert refused(sql, forced, question.pk, one.pk)


def test_a_colleague_comes_by_the_decision_on_whoever_passed_the_invitation_on():
    found = w.stakeholder_invited(w.cross_sector())
    colleague = answering.delegate(found, name="Yoav Tal", email="yoav@health.gov.il")
    assert (colleague.state, colleague.decision) == ("open", found.decision)
    assert answering.accept(colleague).role == "stakeholder"


def test_a_wrong_address_is_corrected_and_the_decision_goes_along(client):
    space = w.cross_sector()
    found = w.stakeholder_invited(space)
    client.force_login(w.noa())
    client.post(reverse("spaces:invitation_do", args=[found.pk, "correct"]), {"email": "regev@health.gov.il"})
    made = space.invitations.get(email="regev@health.gov.il")
    assert (made.state, made.decision, made.candidacy.decision) == ("open", found.decision, found.decision)
    assert Candidacy.objects.count() == 1


def test_a_mail_to_somebody_outside_names_the_space_and_the_day_and_no_person(mailoutbox):
    space = w.cross_sector()
    found = w.put_forward(space, by=w.a_person("dana"))
    w.agreed_on(found)
    one = found.invitation
    invitation.approve(one, by=w.noa())
    invitation.send(one, by=w.noa())
    deliver_due()
    (mail,) = [sent for sent in mailoutbox if "ruth@health.gov.il" in sent.to]
    from django.utils import formats

    day = formats.date_format(timezone.localdate(), "DATE_FORMAT")
    assert f"On {day} the group decided together to invite you by name." in mail.body.replace("\n", " ")
    assert space.name in mail.subject
    assert "Dana" not in mail.body


# Past the verbs

FORGERIES = {
    "the door's decision": lambda s, one: forced(one, s.decisions.get(topic="open_door").pk),
    "no decision": lambda s, one: forced(one, None),
    "an agreed decision on whom to invite that was not on her": lambda s, one: forced(one, agreed_on_nobody(s).pk),
    "a decision of another space": lambda s, one: forced(one, another_spaces().pk),
    "her candidacy put into an agreed decision afterwards": lambda s, one: put_in(s, one, agreed_on_nobody(s)),
    "her candidacy put into a decision that somebody answered": lambda s, one: put_in(s, one, half_answered(s)),
    "somebody else's candidacy turned to her": lambda s, one: turned(s, one),
    "passed on by nobody": lambda s, one: passed_on(s, one),
    "a candidacy born with a decision": lambda s, one: born_agreed(s, one),
}


def forced(one, decision_id):
    sql("UPDATE spaces_invitation SET state = 'approved', decision_id = %s WHERE id = %s", decision_id, one.pk)


def agreed_on_nobody(space):
    return answered(
        decision.open_decision(
            space, by=w.noa(), title="Anybody?", proposal="-", closes_at=in_three_days(), topic=Topic.INVITE
        )
    )


def half_answered(space):
    question = decision.open_decision(
        space, by=w.noa(), title="Who?", proposal="-", closes_at=in_three_days(), topic=Topic.INVITE
    )
    decision.respond(question, by=w.a_person("dana"), answer=Answer.CONSENT)
    return question


def another_spaces():
    other = w.consolidated("Another")
    return w.agreed_on(w.put_forward(other))


def put_in(space, one, question):
    sql("UPDATE spaces_candidacy SET decision_id = %s WHERE invitation_id = %s", question.pk, one.pk)
    forced(one, question.pk)


def turned(space, one):
    other = w.put_forward(space, Invitee("yoav@health.gov.il", "Yoav Tal", w.the_ministry()))
    agreed = w.agreed_on(other)
    invitation.withdraw(other.invitation, by=w.noa())
    row = invitation.draft(space, "stakeholder", Invitee("gal@health.gov.il", "Gal Or", w.the_ministry()), by=w.noa())
    sql("UPDATE spaces_candidacy SET invitation_id = %s WHERE id = %s", row.pk, other.pk)
    forced(one, agreed.pk)


def passed_on(space, one):
    other = w.put_forward(space, Invitee("yoav@health.gov.il", "Yoav Tal", w.the_ministry()))
    agreed = w.agreed_on(other)
    sql("UPDATE spaces_invitation SET delegated_from_id = %s WHERE id = %s", other.invitation_id, one.pk)
    forced(one, agreed.pk)


def born_agreed(space, one):
    agreed = agreed_on_nobody(space)
    row = invitation.draft(space, "stakeholder", Invitee("gal@health.gov.il", "Gal Or", w.the_ministry()), by=w.noa())
    Candidacy.objects.create(
        invitation=row, need=w.a_need(space), why="-", by=w.noa(), window_until=timezone.now(),
        decision=agreed, sealed_holds="",
    )  # fmt: skip


@pytest.mark.parametrize("way", FORGERIES)
def test_the_database_wants_this_persons_own_agreed_decision(way):
    space = w.cross_sector()
    one = w.candidate(space)
    assert refused(FORGERIES[way], space, one)
    assert Invitation.objects.get(pk=one.pk).state == InvitationState.PROPOSED


def test_a_candidacy_is_kept_for_good():
    found = w.put_forward(w.consolidated())
    with pytest.raises(Exception, match="Cannot"), w.savepoint():
        found.delete()
