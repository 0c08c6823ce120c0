"""The list of a space's invitations, and what is done with many of them at once."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from spaces.actions import answering, invitation, mailing
from spaces.actions.mailing import begin
from spaces.actions.moving import advance, move
from spaces.actions.space import move_space
from spaces.models import Invitation, Message
from spaces.states import Stage
from spaces.vetting import Invitee
from spaces.views import bulk
from tests import world as w

pytestmark = pytest.mark.django_db


@pytest.fixture
def space(db):
    return move_space(w.a_space("Non-formal education"), Stage.GATHERING, by=w.noa())


def invited(space, *names, **how):
    return [
        invitation.invite(space, Invitee(f"{name}@world.example", name.title(), **how), by=w.noa()) for name in names
    ]


def listed(desk, space, query=""):
    return desk.get(reverse("spaces:invitations", args=[space.pk]) + query)


def names(page):
    return [row.name for row in page.context["rows"]]


def many(desk, space, verb, chosen, **data):
    address = reverse("spaces:invitations_bulk", args=[space.pk, verb])
    return desk.post(address, {"ids": [one.pk for one in chosen], **data})


def said(answer, desk):
    """What the page that follows says about what was done."""
    return [str(message) for message in desk.get(answer.url).context["messages"]]


def bounce(one):
    for state in ("sending", "sent", "bounced"):
        advance(one.messages.all(), state)


def test_each_row_tells_the_answer_and_apart_from_it_the_fate_of_the_mail(desk, space):
    avi, dana = invited(space, "avi", "dana")
    bounce(avi)
    answering.accept(dana)
    rows = {row.name: (row.answer, row.tone, row.mail, row.mail_tone) for row in listed(desk, space).context["rows"]}
    assert rows == {
        "Avi": ("waiting for an answer", "wait", "did not arrive", "stop"),
        "Dana": ("accepted", "good", "no longer needed", "plain"),
    }


def test_each_row_tells_what_is_next(desk, space):
    waiting, deferred, delegated, undelivered = invited(space, "waiting", "deferred", "delegated", "undelivered")
    day = timezone.localdate() + timedelta(days=30)
    answering.defer(deferred, day)
    answering.delegate(delegated, name="Gil Bar", email="gil@world.example")
    bounce(undelivered)
    rows = {row.name: row.next for row in listed(desk, space).context["rows"]}
    waiting.refresh_from_db()
    assert rows["Waiting"] == f"Reminder on {timezone.localtime(waiting.next_reminder_at):%m/%d/%Y}"
    assert rows["Deferred"] == f"Ask again on {day:%m/%d/%Y}"
    assert rows["Delegated"] == "Passed to Gil Bar"
    assert rows["Undelivered"] == "Correct the address"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Michal", "Dana", "Avi"]),
        ("?state=accepted", ["Dana"]),
        ("?state=open", ["Michal", "Avi"]),
        ("?trouble=1", ["Avi"]),
        ("?kind=stakeholder", []),
        ("?q=mich", ["Michal"]),
        ("?q=AVI%40world", ["Avi"]),
        ("?q=north", ["Michal"]),
        ("?q=%00", ["Michal", "Dana", "Avi"]),
        ("?q=100%25", []),
        ("?state=nonsense&kind=%D7%90", ["Michal", "Dana", "Avi"]),
        ("?state=open&q=a", ["Michal", "Avi"]),
    ],
)
def test_filters_and_search_narrow_the_list(desk, space, query, found):
    avi, dana = invited(space, "avi", "dana")
    invited(space, "michal", organisation_name="The North")
    bounce(avi)
    answering.accept(dana)
    assert names(listed(desk, space, query)) == found


def test_an_organisation_is_found_by_its_hebrew_name(desk, space):
    invited(space, "avi", organisation=w.an_organisation("בית חם"))
    invited(space, "dana", organisation=w.an_organisation("יד ביד"))
    assert names(listed(desk, space, "?q=בית")) == ["Avi"]


def test_another_spaces_invitations_are_not_listed(desk, space):
    invited(w.a_space("Another"), "dana")
    assert names(listed(desk, space)) == []
    assert "Nobody was invited yet" in listed(desk, space).text


def test_a_long_list_is_paged_by_key_with_the_same_number_of_queries(desk, space, queries):
    invited(space, "first", "second", "third")
    few = queries(lambda: listed(desk, space))
    invitation.invite_all(space, [Invitee(f"n{n}@world.example", f"Name {n}") for n in range(297)], by=w.noa())
    assert queries(lambda: listed(desk, space)) == few
    page = listed(desk, space)
    seen = names(page)
    while page.context["page"].older:
        page = listed(desk, space, page.context["page"].older)
        seen += names(page)
    assert (len(seen), len(set(seen))) == (300, 300)


def test_a_reminder_is_previewed_before_it_goes(desk, space):
    avi, dana = invited(space, "avi", "dana", language="en")
    raed = invited(space, "raed", language="he")[0]
    w.mailed(avi, dana, raed)
    answering.accept(dana)
    before = Message.objects.count()
    page = many(desk, space, "remind", [avi, dana, raed])
    assert [one.name for one in page.context["plan"].chosen] == ["Raed", "Avi"]
    assert [(one.name, why) for one, why in page.context["plan"].skipped] == [("Dana", "Not in the state “accepted”.")]
    assert sorted(one.language for one, _mail in page.context["mails"]) == ["en", "he"]
    assert all(space.name in mail.subject for _one, mail in page.context["mails"])
    assert Message.objects.count() == before


def test_a_confirmed_reminder_goes_to_those_who_wait_and_says_whom_it_left_out(desk, space):
    avi, dana = invited(space, "avi", "dana")
    w.mailed(avi)
    answering.accept(dana)
    answer = many(desk, space, "remind", [avi, dana], confirmed="yes", note="We start on Sunday")
    assert list(Message.objects.filter(kind="reminder").values_list("address", "note")) == [
        ("avi@world.example", "We start on Sunday")
    ]
    assert said(answer, desk) == [
        "Done for 1 invitation.",
        "Not done for 1. Dana: Not in the state “accepted”.",
    ]


def test_nobody_is_reminded_by_hand_twice_a_day(desk, space):
    avi = w.mailed(*invited(space, "avi"))
    many(desk, space, "remind", [avi], confirmed="yes")
    answer = many(desk, space, "remind", [avi], confirmed="yes")
    assert "Avi: Was reminded today already." in said(answer, desk)[-1]
    assert Message.objects.filter(kind="reminder").count() == 1


def test_who_asked_not_to_be_written_to_is_left_out_of_mails(desk, space):
    (avi,) = invited(space, "avi")
    answering.stop_writing("avi@world.example")
    for verb in ("remind", "resend"):
        ((_one, why),) = many(desk, space, verb, [avi]).context["plan"].skipped
        assert "asked not to be written to" in why


def test_more_time_is_given_to_those_who_wait_and_to_those_whose_time_was_up(desk, space):
    waiting, expired, declined = invited(space, "waiting", "expired", "declined")
    move(expired, "expired", by=None)
    answering.decline(declined, reason="time")
    day = timezone.localdate() + timedelta(days=40)
    assert many(desk, space, "extend", [waiting, expired, declined]).context["form"].fields.keys() == {"deadline"}
    answer = many(desk, space, "extend", [waiting, expired, declined], confirmed="yes", deadline=day.isoformat())
    assert {timezone.localdate(one.deadline) for one in Invitation.objects.filter(state="open")} == {day}
    assert set(Invitation.objects.values_list("name", "state")) == {
        ("Waiting", "open"), ("Expired", "open"), ("Declined", "declined"),
    }  # fmt: skip
    assert said(answer, desk)[0] == "Done for 2 invitations."


@pytest.mark.parametrize("day", ["", "yesterday", "2020-01-01", "9999-12-31"])
def test_a_deadline_that_cannot_be_is_asked_for_again(desk, space, day):
    (avi,) = invited(space, "avi")
    page = many(desk, space, "extend", [avi], confirmed="yes", deadline=day)
    assert set(page.context["form"].errors) == {"deadline"}
    assert [one.name for one in page.context["plan"].chosen] == ["Avi"]


def test_many_are_taken_back_at_once(desk, space):
    avi, dana = invited(space, "avi", "dana")
    answering.decline(dana, reason="time")
    many(desk, space, "withdraw", [avi, dana], confirmed="yes", reason="Another plan")
    assert set(Invitation.objects.values_list("name", "state")) == {("Avi", "withdrawn"), ("Dana", "declined")}
    assert avi.moves.last().reason == "Another plan"


def test_many_are_sent_again_with_the_same_deadline(desk, space):
    avi, dana = invited(space, "avi", "dana")
    w.mailed(avi, dana)
    many(desk, space, "resend", [avi, dana], confirmed="yes")
    assert Message.objects.filter(kind="invitation_again").count() == 2
    was = avi.deadline
    avi.refresh_from_db()
    assert avi.deadline == was


def test_ticking_nobody_is_said_kindly(desk, space):
    invited(space, "avi")
    assert said(many(desk, space, "withdraw", []), desk) == ["Nobody was ticked. Tick the invitations first."]


def test_another_spaces_invitations_cannot_be_ticked(desk, space):
    (elsewhere,) = invited(w.a_space("Another"), "dana")
    many(desk, space, "withdraw", [elsewhere], confirmed="yes")
    elsewhere.refresh_from_db()
    assert elsewhere.state == "open"


@pytest.mark.parametrize("ids", [["x"], ["-1"], ["9" * 30], ["٣"]])
def test_keys_that_make_no_sense_are_nobody(desk, space, ids):
    answer = desk.post(reverse("spaces:invitations_bulk", args=[space.pk, "withdraw"]), {"ids": ids})
    assert answer.status_code == 302


def test_an_unknown_verb_is_not_there(desk, space):
    assert many(desk, space, "delete", invited(space, "avi")).status_code == 404


def test_nothing_is_done_by_following_a_link(desk, space):
    (avi,) = invited(space, "avi")
    bulk = desk.get(reverse("spaces:invitations_bulk", args=[space.pk, "withdraw"]))
    assert bulk.url == reverse("spaces:invitations", args=[space.pk])
    verb = desk.get(reverse("spaces:invitation_do", args=[avi.pk, "withdraw"]))
    assert verb.url == reverse("spaces:invitation", args=[avi.pk])


def test_a_paused_space_sends_nothing_to_anybody(desk, space):
    (avi,) = invited(space, "avi")
    move_space(space, Stage.PAUSED, by=w.noa())
    ((_one, why),) = many(desk, space, "resend", [avi]).context["plan"].skipped
    assert why == "The space rests at the moment; nothing is sent."


# Many at once, in a fixed number of statements


def candidates(space, count):
    people = [Invitee(f"official{n}@health.gov.il", f"Official {n}", w.the_ministry()) for n in range(count)]
    return [w.candidate(space, one) for one in people]


@pytest.mark.parametrize("verb", ["send", "remind", "resend", "extend", "withdraw"])
def test_the_page_before_costs_the_same_for_one_candidate_and_for_three(desk, queries, verb):
    space = w.cross_sector()
    found = candidates(space, 3)
    counts = [queries(lambda n=n: many(desk, space, verb, found[:n])) for n in (1, 3)]
    assert counts[0] == counts[1]


@pytest.mark.parametrize("verb", ["send", "remind", "resend", "extend", "withdraw"])
def test_the_deed_costs_the_same_for_one_and_for_three(desk, space, verb):
    counts = []
    for names in (["avi"], ["dana"], ["michal", "raed", "tamar"]):  # the first warms the templates
        found = invited(space, *names)
        if verb == "send":
            mailing.stop(mailing_of(space, found), by=w.noa())
        else:
            w.mailed(*found)
        day = (timezone.localdate() + timedelta(days=40)).isoformat()
        with CaptureQueriesContext(connection) as asked:
            many(desk, space, verb, found, confirmed="yes", deadline=day)
        counts.append(len(asked))
    assert counts[1] == counts[2]


def mailing_of(space, found):
    """A mailing that these are part of."""
    made = begin(space, "invitation", by=w.noa())
    Message.objects.filter(invitation__in=found).update(mailing=made)
    return made


def test_of_many_that_expired_one_that_the_database_keeps_closed_spoils_it_for_nobody(desk, space):
    association = w.an_organisation("יד ביד")
    found = [*invited(space, "avi", "dana"), *invited(space, "michal", organisation=association)]
    for one in found:
        move(one, "expired", by=None)
    type(association).objects.filter(pk=association.pk).update(sector="first", kind="ministry")
    day = timezone.localdate() + timedelta(days=40)
    answer = many(desk, space, "extend", found, confirmed="yes", deadline=day.isoformat())
    assert dict(Invitation.objects.values_list("name", "state")) == {
        "Avi": "open", "Dana": "open", "Michal": "expired",
    }  # fmt: skip
    assert said(answer, desk) == [
        "Done for 2 invitations.",
        "Not done for 1. Michal: This organisation is not in the third sector,"
        " so its people cannot be invited as peers.",
    ]


def test_taking_many_back_tells_only_those_who_had_the_mail(desk, space):
    told, waiting = invited(space, "told", "waiting")
    w.mailed(told)
    page = many(desk, space, "withdraw", [told, waiting])
    assert page.context["plan"].told == 1
    many(desk, space, "withdraw", [told, waiting], confirmed="yes")
    assert list(Message.objects.filter(kind="withdrawn").values_list("address", flat=True)) == ["told@world.example"]
    assert waiting.messages.get().state == "cancelled"


def test_more_than_are_done_at_once_is_said_before_and_after(desk, space, monkeypatch):
    monkeypatch.setattr(bulk, "AT_ONCE", 2)
    found = invited(space, "avi", "dana", "michal")
    words = "There are more than can be done at once. Do the rest in the same way."
    assert words in many(desk, space, "withdraw", found).text
    answer = many(desk, space, "withdraw", found, confirmed="yes")
    assert said(answer, desk) == ["Done for 2 invitations.", words]
    assert Invitation.objects.filter(state="withdrawn").count() == 2
