"""Objecting through the facilitator: it counts fully, and nobody among the peers finds out whose it is."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from impact_spaces.lib.refusals import Forbidden, NotPossible
from spaces.actions import amending, decision, objecting
from spaces.insights import decision as insights
from spaces.models import Message, Response
from spaces.models.confided import confided_in
from tests import world as w
from tests.spaces.consent.rounds import (
    NAMES,
    a_group,
    asked,
    confide,
    desk_page,
    fresh,
    in_days,
    outcome,
    page,
    say,
)  # fmt: skip

pytestmark = pytest.mark.django_db
GIVEN, WORDS = "The funder of my work would not like it", "Some of us would carry a risk that others do not"


def a_closed_round(author="michal", size=6, **more):
    """Closed by the last answer, with one objection that was confided and worded."""
    found = asked(a_group(size, **more))
    objecting.word_objection(confide(found, author, GIVEN), by=w.noa(), text=WORDS)
    say(found, *[name for name in NAMES[:size] if name != author])
    return fresh(found)


def test_the_facilitator_reads_it_at_once_and_nobody_else_does():
    found = asked(a_group())
    confide(found, "michal", GIVEN)
    assert GIVEN in desk_page(found)
    assert "Michal Lavi" in desk_page(found)
    assert GIVEN in page("michal", found)
    assert GIVEN not in page("avi", found)
    assert "michal" not in page("avi", found).lower()


def test_it_counts_fully():
    assert outcome(a_closed_round()) == "objected"


@pytest.mark.parametrize("reader", [name for name in NAMES if name != "michal"])
def test_no_peer_sees_any_position_with_a_name(reader):
    found = a_closed_round()
    seen = page(reader, found)
    assert WORDS in seen
    assert GIVEN not in seen
    own = w.a_person(reader).name
    assert [w.a_person(name).name for name in NAMES if w.a_person(name).name in seen.replace(own, "")] == []


def test_pages_of_all_peers_are_the_same_but_for_their_own_part():
    """Whoever compares pages, their own with another's, learns nothing but what each said themselves."""
    found = a_closed_round()
    told = [insights.result(found, is_inside=True) for _reader in NAMES]
    assert len({json.dumps([one.named, one.counts, [row.words for row in one.objections]]) for one in told}) == 1
    assert told[0].positions == []
    assert [(n, tone) for _words, n, tone in told[0].counts] == [
        (5, "consent"), (1, "objection"), (0, "recused"), (0, "silent"),
    ]  # fmt: skip


def test_the_desk_shows_names_only_beside_what_was_confided():
    seen = desk_page(a_closed_round())
    assert "Michal Lavi" in seen
    assert [w.a_person(name).name for name in NAMES if name != "michal" and w.a_person(name).name in seen] == []


def test_counts_are_withheld_where_few_took_part():
    found = a_closed_round(size=4)
    assert insights.result(found, is_inside=True).counts == []
    assert WORDS in page("avi", found)


def test_who_has_not_answered_is_told_to_nobody_among_the_peers():
    found = asked(a_group())
    confide(found, "michal")
    say(found, "dana")
    for name in NAMES:
        assert w.a_person("raed").name not in page(name, found).replace(w.a_person(name).name, "")
    assert "Raed Khatib" in desk_page(found)


def test_an_objection_of_ones_own_name_is_shown_without_it_beside_one_that_was_confided():
    found = asked(a_group())
    say(found, "avi", answer="objection", reason="Too far for the south")
    objecting.word_objection(confide(found, "michal"), by=w.noa(), text=WORDS)
    say(found, "dana", "raed", "tamar", "yael")
    seen = page("dana", found)
    assert ("Too far for the south" in seen, WORDS in seen, "Avi Nahum" in seen) == (True, True, False)
    assert set(fresh(found).objections.values_list("response", flat=True)) == {None}


def test_from_the_tables_alone_all_places_of_the_round_look_the_same():
    found = a_closed_round()
    columns = ("answer", "reason", "answered_at", "recorded_by", "confirmed_by", "changeable_until")
    rows = Response.objects.filter(decision=found)
    assert len(set(rows.values_list(*columns))) == 1
    assert len({len(row.sealed) for row in rows}) == 1


def test_taking_it_back_leaves_no_trace_for_the_group():
    found = asked(a_group())
    confided = confide(found, "michal")
    say(found, *NAMES)
    assert (outcome(found), fresh(found).is_unnamed, fresh(found).objections.count()) == ("agreed", False, 0)
    assert "Michal Lavi" in page("avi", found)
    with pytest.raises(NotPossible, match="taken back"):
        objecting.word_objection(confided, by=w.noa(), text=WORDS)


def test_other_words_of_the_author_want_new_words_of_the_facilitator():
    found = asked(a_group())
    objecting.word_objection(confide(found, "michal"), by=w.noa(), text=WORDS)
    confide(found, "michal", "It is another reason")
    assert [(one.reason, one.words) for one in confided_in(found)] == [("It is another reason", "")]


