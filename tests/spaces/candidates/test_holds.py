"""“Please wait with this candidate”: asked in private, seen by the group from the next day on, never by whom."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from impact_spaces.lib.refusals import Forbidden, NotPossible
from spaces.actions import candidacy, holding, membership
from spaces.actions.space import move_space
from spaces.models import Candidacy, Message, Move
from spaces.models.hold import Holds
from spaces.states import Stage
from tests import world as w

pytestmark = pytest.mark.django_db
SEEN = "Somebody asked to wait with this candidate."


@pytest.fixture
def found():
    return w.put_forward(w.consolidated(), by=w.a_person("dana"))


def again(found):
    return Candidacy.objects.select_related("invitation__space").get(pk=found.pk)


def page(client, found, name):
    client.force_login(w.a_person(name))
    return client.get(reverse("spaces:candidates", args=[found.space.pk])).text


def desk(client, found):
    client.force_login(w.noa())
    return client.get(reverse("spaces:desk_candidates", args=[found.space.pk])).text


def later(days):
    return time_machine.travel(timezone.now() + timedelta(days=days), tick=True)


def test_the_group_sees_a_hold_from_the_next_day_on_and_not_by_whom(client, found):
    holding.ask_hold(found, by=w.a_person("avi"))
    assert [SEEN in page(client, found, name) for name in ("avi", "dana", "michal")] == [False] * 3
    assert "You asked to wait" in page(client, found, "avi")
    with later(1):
        assert [SEEN in page(client, found, name) for name in ("avi", "dana", "michal")] == [True] * 3
        assert "A hold stands." in desk(client, found)
        said = page(client, found, "dana") + desk(client, found)
        assert "Avi Nahum" not in said


def test_two_holds_read_as_one(client, found):
    holding.ask_hold(found, by=w.a_person("avi"))
    with later(1):
        one = without_tokens(page(client, found, "dana"))
        holding.ask_hold(found, by=w.a_person("michal"))
    with later(2):
        assert without_tokens(page(client, found, "dana")) == one


def without_tokens(said):
    import re

    return re.sub(r'(csrfmiddlewaretoken" value|csrf[^=]*)="[^"]*"', "", said)


def test_asking_twice_is_asking_once(found):
    for _time in range(2):
        holding.ask_hold(found, by=w.a_person("avi"))
    assert len(again(found).holds.all) == 1


def test_what_is_taken_back_on_the_same_day_leaves_nothing(client, found):
    holding.ask_hold(found, by=w.a_person("avi"))
    holding.take_back(found, by=w.a_person("avi"))
    assert again(found).holds == Holds()
    with later(1):
        assert SEEN not in page(client, found, "dana")


def test_taken_back_later_it_stands_until_night_and_the_group_goes_on_reading_that_one_was_asked(client, found):
    holding.ask_hold(found, by=w.a_person("avi"))
    with later(1):
        holding.take_back(found, by=w.a_person("avi"))
        assert "A hold stands." in desk(client, found)
    with later(2):
        assert "The hold was taken back." in desk(client, found)
        assert SEEN in page(client, found, "dana")
        assert "You asked to wait" not in page(client, found, "avi")


def test_taking_back_what_one_did_not_ask_for_takes_nothing(found):
    holding.ask_hold(found, by=w.a_person("avi"))
    holding.take_back(found, by=w.a_person("michal"))
    assert again(found).holds.asked_by(found.space.memberships.get(person=w.a_person("avi")))


def test_only_active_peers_ask(found):
    pending = w.answering.accept(w.invited(found.space, "raed")).person
    for person in (w.noa(), w.omer(), pending, None):
        for verb in (holding.ask_hold, holding.take_back):
            with pytest.raises(Forbidden):
                verb(found, by=person)


def test_a_standing_hold_is_decided_on_in_full_view_or_not_at_all(found):
    holding.ask_hold(found, by=w.a_person("avi"))
    space, until = found.space, timezone.now() + timedelta(days=20)
    with later(9):
        with pytest.raises(NotPossible, match="asks to wait"):
            candidacy.ask_group(space, [again(found)], by=w.noa(), closes_at=until)
        asked = candidacy.ask_group(space, [again(found)], by=w.noa(), closes_at=until, with_holds=True)
        assert SEEN in asked.proposal


def test_a_hold_of_the_last_hour_of_the_window_counts_when_the_window_is_over(found):
    last = found.window_until - timedelta(minutes=1)
    with time_machine.travel(last, tick=False):
        holding.ask_hold(found, by=w.a_person("avi"))
        assert again(found).window_is_open
    with time_machine.travel(found.window_until + timedelta(minutes=1), tick=False), pytest.raises(NotPossible):
        candidacy.ask_group(
            found.space, [again(found)], by=w.noa(), closes_at=found.window_until + timedelta(days=3)
        )  # fmt: skip


def test_a_pause_gives_its_days_back_to_the_window_which_ends_with_a_day(found):
    from datetime import time

    before = found.window_until
    move_space(found.space, Stage.PAUSED, by=w.noa())
    with later(3):
        move_space(found.space, Stage.CONSOLIDATED, by=w.noa())
    until = again(found).window_until
    assert timezone.localtime(until).time() == time.min
    assert timedelta(days=3) <= until - before <= timedelta(days=4)


def test_once_the_group_decides_one_objects_instead(found):
    w.agreed_on(found)
    with pytest.raises(NotPossible, match="object"):
        holding.ask_hold(again(found), by=w.a_person("avi"))


def test_nobody_asks_in_a_space_that_rests_nor_for_who_left_the_list(found):
    move_space(found.space, Stage.PAUSED, by=w.noa())
    with pytest.raises(NotPossible, match="rests"):
        holding.ask_hold(again(found), by=w.a_person("avi"))
    move_space(found.space, Stage.CONSOLIDATED, by=w.noa())
    w.invitation.withdraw(found.invitation, by=w.noa())
    with pytest.raises(NotPossible, match="not on the list"):
        holding.ask_hold(again(found), by=w.a_person("avi"))


def test_the_facilitator_asks_whoever_it_was_to_talk_and_every_peer_gets_the_same_mail(client, found):
    with pytest.raises(NotPossible, match="Nobody asks"):
        holding.ask_to_talk(found, by=w.noa())
    holding.ask_hold(found, by=w.a_person("avi"))
    with later(1):
        with pytest.raises(Forbidden):
            holding.ask_to_talk(found, by=w.a_person("dana"))
        holding.ask_to_talk(found, by=w.noa())
        today = f"candidates:{timezone.localdate():%Y%m%d}"
        assert Message.objects.filter(kind="candidates", occasion__endswith=today).count() == 3
        assert "please talk with me" in page(client, found, "michal")


def test_who_leaves_takes_the_wish_along(found):
    avi = found.space.memberships.get(person=w.a_person("avi"))
    holding.ask_hold(found, by=avi.person)
    with later(1):
        membership.end(avi, by=avi.person)
        assert [one.membership for one in again(found).holds.all] == [None]
    with later(2):
        assert not again(found).holds.stands(timezone.localdate())


def test_asking_leaves_no_trace_beside_the_seal(found):
    moves, mails = Move.objects.count(), Message.objects.count()
    before = {name: getattr(again(found), name) for name in plain_columns()}
    holding.ask_hold(found, by=w.a_person("avi"))
    assert (Move.objects.count(), Message.objects.count()) == (moves, mails)
    assert {name: getattr(again(found), name) for name in plain_columns()} == before


def plain_columns():
    return [one.attname for one in Candidacy._meta.fields if one.attname != "sealed_holds"]


def test_what_is_sealed_has_one_length_with_none_and_with_many(found):
    none = len(found.sealed_holds)
    for name in ("dana", "avi", "michal"):
        holding.ask_hold(found, by=w.a_person(name))
    assert len(again(found).sealed_holds) == none


def test_a_click_on_the_page_asks_and_takes_back(client, found):
    client.force_login(w.a_person("avi"))
    address = reverse("spaces:candidates", args=[found.space.pk])
    assert client.post(address, {"hold": found.pk}).url == address
    assert len(again(found).holds.all) == 1
    client.post(address, {"take_back": found.pk})
    assert again(found).holds == Holds()
    for odd in ("x", "", "9" * 30, "٣", found.pk + 1000):
        assert client.post(address, {"hold": odd}).status_code == 404
    client.force_login(w.noa())
    assert client.post(address, {"hold": found.pk}).status_code == 403
