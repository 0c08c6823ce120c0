from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from redis.exceptions import RedisError

from spaces.actions import agreement, answering, decision, invitation
from spaces.actions.moving import advance, move
from spaces.actions.space import move_space
from spaces.insights.board import waiting
from spaces.models import Invitation, Membership, Space
from spaces.models.agreement import Agreement
from spaces.models.invitation import Kind
from spaces.states import Stage
from tests import world as w

pytestmark = pytest.mark.django_db


def gathering(name="Non-formal education"):
    return move_space(w.a_space(name), Stage.GATHERING, by=w.noa())


def what_waits():
    return [(one.what, one.count) for one in waiting(w.noa())]


def bounce(one):
    mails = one.messages.all()
    for state in ("sending", "sent", "bounced"):
        advance(mails, state)


def test_nothing_waits_on_an_empty_desk(desk):
    page = desk.get(reverse("spaces:desk"))
    assert what_waits() == []
    assert "Nothing waits for you" in page.text
    assert "Open a space" in page.text


def test_a_mail_that_did_not_arrive_waits_until_the_address_is_corrected(db):
    one = w.invited(gathering(), "dana")
    bounce(one)
    assert what_waits() == [("undelivered", 1)]
    invitation.withdraw(one, by=w.noa())
    assert what_waits() == []


def test_a_mail_that_arrived_the_second_time_no_longer_waits(db):
    one = w.invited(gathering(), "dana")
    bounce(one)
    invitation.resend(one, by=w.noa())
    assert what_waits() == []


def test_a_deadline_waits_within_three_days_and_what_ran_out_for_a_week(db):
    space = gathering()
    now = timezone.now()
    one = invitation.invite(space, w.peer_named("dana"), by=w.noa(), deadline=now + timedelta(days=5))
    assert what_waits() == []
    assert [w_.what for w_ in waiting(w.noa(), now=now + timedelta(days=3))] == ["deadline"]
    one.refresh_from_db()
    move(one, "expired", by=None)
    assert [w_.what for w_ in waiting(w.noa(), now=now + timedelta(days=6))] == ["expired"]
    assert waiting(w.noa(), now=now + timedelta(days=13)) == []


def test_a_decision_waits_with_those_who_have_not_answered(db):
    space = w.consolidated()
    asked = decision.open_decision(
        space, by=w.noa(), title="Meet monthly?", proposal="Yes", closes_at=timezone.now() + timedelta(days=2)
    )
    decision.respond(asked, by=w.a_person("dana"), answer="consent")
    (one,) = [one for one in waiting(w.noa()) if one.what == "decision"]
    assert (one.count, one.about, one.key, one.when) == (2, "Meet monthly?", asked.pk, asked.closes_at)


def test_documents_wait_for_those_who_have_not_signed(db):
    space = w.consolidated()
    assert what_waits() == []
    annex = agreement.publish(space, Agreement.Kind.ANNEX, "Together", by=w.noa())
    assert what_waits() == [("unsigned", 3)]
    for member in space.memberships.active().peers():
        agreement.sign(annex, member, by=member.person, name="Me")
    assert what_waits() == []


def test_a_missing_foundation_document_waits_as_soon_as_somebody_accepted(db):
    space = gathering()
    one = w.invited(space, "dana")
    assert what_waits() == []
    answering.accept(one)
    assert what_waits() == [("document", 1)]
    w.published(space, Agreement.Kind.FOUNDATION)
    assert what_waits() == [("unsigned", 1)]


def test_a_peers_proposal_waits_for_the_facilitators_word(db):
    space = w.consolidated()
    found = invitation.draft(space, Kind.PEER, w.peer_named("raed"), by=w.a_person("dana"))
    invitation.propose(found, by=w.a_person("dana"))
    assert what_waits() == [("proposal", 1)]


def test_a_candidate_waits_for_the_groups_question_and_once_the_door_is_open_for_approval(db):
    space = w.consolidated()
    found = w.put_forward(space)
    assert what_waits() == []
    w.window_over(found)
    assert what_waits() == [("candidates", 1)]
    w.agreed_on(found)
    assert what_waits() == []
    move_space(w.with_evidence(space), Stage.CROSS_SECTOR, by=w.noa())
    assert what_waits() == [("proposal", 1)]