def test_the_same_words_again_change_nothing():
    found = asked(a_group())
    first = confide(found, "michal")
    objecting.word_objection(first, by=w.noa(), text=WORDS)
    again = confide(found, "michal")
    assert (again.key, again.words) == (first.key, WORDS)


def test_words_may_follow_after_the_end_and_then_stay():
    found = asked(a_group())
    confided = confide(found, "michal")
    say(found, *[name for name in NAMES if name != "michal"])
    assert "Its words follow" in page("avi", found)
    objecting.word_objection(confided, by=w.noa(), text=WORDS)
    objecting.word_objection(confided, by=w.noa(), text=WORDS)
    assert WORDS in page("avi", found)
    with pytest.raises(NotPossible, match="read these words already"):
        objecting.word_objection(confided, by=w.noa(), text="Something else")


def test_only_the_facilitator_of_the_space_words_it_and_only_the_roster_confides():
    found = asked(a_group())
    confided = confide(found, "michal")
    for person in (w.a_person("avi"), w.a_person("tal", is_facilitator=True)):
        with pytest.raises(Forbidden):
            objecting.word_objection(confided, by=person, text=WORDS)
    with pytest.raises(Forbidden):
        confide(found, "noa")
    with pytest.raises(NotPossible, match="reason"):
        confide(found, "avi", "  ")


def test_the_mail_to_the_facilitator_carries_no_name_and_not_the_minute():
    found = asked(a_group())
    confide(found, "michal", GIVEN)
    confide(found, "avi", GIVEN)
    (mail,) = Message.objects.filter(kind="confided")
    assert mail.address == "noa@world.example"
    assert "michal" not in mail.occasion
    assert (mail.due_at.minute, mail.due_at.second, mail.created_at) == (0, 0, mail.due_at)
    assert mail.due_at > timezone.now()


def test_all_ways_to_answer_share_an_address_and_a_reply():
    replies = []
    for answer in ("consent", "confided", "objection", "recused"):
        found = asked(a_group(name=f"Space of {answer}"))
        client = Client()
        client.force_login(w.a_person("michal"))
        reply = client.post(reverse("spaces:decision", args=[found.pk]), {"answer": answer, "reason": "Why"})
        told = [str(message) for message in client.get(reply.url).context["messages"]]
        replies.append((reply.status_code, reply.url.replace(str(found.pk), "N"), *told))
    assert len(set(replies)) == 1


def test_whoever_confided_finds_it_in_the_copy_of_their_data_and_nobody_else_does():
    a_closed_round()
    copies = {}
    for name in ("michal", "avi", "noa"):
        client = Client()
        client.force_login(w.a_person(name))
        copies[name] = b"".join(client.get(reverse("spaces:my_copy"))).decode()
    assert [GIVEN in copies[name] for name in ("michal", "avi", "noa")] == [True, False, False]
    assert WORDS not in copies["avi"]


def test_a_later_version_tells_nothing_about_the_author():
    found = a_closed_round()
    (objection,) = found.objections.all()
    later = amending.amend(
        found, by=w.noa(), proposal="Every month.", closes_at=in_days(9), integrates=[(objection, "Shared by all")]
    )
    say(later, *NAMES)
    assert (outcome(later), insights.integrated_objections(found.space)) == ("agreed", 1)
    seen = page("avi", found) + desk_page(later)[desk_page(later).index("<h1>") :].split('id="outcome"')[0]
    assert "Michal Lavi" not in seen
    assert GIVEN not in seen


def test_who_left_takes_the_objection_along():
    from spaces.actions.membership import end

    space = a_group(3)
    found = asked(space)
    confide(found, "michal")
    say(found, "dana")
    end(space.memberships.get(person=w.a_person("michal")), by=w.a_person("michal"))
    say(found, "avi")
    assert (outcome(found), fresh(found).is_unnamed) == ("agreed", False)
    assert "Michal Lavi" not in page("avi", found)


def test_the_door_stays_closed_over_an_objection_that_was_confided():
    space = a_group(3)
    found = asked(space, topic="open_door")
    confide(found, "michal")
    say(found, "dana", "avi")
    assert outcome(found) == "objected"


def test_a_person_may_turn_from_confiding_to_their_own_name():
    found = asked(a_group(3))
    confide(found, "michal")
    decision.respond(found, by=w.a_person("michal"), answer="objection", reason=GIVEN)
    say(found, "dana", "avi")
    assert "Objection of Michal Lavi" in page("avi", found)


def test_the_admin_has_no_page_of_decisions():
    from django.contrib import admin

    named = {model.__name__ for model in admin.site._registry}
    assert named & {"Decision", "Response", "Objection", "Question", "Review"} == set()


def test_a_page_takes_as_many_queries_for_a_large_group_as_for_a_small_one():
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    numbers = []
    for size in (3, 6):
        found = a_closed_round(size=size, name=f"Space of {size}")
        with CaptureQueriesContext(connection) as seen:
            page("avi", found)
            desk_page(found)
        numbers.append(len(seen))
    assert numbers[0] == numbers[1]