def test_somebody_who_asked_to_be_asked_later_waits_when_the_day_has_come(db):
    one = w.invited(gathering(), "dana")
    answering.defer(one, timezone.localdate() + timedelta(days=10))
    assert waiting(w.noa(), now=timezone.now() + timedelta(days=9)) == []
    assert [one.what for one in waiting(w.noa(), now=timezone.now() + timedelta(days=10))] == ["deferred"]


def test_a_paused_space_asks_for_nothing(db):
    space = gathering()
    bounce(w.invited(space, "dana"))
    move_space(space, Stage.PAUSED, by=w.noa())
    assert what_waits() == []


def test_each_thing_that_waits_leads_to_where_it_is_done(desk):
    space = gathering()
    bounce(w.invited(space, "dana"))
    page = desk.get(reverse("spaces:desk"))
    assert "1 thing waits for you" in page.text
    (row,) = page.context["waiting"]
    assert row["text"] == "1 invitation did not arrive"
    assert space.name in row["soft"]
    listed = desk.get(row["url"])
    assert [one.name for one in listed.context["rows"]] == ["Dana Cohen"]


def test_a_card_tells_stage_people_answers_and_what_is_next(desk):
    space = w.consolidated()
    w.invited(space, "raed")
    (card,) = desk.get(reverse("spaces:desk")).context["cards"]
    assert (card.stage, card.count, [one["name"] for one in card.people]) == (
        "consolidated group", 3, ["Dana Cohen", "Avi Nahum", "Michal Lavi"],
    )  # fmt: skip
    assert [(label, n) for label, n, _tone in card.answers if n] == [("accepted", 3), ("waiting for an answer", 1)]
    assert card.next == "3 members"


def test_closed_spaces_stand_apart(desk):
    w.consolidated("Open")
    move_space(w.consolidated("Over"), Stage.CLOSED, by=w.noa())
    now, over = (desk.get(reverse("spaces:desk") + query).context["cards"] for query in ("", "?over"))
    assert ([card.space.name for card in now], [card.space.name for card in over]) == (["Open"], ["Over"])


def busy_spaces(count):
    """Spaces that each have everything the desk asks about."""
    for n in range(count):
        space = w.consolidated(f"Space {count}-{n}", peers=("dana", "avi"))
        bounce(w.invited(space, "raed"))
        w.candidate(space)
        agreement.publish(space, Agreement.Kind.ANNEX, "Together", by=w.noa())
        decision.open_decision(
            space, by=w.noa(), title="Monthly?", proposal="Yes", closes_at=timezone.now() + timedelta(days=2)
        )


def test_the_desk_asks_the_database_the_same_number_of_times_for_many_spaces(desk, queries):
    busy_spaces(3)
    few = queries(lambda: desk.get(reverse("spaces:desk")))
    busy_spaces(9)
    assert queries(lambda: desk.get(reverse("spaces:desk"))) == few
    assert len(desk.get(reverse("spaces:desk")).context["cards"]) == 12


def test_three_hundred_spaces_are_paged_by_key(desk, queries):
    spaces = Space.objects.bulk_create([Space(name=f"Space {n:03}", purpose="One") for n in range(300)])
    Membership.objects.bulk_create(
        [Membership(space=space, person=w.noa(), role="facilitator", active_since=timezone.now()) for space in spaces]
    )
    seen, url = [], reverse("spaces:desk")
    assert queries(lambda: desk.get(url)) < 24
    while True:
        page = desk.get(url).context["page"]
        seen += [space.name for space in page.rows]
        if not page.older:
            break
        url = reverse("spaces:desk") + page.older
    assert seen == [f"Space {n:03}" for n in reversed(range(300))]


def test_only_the_first_rows_are_shown_until_all_are_asked_for(desk):
    for n in range(10):
        bounce(w.invited(gathering(f"Space {n}"), "dana"))
    page = desk.get(reverse("spaces:desk"))
    assert (len(page.context["waiting"]), page.context["hidden"]) == (8, 2)
    assert "10 things wait for you" in page.text
    assert len(desk.get(reverse("spaces:desk") + "?all").context["waiting"]) == 10
    assert Invitation.objects.count() == 10


def test_the_desk_opens_while_the_cache_is_away(desk, monkeypatch):
    def away(*_keys):
        raise RedisError

    monkeypatch.setattr(cache, "get_many", away)
    assert "Mails do not go out at the moment" in desk.get("/desk/").content.decode()
